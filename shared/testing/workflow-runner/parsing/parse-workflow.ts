import { readFileSync } from 'node:fs'
import { convertOn } from '@actions/workflow-parser/model/converter/events'
import { convertJobs } from '@actions/workflow-parser/model/converter/jobs'
import type { WorkflowJob } from '@actions/workflow-parser/model/workflow-template'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import { UserError } from '../../../src/errors.js'
import type { Permissions } from '../jobs/permissions.js'
import { readPermissions } from '../jobs/permissions.js'
import { checkTimeZones } from '../triggers/schedules.js'
import type { JobPlan, WorkflowPlan } from './plan.js'
import type { ReadDocument } from './read-document.js'
import { readDocument, refuseInvalid } from './read-document.js'
import { planSteps } from './step-plan.js'
import { child, literalText, literalTexts, placeOf } from './tokens.js'
import { unsupportedInWorkflow } from './unsupported.js'

/** Where a workflow file is and what its jobs' tokens may do when it does not say. */
export interface WorkflowSource {
  readonly path: string
  /** How messages name the file, usually its path in the repository. */
  readonly name: string
  readonly defaultPermissions: Permissions
}

/**
 * Reads and checks a workflow file. UserError `invalid-workflow` for what GitHub would refuse,
 * `unsupported-workflow` for what this runner cannot do, each with all problems and their places.
 */
export function parseWorkflow(source: WorkflowSource): WorkflowPlan {
  const document = readDocument('workflow', source.name, readSource(source))
  const on = child(document.root, 'on')
  if (on) convertOn(document.context, on)
  checkTimeZones(document.context, on)
  const jobsToken = child(document.root, 'jobs')
  const jobs = jobsToken ? convertJobs(document.context, jobsToken) : []
  const permissions = readPermissions(child(document.root, 'permissions')) ?? source.defaultPermissions
  const plans = jobs.map(job => planJob(document, { job, permissions }))
  refuseInvalid('workflow', document)
  refuseUnsupported(document)
  return {
    file: source.name,
    name: literalText(child(document.root, 'name')) ?? source.name,
    runName: child(document.root, 'run-name'),
    on,
    env: child(document.root, 'env'),
    defaults: child(child(document.root, 'defaults'), 'run'),
    concurrency: child(document.root, 'concurrency'),
    jobs: plans
  }
}

function readSource(source: WorkflowSource): string {
  try {
    return readFileSync(source.path, 'utf8')
  } catch (cause) {
    throw new UserError('workflow-not-found', `cannot read the workflow ${source.name}`, { cause })
  }
}

function planJob(
  document: ReadDocument,
  given: { readonly job: WorkflowJob; readonly permissions: Permissions }
): JobPlan {
  const id = given.job.id.value
  const token: TemplateToken | undefined = child(child(document.root, 'jobs'), id)
  return {
    id,
    place: placeOf(document.name, given.job.id),
    name: child(token, 'name'),
    needs: literalTexts(child(token, 'needs')),
    condition: given.job.if.expression,
    runsOn: child(token, 'runs-on'),
    strategy: child(token, 'strategy'),
    env: child(token, 'env'),
    defaults: child(child(token, 'defaults'), 'run'),
    outputs: child(token, 'outputs'),
    continueOnError: child(token, 'continue-on-error'),
    timeoutMinutes: child(token, 'timeout-minutes'),
    permissions: readPermissions(child(token, 'permissions')) ?? given.permissions,
    concurrency: child(token, 'concurrency'),
    steps: planSteps(document, child(token, 'steps'))
  }
}

function refuseUnsupported(document: ReadDocument): void {
  const problems = unsupportedInWorkflow(document)
  if (problems.length === 0) return
  const lines = problems.map(problem => `${problem.place}: ${problem.message}`)
  throw new UserError(
    'unsupported-workflow',
    `${document.name} uses what this runner cannot do:\n${lines.join('\n')}`,
    { problems, hint: 'run this workflow on GitHub, or leave these parts out of it' }
  )
}
