import {
  TemplateContext,
  TemplateValidationErrors
} from '@actions/workflow-parser/templates/template-context'
import { readTemplate } from '@actions/workflow-parser/templates/template-reader'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import { NoOperationTraceWriter } from '@actions/workflow-parser/templates/trace-writer'
import type { Problem } from '../../../src/errors.js'
import { UserError } from '../../../src/errors.js'
import { DecodedYamlReader } from './decoded-yaml-reader.js'
import { loadPackageSchema } from './package-schema.js'

const MAX_FILE_CHARACTERS = 1_000_000
const MAX_ALIASES = 1000
const ROOTS = { workflow: 'workflow-root-strict', action: 'action-root-strict' } as const

/** A YAML file read against GitHub's schema; `context` collects what later conversions complain about. */
export interface ReadDocument {
  readonly name: string
  readonly root: TemplateToken
  readonly context: TemplateContext
}

/** Reads a workflow or an action manifest; UserError `invalid-<kind>` with every problem and its place. */
export function readDocument(kind: 'workflow' | 'action', name: string, content: string): ReadDocument {
  if (content.length > MAX_FILE_CHARACTERS) throw tooLarge(kind, name)
  const context = new TemplateContext(
    new TemplateValidationErrors(),
    loadPackageSchema(kind),
    new NoOperationTraceWriter()
  )
  const file = context.getFileId(name)
  const reader = new DecodedYamlReader(file, content)
  for (const error of reader.errors) context.error(file, error.message, error.range)
  if ((content.match(/(?:^|\s)\*\w/g)?.length ?? 0) > MAX_ALIASES)
    context.error(file, 'Too many YAML aliases')
  const root = context.errors.count === 0 ? readTemplate(context, ROOTS[kind], reader, file) : undefined
  const document = { name, root, context }
  refuseInvalid(kind, document)
  if (root === undefined) throw new UserError(`invalid-${kind}`, `${name} is empty`)
  return { name, root, context }
}

/** Throws UserError `invalid-<kind>` when the document has collected problems. */
export function refuseInvalid(kind: 'workflow' | 'action', document: Omit<ReadDocument, 'root'>): void {
  const problems = documentProblems(document)
  if (problems.length === 0) return
  const lines = problems.map(problem => `${problem.place}: ${problem.message}`)
  throw new UserError(`invalid-${kind}`, `${document.name} is not a valid ${kind}:\n${lines.join('\n')}`, {
    problems,
    hint: 'mend the lines named; GitHub would refuse the file too'
  })
}

function documentProblems(document: Omit<ReadDocument, 'root'>): Problem[] {
  return document.context.errors.getErrors().map(error => ({
    place: error.range
      ? `${document.name}:${error.range.start.line}:${error.range.start.column}`
      : document.name,
    message: error.rawMessage
  }))
}

function tooLarge(kind: string, name: string): UserError {
  return new UserError(`invalid-${kind}`, `${name} is larger than ${MAX_FILE_CHARACTERS} characters`)
}
