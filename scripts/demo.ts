import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GitHistoryLog } from '../shared/src/adapters/git/git-history-log.js'
import { exampleWorkflows, openWorkflowSession } from '../shared/testing/workflow-session.js'
import type { CompletedRun } from '../shared/testing/workflow-runner/run-result.js'
import { datasetFiles } from './demo/dataset.js'
import { firstRequest, policy, retrainComment } from './demo/texts.js'
import { indent, narrator, title } from './demo/narrator.js'
import { decisionsOf, metricsTable } from './demo/outcome.js'
import { ensurePython } from './ensure-python.js'
import { node24Path } from './node24.js'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const directory = join(projectRoot, '.demo')
const say = (line: string) => process.stdout.write(`${line}\n`)
const started = Date.now()

rmSync(directory, { recursive: true, force: true })
mkdirSync(directory, { recursive: true })
say(title('Python'))
const python = await ensurePython(line => say(`  ${line}`))
say(`  ${python} has what the training kit needs.`)

const session = await openWorkflowSession({
  projectRoot,
  directory,
  writers: ['alice'],
  nodePath: node24Path,
  files: {
    ...exampleWorkflows(projectRoot, ['train-on-issue.yml', 'commands.yml', 'quickstart-local.yml']),
    '.github/mlops.yml': policy,
    ...datasetFiles(python, 'dataset-20250110-001')
  }
})
const { server } = session
const summaries: string[] = []
const runs: CompletedRun[] = []

async function deliver(
  file: string,
  event: { name: string; payload: Readonly<Record<string, unknown>> }
): Promise<void> {
  say(title(`${event.name} → .github/workflows/${file}`))
  const result = await session.run(file, event, narrator(say))
  if (!result.triggered) throw new Error(`${file} was not started: ${result.reason}`)
  runs.push(result)
  summaries.push(...result.summaries.map(summary => summary.markdown))
}

try {
  const issue = server.state.createIssue({
    title: '[MLOps] Train: cell-diagnosis',
    body: firstRequest,
    login: 'alice'
  })
  say(title(`Issue #${issue.number} by alice: "${issue.title}"`))
  say(indent(firstRequest))
  await deliver('train-on-issue.yml', {
    name: 'issues',
    payload: server.events.issueLabeled(issue.number, 'mlops:train', 'alice')
  })

  say(title('Comment by alice'))
  say(indent(retrainComment))
  const comment = server.state.createComment(issue.number, retrainComment, 'alice')
  await deliver('commands.yml', {
    name: 'issue_comment',
    payload: server.events.issueCommentCreated(comment.id)
  })

  await keepFiles()
  say(title('What each action decided'))
  for (const [index, run] of runs.entries())
    for (const line of decisionsOf(run)) say(`  run ${index + 1}: ${line}`)
  say(title('Metrics on the test data'))
  say(indent(metricsTable(runs)))
  say(title('The conversation on the issue'))
  for (const posted of server.state.commentsOf(issue.number))
    say(`  ${posted.login}: ${posted.body.split('\n')[0] ?? ''}`)
  say(title('Where the files are'))
  const here = (path: string) => relative(process.cwd(), join(directory, path))
  say(
    `  ${here('store')}            the store: data set, both runs, models/cell-diagnosis/registry.json with v1.0.0 in production`
  )
  say(`  ${here('history')}          training_history of the branch mlops-history`)
  say(`  ${here('summaries.md')}     the job summaries, ${here('comments.md')} the comments`)
  say(`\nDone in ${((Date.now() - started) / 1000).toFixed(0)} s, without a cloud account or a token.`)
  process.exitCode = verdict()
} finally {
  await session.close()
}

/** Checks the branch out as files, so that they can be read without git. */
async function keepHistory(): Promise<void> {
  const log = new GitHistoryLog({
    directory: server.state.git.directory,
    branch: 'mlops-history',
    author: { name: 'demo', email: 'demo@localhost' }
  })
  const head = await log.head()
  if (head === undefined) return
  for (const path of await log.list(head, 'training_history')) {
    mkdirSync(dirname(join(directory, 'history', path)), { recursive: true })
    writeFileSync(join(directory, 'history', path), (await log.read(head, path)) ?? '')
  }
}

/** The demo promises an outcome; anything else is a failure. */
function verdict(): number {
  const steps = runs.map(run => run.jobs['model']?.steps)
  const ok =
    steps[0]?.['gate']?.outputs['decision'] === 'reject' &&
    steps[1]?.['gate']?.outputs['decision'] === 'pass' &&
    steps[1]['register']?.outputs['version'] === 'v1.0.0' &&
    steps[1]['register'].outputs['stage'] === 'production' &&
    server.violations.length === 0
  if (!ok) say(`The demo did not end as it should. ${server.violations.join('; ')}`)
  return ok ? 0 : 1
}

async function keepFiles(): Promise<void> {
  const workspace = runs.at(-1)?.jobs['model']?.legs[0]?.workspace
  if (workspace !== undefined)
    cpSync(join(workspace, '.mlops'), join(directory, 'store'), { recursive: true })
  writeFileSync(join(directory, 'summaries.md'), summaries.join('\n\n---\n\n'))
  await keepHistory()
  const comments = [...server.state.comments.values()].map(
    comment => `**${comment.login}**\n\n${comment.body}`
  )
  writeFileSync(join(directory, 'comments.md'), comments.join('\n\n---\n\n'))
}
