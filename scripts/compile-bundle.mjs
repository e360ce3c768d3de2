// Lets V8 compile a bundle by running it once under the Node that runs actions.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
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

// With a fixed seed, no threads of its own and nothing thrown away meanwhile, V8 writes the same bytes every time.
const REPRODUCIBLE = ['--hash-seed=1', '--no-flush-bytecode', '--single-threaded']

// A form begins with words of 32 bits: magic number, version, source, flags.
const FLAGS = { start: 12, end: 16 }

const formOfNothing = execFileSync(node24, [
  '-e',
  "process.stdout.write(new (require('node:vm').Script)('').createCachedData())"
])

/** V8 refuses a form made under other flags; those above do not change what is compiled, so they are not recorded. */
function recordUsualFlags(directory) {
  for (const name of readdirSync(directory)) {
    const form = readFileSync(join(directory, name))
    formOfNothing.copy(form, FLAGS.start, FLAGS.start, FLAGS.end)
    writeFileSync(join(directory, name), form)
  }
}

function run(bundle, environment) {
  return new Promise((done, fail) => {
    const child = spawn(node24, [...REPRODUCIBLE, '--require', recorder, join(bundle, 'index.js')], {
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
  const compiled = join(bundle, 'compiled', compilingNode)
  rmSync(join(bundle, 'compiled'), { recursive: true, force: true })
  mkdirSync(compiled, { recursive: true })
  const workspace = mkdtempSync(join(tmpdir(), 'compile-bundle-'))
  const files = Object.fromEntries(
    ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'].map(name => [name, join(workspace, name)])
  )
  const task = name === 'parse-issue' ? await labelledIssue(workspace) : wrongInputs()
  try {
    await run(bundle, { GITHUB_WORKSPACE: workspace, ...files, ...task.environment })
    recordUsualFlags(compiled)
  } finally {
    await task.close()
    rmSync(workspace, { recursive: true, force: true })
  }
}
