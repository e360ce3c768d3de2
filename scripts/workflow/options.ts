import { existsSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { backends, type Backend } from '../demo/options.js'

export interface WorkflowCall {
  readonly kind: 'run'
  /** The workflow's file. */
  readonly file: string
  /** File of the webhook payload. */
  readonly event: string
  /** Name of the event, unless its payload is to tell. */
  readonly name: string | undefined
  /** Directory whose files are the repository's. */
  readonly repository: string | undefined
  readonly variables: Readonly<Record<string, string>>
  readonly backend: Backend
}

export type WorkflowOptions =
  WorkflowCall | { readonly kind: 'help' } | { readonly kind: 'wrong'; readonly problems: readonly string[] }

export const usage = `npm run workflow -- <workflow file> --event <event.json>

Runs a workflow on this machine, against the project's GitHub test server, and prints what its jobs do and decide.
  --event FILE            the webhook payload, as GitHub delivers it, or the part of it that matters: what it lacks is filled in;
                          its sender may write to the repository
  --name EVENT            issues, issue_comment, workflow_dispatch, …; default: what the payload looks like
  --repository DIRECTORY  files of the repository, such as .mlops/datasets and .github/mlops.yml; default: none
  --variable NAME=VALUE   a variable of the repository; once for each
  --backend sagemaker     for workflows that train in SageMaker: starts the project's AWS test server, sets the variables
                          MLOPS_STORE, MLOPS_ROLE and AWS_REGION, and puts what the repository has in .mlops in the bucket
  --help                  this text`

const VARIABLE = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s

/** Reads the command line; what is wrong with it is told all at once, a line each. */
export function readOptions(words: readonly string[]): WorkflowOptions {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        event: { type: 'string' },
        name: { type: 'string' },
        repository: { type: 'string' },
        variable: { type: 'string', multiple: true, default: [] },
        backend: { type: 'string', default: 'local' },
        help: { type: 'boolean', short: 'h' }
      }
    })
    if (values.help === true) return { kind: 'help' }
    const { event = '', name, repository } = values
    const [file = '', ...more] = positionals
    const backend = backends.find(known => known === values.backend)
    const problems = [
      ...fileProblems('the workflow file', file),
      ...fileProblems('--event', event),
      ...(repository === undefined || isDirectory(repository)
        ? []
        : [`--repository: ${repository} is not a directory`]),
      ...more.map(word => `"${word}" is one word too many: one workflow is run at a time`),
      ...values.variable
        .filter(text => !VARIABLE.test(text))
        .map(text => `--variable is "${text}"; it is written NAME=VALUE`),
      ...(backend === undefined
        ? [`--backend is "${values.backend}"; it is one of ${backends.join(', ')}`]
        : [])
    ]
    if (problems.length > 0 || backend === undefined) return { kind: 'wrong', problems }
    return { kind: 'run', file, event, name, repository, variables: variablesOf(values.variable), backend }
  } catch (error) {
    return {
      kind: 'wrong',
      problems: [(error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '']
    }
  }
}

function fileProblems(what: string, path: string): string[] {
  if (path === '') return [`${what} is missing`]
  if (!existsSync(path)) return [`${what}: ${path} does not exist`]
  return statSync(path).isFile() ? [] : [`${what}: ${path} is not a file`]
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}

function variablesOf(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map(text => {
      const [, name = '', value = ''] = VARIABLE.exec(text) ?? []
      return [name, value] as const
    })
  )
}
