import { mkdirSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exampleWorkflows, forModel, openWorkflowSession } from '../shared/testing/workflow-session.js'
import type {
  CompletedRun,
  WorkflowEvent,
  WorkflowRunResult
} from '../shared/testing/workflow-runner/index.js'
import { openCloudStage } from './demo/cloud-stage.js'
import { readDeliveries } from './demo/dataset.js'
import { keepFiles } from './demo/keep-files.js'
import { localStage } from './demo/local-stage.js'
import { indent, narrator, title } from './demo/narrator.js'
import { readOptions, usage } from './demo/options.js'
import { decisionsOf, measured, metricsTable, type MetricsColumn } from './demo/outcome.js'
import { brokenPromises, outputsOf } from './demo/promises.js'
import { readStored } from './demo/store-files.js'
import { firstRequest, nextDelivery, retrainComment } from './demo/texts.js'
import { ensurePython } from './ensure-python.js'
import { node24Path } from './node24.js'
import { untilInterrupted } from './until-interrupted.js'

const MODEL_ID = 'cell-diagnosis'
const options = readOptions(process.argv.slice(2))
if (options.kind !== 'run') {
  if (options.kind === 'wrong') process.stderr.write(`${options.problem}\n\n`)
  process.stdout.write(`${usage}\n`)
  process.exit(options.kind === 'help' ? 0 : 2)
}
const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const directory = resolve(options.directory ?? join(projectRoot, '.demo'))
const store = join(directory, 'store')
const say = (line: string) => process.stdout.write(`${line}\n`)
const started = Date.now()

rmSync(directory, { recursive: true, force: true })
mkdirSync(directory, { recursive: true })
say(title('Python'))
const python = await ensurePython(line => say(`  ${line}`))
say(`  ${python} has what the training kit needs.`)

const deliveries = readDeliveries(python, 'dataset-20250110-001')
const stage = options.backend === 'local' ? localStage : await openCloudStage(projectRoot, python)
const files = ['train-on-issue.yml', 'commands.yml', 'drift-check.yml', 'weekly-retrain.yml']
const workflows = exampleWorkflows(projectRoot, files, stage.workflows)
const session = await openWorkflowSession({
  projectRoot,
  directory,
  writers: ['alice'],
  nodePath: node24Path,
  ...stage.session,
  files: {
    ...forModel(workflows, MODEL_ID),
    '.github/mlops.yml': stage.policy,
    ...(await stage.deliver(deliveries.first))
  }
})
const { server } = session
const runs: CompletedRun[] = []

function announce(file: string, event: WorkflowEvent): ReturnType<typeof narrator> {
  say(title(`${event.name} → .github/workflows/${file}`))
  return narrator(say)
}

function finished(file: string, result: WorkflowRunResult): CompletedRun {
  if (!result.triggered) throw new Error(`${file} was not started: ${result.reason}`)
  runs.push(result)
  return result
}

async function deliver(file: string, event: WorkflowEvent): Promise<CompletedRun> {
  return finished(file, await session.run(file, event, announce(file, event)))
}

async function train(): Promise<{ issue: number; rejected: CompletedRun; registered: CompletedRun }> {
  const issue = server.state.createIssue({
    title: `[MLOps] Train: ${MODEL_ID}`,
    body: firstRequest,
    login: 'alice'
  })
  say(title(`Issue #${issue.number} by alice: "${issue.title}"`))
  say(indent(firstRequest))
  const labelled = server.events.issueLabeled(issue.number, 'mlops:train', 'alice')
  const rejected = await deliver('train-on-issue.yml', { name: 'issues', payload: labelled })
  say(title('Comment by alice'))
  say(indent(retrainComment))
  const comment = server.state.createComment(issue.number, retrainComment, 'alice')
  const payload = server.events.issueCommentCreated(comment.id)
  return {
    issue: issue.number,
    rejected,
    registered: await deliver('commands.yml', { name: 'issue_comment', payload })
  }
}

async function drift(): Promise<CompletedRun> {
  say(title('A month later'))
  say(indent(nextDelivery))
  await session.commit(await stage.deliver(deliveries.next), 'Add the cells of February')
  const { at, event } = session.nextSchedule('drift-check.yml', new Date())
  say(`  The next drift check is due at ${at.toISOString()}, 03:17 in Tokyo; here it starts now.`)
  return deliver('drift-check.yml', event)
}

/** The same gate on the same rows, before and after: the champion is measured again beside the new model. */
function columns(registered: CompletedRun, retrained: CompletedRun | undefined): MetricsColumn[] {
  const [rejected] = runs
  const id = outputsOf(retrained, 'request', 'parse')['training-id'] ?? ''
  const evaluation = readStored(store, `runs/${id}/evaluation.json`)
  const champion = evaluation['champion'] as { metrics?: MetricsColumn['metrics'] } | undefined
  return [
    ...(rejected === undefined ? [] : [measured('run 1', rejected)]),
    measured('v1.0.0', registered),
    ...(champion?.metrics === undefined ? [] : [{ title: 'v1.0.0 now', metrics: champion.metrics }]),
    ...(retrained === undefined ? [] : [measured('v1.0.1', retrained)])
  ]
}

async function demo(): Promise<void> {
  const { issue, rejected, registered } = await train()
  const drifted = await drift()
  const dispatched = await session.runDispatched(announce)
  const [retrained] = dispatched.map(({ file, result }) => finished(file, result))

  await stage.keepStore(retrained ?? registered, store)
  const summaries = runs.flatMap(run => run.summaries.map(summary => summary.markdown))
  await keepFiles({ directory, server, summaries })
  say(title('What each action decided'))
  for (const [index, run] of runs.entries())
    for (const line of decisionsOf(run)) say(`  run ${index + 1}: ${line}`)
  say(title('Metrics on the test data: of January, and of both deliveries ("now" and v1.0.1)'))
  say(indent(metricsTable(columns(registered, retrained))))
  say(title('The conversation on the issue'))
  for (const posted of server.state.commentsOf(issue))
    say(`  ${posted.login}: ${posted.body.split('\n')[0] ?? ''}`)
  for (const { title: heading, lines } of stage.report(store)) {
    say(title(heading))
    for (const line of lines) say(`  ${line}`)
  }
  say(title('Where the files are'))
  const here = (path: string) => relative(process.cwd(), join(directory, path))
  say(
    `  ${here('store')}            the store: data set, runs, models/${MODEL_ID}, edge/${MODEL_ID}, drift/${MODEL_ID}`
  )
  say(`  ${here('history')}          training_history of the branch mlops-history`)
  say(`  ${here('summaries.md')}     the job summaries, ${here('comments.md')} the comments`)
  say(`\nDone in ${((Date.now() - started) / 1000).toFixed(0)} s, without ${stage.without}.`)

  const evidence = { modelId: MODEL_ID, issue, server, rejected, registered, drifted, dispatched }
  const broken = [...brokenPromises({ ...evidence, store }), ...stage.brokenPromises(store)]
  if (broken.length > 0) say(`The demo did not end as it should. Not so: ${broken.join('; ')}`)
  process.exitCode = broken.length === 0 ? 0 : 1
}

async function cancel(): Promise<void> {
  say('Cancelling what runs …')
  await session.cancel()
}

try {
  await untilInterrupted(demo, cancel)
} finally {
  await session.close()
  await stage.close()
}
