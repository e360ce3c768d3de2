// Lets V8 compile a bundle by running it once under the Node that runs actions.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { node24 } from './node24.mjs'

const recorder = fileURLToPath(new URL('record-compiled.cjs', import.meta.url))

const REQUEST = `\`\`\`yaml
algorithm: random_forest
dataset_id: dataset-20250110-001
target: label
hyperparameters: {n_estimators: 100, max_depth: 10}
evaluation_threshold: 0.85
max_retry: 3
\`\`\`
`

/** `<version>-<platform>-<arch>` of the Node that runs actions, as the loader of a bundle spells it. */
export const compilingNode = execFileSync(node24, [
  '-p',
  '`${process.version}-${process.platform}-${process.arch}`'
])
  .toString()
  .trim()

function run(bundle, environment) {
  return new Promise((done, fail) => {
    const child = spawn(node24, ['--require', recorder, join(bundle, 'index.js')], {
      stdio: 'ignore',
      env: environment
    })
    child.on('error', fail)
    child.on('close', done)
  })
}

/** A labelled issue on the GitHub test server, so that the way of an accepted request is compiled too. */
async function labelledIssue(workspace) {
  const { startGitHubServer } = await import('../lib/shared/testing/github-server/github-server.js')
  const server = await startGitHubServer({ repository: 'acme/models', files: { 'README.md': '' } })
  server.state.setCollaborator('alice', 'write')
  const issue = server.state.createIssue({ title: '[MLOps] churn', body: REQUEST, login: 'alice' })
  const event = join(workspace, 'event.json')
  writeFileSync(event, JSON.stringify(server.events.issueLabeled(issue.number, 'mlops:train', 'alice')))
  const environment = {
    GITHUB_API_URL: server.url,
    GITHUB_EVENT_NAME: 'issues',
    GITHUB_EVENT_PATH: event,
    GITHUB_REPOSITORY: 'acme/models',
    'INPUT_GITHUB-TOKEN': server.tokens.issue({ permissions: { contents: 'read', issues: 'write' } })
  }
  return { environment, close: () => server.close() }
}

/** Other actions end at their inputs: what they do then takes seconds anyway. */
const wrongInputs = () => ({ environment: { INPUT_LANGUAGE: 'none' }, close: () => undefined })

/** Writes `<bundle>/compiled/<Node>/`, V8's form of what the action `name` runs first. */
export async function compileBundle(bundle, name) {
  rmSync(join(bundle, 'compiled'), { recursive: true, force: true })
  mkdirSync(join(bundle, 'compiled', compilingNode), { recursive: true })
  const workspace = mkdtempSync(join(tmpdir(), 'compile-bundle-'))
  const files = Object.fromEntries(
    ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'].map(name => [name, join(workspace, name)])
  )
  const task = name === 'parse-issue' ? await labelledIssue(workspace) : wrongInputs()
  try {
    await run(bundle, { GITHUB_WORKSPACE: workspace, ...files, ...task.environment })
  } finally {
    await task.close()
    rmSync(workspace, { recursive: true, force: true })
  }
}
