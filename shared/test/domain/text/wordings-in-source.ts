import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { phraseOfNumbers } from '../../../src/domain/text/phrase.js'

/** Texts of a source file that people are meant to read. */
export interface SourceWordings {
  /** Templates of tagged phrases and sentences without values. */
  readonly templates: readonly string[]
  /** Sentences with values that are no phrases, so that no catalog can find them. */
  readonly untagged: readonly string[]
}

/** The schemas' files: their messages can only be texts, and their numbers are taken for values. */
const schemaFiles = /(?:field-kinds|request-fields|request-sections|compute-section|policy)\.ts$/

/**
 * Everything in the sources of a folder that is said to people: any text with a blank between two words. `except` names
 * files that are not looked at.
 */
export function wordingsIn(folder: string, except: readonly string[] = []): SourceWordings {
  const files = readdirSync(folder).filter(name => name.endsWith('.ts') && !except.includes(name))
  const found = files.map(name => wordingsOfFile(join(folder, name)))
  return {
    templates: found.flatMap(({ templates }) => templates),
    untagged: found.flatMap(({ untagged }) => untagged)
  }
}

/** The same for one file. */
export function wordingsOfFile(path: string): SourceWordings {
  const templates: string[] = []
  const untagged: string[] = []
  const isSchema = schemaFiles.test(path)
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return
    if (ts.isTaggedTemplateExpression(node)) {
      if (node.tag.getText() === 'phrase') templates.push(templateText(node.template))
      if (ts.isTemplateExpression(node.template))
        for (const { expression } of node.template.templateSpans) visit(expression)
      return
    }
    if (ts.isStringLiteralLike(node) && isSentence(node.text)) templates.push(asKey(node.text, isSchema))
    if (ts.isTemplateExpression(node)) {
      const text = templateText(node)
      if (isSchema && isSentence(text))
        templates.push(...(text === 'must be {}' ? [] : [asKey(text, isSchema)]))
      else if (isSentence(text) && /[A-Za-z]{2}/.test(text.replace(/\{\}/g, '')))
        untagged.push(`${path}: ${text}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2023, true))
  return { templates, untagged }
}

function templateText(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text
  return [template.head.text, ...template.templateSpans.map(span => span.literal.text)].join('{}')
}

function asKey(text: string, isSchema: boolean): string {
  if (!isSchema) return text
  return phraseOfNumbers(text.replace(/^must be /, '')).template
}

/** Two words with a blank between them, at least; `, ` alone or a line of an example is none. */
function isSentence(text: string): boolean {
  return /[A-Za-z]{2,}[^A-Za-z]* [^A-Za-z]*[A-Za-z]{2,}/.test(text.replace(/\{\}/g, 'value'))
}
