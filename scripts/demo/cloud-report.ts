import { billText } from '../../shared/src/domain/cost/billed-cost.js'
import { usdText } from '../../shared/src/domain/cost/usd.js'
import { actionsOf } from '../../shared/testing/aws-server/iam/permission-policy.js'
import { cloudTrainings, type CloudTraining } from './cloud-trainings.js'
import type { DemoAccount } from './demo-account.js'
import type { Chapter } from './stage.js'

/** What the cloud has to say about the demo. */
export function cloudChapters(account: DemoAccount, store: string): Chapter[] {
  const trainings = cloudTrainings(store)
  return [
    { title: 'What the trainings cost: at most, and as they were billed', lines: costLines(trainings) },
    { title: 'Who called AWS', lines: callerLines(account) },
    { title: 'What is left', lines: leftLines(account) }
  ]
}

function costLines(trainings: readonly CloudTraining[]): string[] {
  const billed = trainings.reduce((sum, { cost }) => sum + (cost.billed_usd ?? NaN), 0)
  const worst = trainings.reduce((sum, { cost }) => sum + cost.worst_case_usd, 0)
  return [
    ...trainings.flatMap(({ jobName, status, billableSeconds, cost }) => {
      const { usd_per_hour: usdPerHour, instance_count: instanceCount, worst_case_usd: worstCaseUsd } = cost
      const product = `${billableSeconds} s × ${instanceCount} × ${usdPerHour} USD ÷ 3600 s = ${(cost.billed_usd ?? NaN).toFixed(4)} USD`
      return [
        `${jobName}: ${status} on ${cost.instance_type}`,
        `  ${billText({ usdPerHour, instanceCount, billableSeconds }, { worstCaseUsd })}`,
        `  ${product}`
      ]
    }),
    `Together ${billed.toFixed(4)} USD of at most ${usdText(worst)} that were set aside.`
  ]
}

function callerLines({ cloud, subject, policies }: DemoAccount): string[] {
  const calls = new Map<string, number>()
  for (const { service, operation, principal } of cloud.calls) {
    if (principal?.includes(':assumed-role/') !== true && service !== 'sts') continue
    const name = `${service}:${operation}`
    calls.set(name, (calls.get(name) ?? 0) + 1)
  }
  const allowed = actionsOf(policies.workflow.permissions).length
  return [
    `The jobs, by the role mlops-workflow, for ${cloud.oidc.tokensIssued} OIDC tokens of`,
    `  ${subject}; no key was stored anywhere.`,
    ...[...calls].sort().map(([name, count]) => `${String(count).padStart(6)} × ${name}`),
    `Nothing but the ${allowed} actions of docs/aws/workflow-role-permissions.json was needed.`
  ]
}

function leftLines({ cloud, bucket }: DemoAccount): string[] {
  const jobs = [...cloud.sagemaker.jobs.values()]
  const running = jobs.filter(job => !job.isOver).length
  return [
    `${jobs.length} training jobs were made, ${running} are running.`,
    `${cloud.s3.bucket(bucket).uploads.size} uploads are incomplete.`
  ]
}
