import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type {
  CompletedRun,
  RunEvent,
  RunTiming,
  WorkflowRunOptions,
  WorkflowRunResult
} from '../../testing/workflow-runner/index.js'
import { runWorkflow } from '../../testing/workflow-runner/index.js'

export const FILE = '.github/workflows/test.yml'

/** Short enough for tests, long enough for a process to answer a signal. */
export const FAST: RunTiming = {
  interruptMs: 3000,
  terminateMs: 3000,
  pipesMs: 1000,
  cancelledJobMs: 20_000,
  minuteMs: 500
}

export type Files = Readonly<Record<string, string>>
type Options = Partial<WorkflowRunOptions>

/** Writes files to a new directory, lets a function work there, and removes it. */
export async function inDirectory<Value>(
  files: Files,
  work: (root: string) => Promise<Value>
): Promise<Value> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'workflow-runner-test-')))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return await work(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** Runs a workflow text in a new repository with some other files. */
export async function tryWorkflow(
  text: string,
  options: Options = {},
  files: Files = {}
): Promise<WorkflowRunResult> {
  return inDirectory({ ...files, [FILE]: text }, root =>
    runWorkflow({
      file: FILE,
      repositoryRoot: root,
      event: { name: 'workflow_dispatch', payload: {} },
      timing: FAST,
      ...options
    })
  )
}

/** Runs a workflow that the event does start. */
export async function runText(text: string, options: Options = {}, files: Files = {}): Promise<CompletedRun> {
  const result = await tryWorkflow(text, options, files)
  if (!result.triggered) throw new Error(`not triggered: ${result.reason}`)
  return result
}

/** Runs one job, called `job`, with the steps given as YAML lines. */
export async function runSteps(
  steps: string,
  options: Options = {},
  files: Files = {}
): Promise<CompletedRun> {
  return runText(workflowOf(steps), options, files)
}

/** A workflow of one job, called `job`, with the steps given as YAML lines. */
export function workflowOf(steps: string, jobKeys = ''): string {
  const keys = indent(jobKeys, 4)
  return `on: workflow_dispatch\njobs:\n  job:\n    runs-on: ubuntu-latest\n${keys}    steps:\n${indent(steps, 6)}`
}

/** The log's text, of one step or of all. */
export function logOf(run: CompletedRun, step?: string): string {
  const lines = run.log.filter(line => step === undefined || line.step === step)
  return lines.map(line => line.text).join('\n')
}

/** Messages of annotations, as `level: message`. */
export function annotationsOf(run: CompletedRun): string[] {
  return run.annotations.map(annotation => `${annotation.level}: ${annotation.message}`)
}

/** Aborts as soon as a log line has a text. */
export function abortOnLine(text: string): { readonly signal: AbortSignal; observer(event: RunEvent): void } {
  const controller = new AbortController()
  return {
    signal: controller.signal,
    observer: event => {
      if (event.type === 'step-line' && event.line.text.includes(text)) controller.abort()
    }
  }
}

/** A node action in the directory `action` of a repository. */
export function nodeAction(
  main: string,
  more: { readonly manifest?: string; readonly post?: string } = {}
): Files {
  const post = more.post === undefined ? '' : '\n  post: post.js'
  return {
    'action/action.yml': `name: action\ndescription: for tests\n${more.manifest ?? ''}\nruns:\n  using: node24\n  main: main.js${post}\n`,
    'action/main.js': main,
    ...(more.post === undefined ? {} : { 'action/post.js': more.post })
  }
}

function indent(text: string, spaces: number): string {
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => `${' '.repeat(spaces)}${line}\n`)
    .join('')
}
