import type { CompletedRun } from '../../shared/testing/workflow-runner/run-result.js'
import { finding } from './checklist.js'
import { deliver, dispatch, logOf, type Rehearsal } from './rehearsal.js'
import { afterRegistration, EXAMPLE, ISSUE_BODY } from './user-repository.js'

/** What each action of the chain has to decide. */
const CHAIN: Readonly<Record<string, string>> = {
  'parse-issue': 'accepted',
  train: 'completed',
  'evaluate-gate': 'pass',
  register: 'registered',
  'edge-export': 'exported',
  'drift-check': 'retrain',
  'record-history': 'recorded'
}

/** An issue becomes a model by the example workflow, and what follows it; returns the training id. */
export async function checkChain(rehearsal: Rehearsal): Promise<string> {
  const { list, session } = rehearsal
  const runs = await chainOf(rehearsal)
  const decisions = new Map(runs.flatMap(decisionsOf))
  const chain = rehearsal.release.actions.map(({ name }) => name).filter(name => name in CHAIN)
  let sound = true
  for (const action of chain) {
    const [wanted, got = 'nothing'] = [CHAIN[action] ?? '', decisions.get(action)]
    sound =
      (await list.check(`${action}: ${wanted}`, () => finding(got === wanted, `it decided ${got}`))) && sound
  }
  await list.check('the workflows succeeded inside their permissions', () => [
    ...session.server.violations,
    ...runs.filter(run => !sound || run.conclusion !== 'success').map(logOf)
  ])
  return runs[0]?.jobs['request']?.outputs['training-id'] ?? ''
}

async function chainOf(rehearsal: Rehearsal): Promise<readonly CompletedRun[]> {
  const { server } = rehearsal.session
  const title = '[MLOps] Train: rehearsal'
  const issue = server.state.createIssue({ title, body: ISSUE_BODY, login: 'alice' })
  const payload = server.events.issueLabeled(issue.number, 'mlops:train', 'alice')
  const trained = await deliver(rehearsal, EXAMPLE, { name: 'issues', payload })
  const names = rehearsal.release.actions.map(({ name }) => name)
  return [trained, await dispatch(rehearsal, 'after.yml', afterRegistration(names))]
}

/** The decision of each action in a run. */
function decisionsOf(run: CompletedRun): [string, string][] {
  const steps = Object.values(run.jobs).flatMap(job => Object.values(job.steps))
  return steps.flatMap(({ outputs }) => {
    if (outputs['result'] === undefined) return []
    const { action, decision } = JSON.parse(outputs['result']) as { action: string; decision: string }
    return [[action, decision]]
  })
}
