import type { ReleasedAction } from './unpacked-release.js'

/** The example workflow that makes a model of an issue. */
export const EXAMPLE = 'train-on-issue.yml'
/** The model that the rehearsal trains. */
export const MODEL_ID = 'rehearsal'
/** A file whose rows are not distributed as those of the training data. */
export const SHIFTED_DATA = 'data/current.csv'
/** Where an action of the release would have to run elsewhere, and what it then has to say. */
export const DISGUISES = ['darwin/arm64', 'linux/arm64', 'musl'] as const

/** An issue that asks for a small forest. */
export const ISSUE_BODY = `Please train.

\`\`\`yaml
algorithm: random_forest
model_id: ${MODEL_ID}
dataset_id: rehearsal
target: label
hyperparameters: {n_estimators: 5, max_depth: 4}
gate: metrics.accuracy >= 0.9
\`\`\`
`

/** Rows that a tree tells apart; `shift` moves the feature `size` out of what the training has seen. */
function csv(rows: number, { offset = 0, shift = 0 } = {}): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const size = ((row * 37) % 100) + offset
    return `${size + shift},${100 - size + ((row * 7) % 5)},${size >= 50 ? 'yes' : 'no'}`
  })
  return ['size,weight,label', ...lines, ''].join('\n')
}

/** The files of a user's repository: data set and new data. */
export const userFiles: Readonly<Record<string, string>> = {
  '.mlops/datasets/rehearsal/train/rows.csv': csv(300),
  '.mlops/datasets/rehearsal/test/rows.csv': csv(100, { offset: 0.25 }),
  [SHIFTED_DATA]: csv(300, { shift: 60 })
}

const uses = (action: string) => `org/mlops/actions/${action}@v1`
const restore = {
  uses: 'actions/cache/restore@27d5ce7f107fe9357f9df03efb73ab90386fccae',
  with: { path: '.mlops', key: 'none', 'restore-keys': 'mlops-store-' }
}
const checkout = { uses: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1' }

function workflow(steps: readonly object[]): string {
  const job = { 'runs-on': 'ubuntu-latest', permissions: { contents: 'read' }, steps }
  return JSON.stringify({ on: 'workflow_dispatch', permissions: {}, jobs: { rehearsal: job } })
}

/** Every action with an input that is none of its words; `post` runs as well. */
export function wrongInputs(actions: readonly ReleasedAction[]): string {
  return workflow(
    actions.map(({ name }) => ({
      id: name,
      'continue-on-error': true,
      uses: uses(name),
      with: { language: 'none' }
    }))
  )
}

/** What comes after a registered model, as far as the release has it. */
export function afterRegistration(actions: readonly string[]): string {
  const steps = [
    { id: 'edge-export', with: { 'model-id': MODEL_ID } },
    { id: 'drift-check', with: { 'model-id': MODEL_ID, current: SHIFTED_DATA } }
  ]
  const present = steps.filter(({ id }) => actions.includes(id))
  return workflow([checkout, restore, ...present.map(step => ({ ...step, uses: uses(step.id) }))])
}

/** Every action that needs the native runtime, on machines that cannot have it. */
export function onOtherMachines(
  actions: readonly ReleasedAction[],
  disguise: { readonly program: string; readonly trainingId: string }
): string {
  const steps = actions.flatMap(({ name, inputs }) =>
    DISGUISES.map(machine => ({
      id: disguisedStep(name, machine),
      'continue-on-error': true,
      env: { NODE_OPTIONS: `--require=${disguise.program}`, DISGUISE: machine },
      uses: uses(name),
      with: {
        ...(inputs.includes('model-id') ? { 'model-id': MODEL_ID } : { 'training-id': disguise.trainingId }),
        // Another limit than that of the chain, or what was exported there would do.
        ...(inputs.includes('max-size') && { 'max-size': '4MB' })
      }
    }))
  )
  return workflow([checkout, restore, ...steps])
}

/** The id of the step that runs an action on another machine. */
export const disguisedStep = (action: string, machine: string) => `${action}-${machine.replace('/', '-')}`
