import { existsSync, mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { GitHubState } from '../shared/testing/github-server/github-state.js'
import { openWorkflowSession } from '../shared/testing/workflow-session.js'
import { narrator } from './demo/narrator.js'
import { decisionsOf } from './demo/outcome.js'
import { node24Path } from './node24.js'

const USAGE = `npm run workflow -- <workflow file> --event <event.json> [--name <event>] [--repository <directory>]

Runs a workflow on this machine, against a GitHub test server.
  --event       the webhook payload, as GitHub delivers it; its sender may write to the repository
  --name        issues, issue_comment, workflow_dispatch, …; default: what the payload looks like
  --repository  files of the repository, such as .mlops/datasets and .github/mlops.yml; default: none`

const MAX_FILE_BYTES = 50_000_000
const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const say = (line: string) => process.stdout.write(`${line}\n`)

function filesBelow(root: string, directory = root): Record<string, string> {
  return Object.fromEntries(
    readdirSync(directory, { withFileTypes: true }).flatMap(entry => {
      const path = join(directory, entry.name)
      if (entry.name === '.git' || entry.name === 'node_modules') return []
      if (entry.isDirectory()) return Object.entries(filesBelow(root, path))
      if (!entry.isFile() || statSync(path).size > MAX_FILE_BYTES) return []
      return [[relative(root, path), readFileSync(path, 'utf8')]]
    })
  )
}

function eventName(payload: Readonly<Record<string, unknown>>): string {
  if ('comment' in payload) return 'issue_comment'
  if ('issue' in payload) return 'issues'
  if ('client_payload' in payload) return 'repository_dispatch'
  return 'schedule' in payload ? 'schedule' : 'workflow_dispatch'
}

function senderOf(payload: Readonly<Record<string, unknown>>): string[] {
  const sender = payload['sender'] as { login?: unknown } | undefined
  return typeof sender?.login === 'string' ? [sender.login] : []
}

/** The issue that the event speaks of must exist, or it could not be commented. */
function seedIssue(state: GitHubState): void {
  const issue = payload['issue'] as { number?: unknown; title?: unknown; body?: unknown } | undefined
  if (typeof issue?.number !== 'number' || issue.number > 10_000) return
  while (state.issues.size < issue.number) {
    state.createIssue({
      title: typeof issue.title === 'string' ? issue.title : '',
      body: typeof issue.body === 'string' ? issue.body : null
    })
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { event: { type: 'string' }, name: { type: 'string' }, repository: { type: 'string' } }
})
const [file] = positionals
if (file === undefined || values.event === undefined || !existsSync(file) || !existsSync(values.event)) {
  say(USAGE)
  process.exit(2)
}
const payload = JSON.parse(readFileSync(values.event, 'utf8')) as Readonly<Record<string, unknown>>
const directory = mkdtempSync(join(tmpdir(), 'mlops-workflow-'))
const session = await openWorkflowSession({
  projectRoot,
  directory,
  writers: senderOf(payload),
  nodePath: node24Path,
  files: {
    ...(values.repository === undefined ? {} : filesBelow(resolve(values.repository))),
    [`.github/workflows/${basename(file)}`]: readFileSync(file, 'utf8')
  }
})
seedIssue(session.server.state)
try {
  const result = await session.run(
    basename(file),
    { name: values.name ?? eventName(payload), payload },
    narrator(say)
  )
  if (!result.triggered) say(`Not started: ${result.reason}`)
  else {
    const dispatched = await session.runDispatched(file => {
      say(`Started by it: ${file}`)
      return narrator(say)
    })
    const runs = [result, ...dispatched.flatMap(run => (run.result.triggered ? [run.result] : []))]
    for (const line of runs.flatMap(decisionsOf)) say(`  ${line}`)
    const conclusions = runs.map(run => run.conclusion)
    say(`${conclusions.join(', ')}; files in ${directory}`)
    process.exitCode = conclusions.every(conclusion => conclusion === 'success') ? 0 : 1
  }
} finally {
  await session.close()
}
