import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AnsweredCall, GitHubPlace } from './github.js'
import type { Program } from './launch.js'

/** A labelled issue on a GitHub test server, and the programs that read it. */
export interface SmallIssue {
  /** `parse-issue` on the issue, with a token (`accepted`) or without (`unauthorized`). */
  program(bundle: string, decision: 'accepted' | 'unauthorized'): Program
  /** `parse-issue` on an event it does not read. */
  ignored(bundle: string): Program
  /** Nothing but the calls that were made since this was last asked, made again with node:http. */
  replay(): Promise<Program>
  close(): void
}

/** Starts the server in a process of its own; files go to `directory`. */
export async function openSmallIssue(directory: string): Promise<SmallIssue> {
  const server = fork(fileURLToPath(new URL('github.js', import.meta.url)), { stdio: 'inherit' })
  const place = (await answer(server)) as GitHubPlace
  const eventPath = join(directory, 'event.json')
  writeFileSync(eventPath, JSON.stringify(place.event))
  const job = {
    GITHUB_API_URL: place.url,
    GITHUB_EVENT_NAME: 'issues',
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_REPOSITORY: place.repository
  }
  const program = (bundle: string, decision: string, variables: Readonly<Record<string, string>>) =>
    decides(bundle, { decision, directory, variables: { ...job, ...variables } })
  return {
    program: (bundle, decision) =>
      program(bundle, decision, decision === 'accepted' ? { 'INPUT_GITHUB-TOKEN': place.token } : {}),
    ignored: bundle => program(bundle, 'ignored', { GITHUB_EVENT_NAME: 'pull_request' }),
    replay: async () => {
      server.send('calls')
      return replayOf(place, (await answer(server)) as AnsweredCall[], directory)
    },
    close: () => {
      server.disconnect()
    }
  }
}

async function answer(server: ChildProcess): Promise<unknown> {
  const [message] = (await once(server, 'message')) as [unknown]
  return message
}

/** `parse-issue` in a new workspace, which must come to a decision. */
function decides(
  bundle: string,
  run: { decision: string; directory: string; variables: Readonly<Record<string, string>> }
): Program {
  let workspace = ''
  return {
    name: `parse-issue, ${run.decision}`,
    args: [bundle],
    environment: () => {
      workspace = mkdtempSync(join(run.directory, 'workspace-'))
      const files = {
        GITHUB_OUTPUT: join(workspace, 'output'),
        GITHUB_STEP_SUMMARY: join(workspace, 'summary')
      }
      return { GITHUB_WORKSPACE: workspace, ...files, ...run.variables }
    },
    complaint: () => {
      const outputs = readFileSync(join(workspace, 'output'), 'utf8')
      return new RegExp(`^decision<<.*\\n${run.decision}$`, 'm').test(outputs)
        ? undefined
        : `the decision was not ${run.decision}`
    }
  }
}

function replayOf(place: GitHubPlace, calls: readonly AnsweredCall[], directory: string): Program {
  const path = join(directory, 'replay.cjs')
  writeFileSync(path, `const place = ${JSON.stringify({ ...place, calls })}\n${REPLAY}`)
  return {
    name: `${calls.length} bare calls`,
    args: [path],
    environment: () => ({}),
    complaint: ({ exitCode }) => (exitCode === 0 ? undefined : 'the calls failed')
  }
}

const REPLAY = `
const http = require('node:http')
const agent = new http.Agent({ keepAlive: true })
const headers = { authorization: 'token ' + place.token, 'user-agent': 'bench', accept: 'application/json' }
function call({ method, path, body }) {
  return new Promise((done, fail) => {
    const request = http.request(place.url + path, { method, agent, headers }, response => {
      response.resume().on('end', done)
    })
    request.on('error', fail).end(body == null ? undefined : JSON.stringify(body))
  })
}
void (async () => {
  for (const next of place.calls) await call(next)
})()
`
