import { UserError } from '../../errors.js'
import { answeredStatus, gitHubError } from './github-errors.js'

/** What was to be started. */
export interface WorkflowDispatch {
  /** File name or number of the workflow. */
  readonly workflow: string
  readonly inputs: Readonly<Record<string, string>>
}

/** What GitHub's refusal to start a workflow means for its owner: which file to change, and the lines to add. */
export function dispatchError(error: unknown, dispatch: WorkflowDispatch): unknown {
  const status = answeredStatus(error)
  const said = error instanceof Error ? error.message : ''
  if (status === 404) return refused('workflow-not-found', dispatch, { hint: NAME_IT, cause: error })
  if (status !== 422) return gitHubError(error, { what: starting(dispatch), permission: 'actions: write' })
  if (/unexpected inputs|required input/i.test(said))
    return refused('workflow-inputs-refused', dispatch, { hint: declareInputs(dispatch), cause: error })
  if (/does not have '?workflow_dispatch'? trigger/i.test(said))
    return refused('workflow-not-dispatchable', dispatch, { hint: addTrigger(dispatch), cause: error })
  const hint = 'Look at the workflow on the default branch: it must be enabled, and valid.'
  return refused('workflow-dispatch-refused', dispatch, { hint, cause: error })
}

/** The name is that of no workflow file. */
export function workflowNameInvalid(workflow: string): UserError {
  return refused('workflow-name-invalid', { workflow, inputs: {} }, { hint: NAME_IT })
}

const NAME_IT = 'Name a file in .github/workflows on the default branch, such as retrain.yml.'

const starting = ({ workflow }: WorkflowDispatch) => `starting the workflow ${workflow}`

function refused(
  code: string,
  { workflow }: WorkflowDispatch,
  { hint, cause }: { readonly hint: string; readonly cause?: unknown }
): UserError {
  const said = cause instanceof Error ? `: GitHub says "${cause.message.slice(0, 300)}"` : ''
  const message = `the workflow ${JSON.stringify(workflow.slice(0, 100))} cannot be started${said}`
  return new UserError(code, message, { hint, cause })
}

function declareInputs({ workflow, inputs }: WorkflowDispatch): string {
  const names = Object.keys(inputs)
  const lines = `\`workflow_dispatch: {inputs: {${names.map(name => `${name}: {}`).join(', ')}}}\``
  return names.length === 0
    ? `Give every input under \`workflow_dispatch\` of ${workflow} a default.`
    : `Write ${lines} under \`on:\` of ${workflow} on the default branch, and no other required input.`
}

function addTrigger({ workflow }: WorkflowDispatch): string {
  return `Add \`workflow_dispatch:\` with these inputs under \`on:\` of ${workflow} on the default branch.`
}
