import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { parseDocument, visit } from 'yaml'
import { markdownFiles } from './markdown-files.js'

const FENCE = /^```ya?ml\n([\s\S]*?)^```/gm
const UNTRUSTED =
  /\$\{\{[^}]*\b(github\.event|github\.head_ref|steps\.[\w-]+\.outputs|needs\.[\w-]+\.outputs)\b/

/** YAML snippets that do not parse, and `run:` steps that would put untrusted text into a shell. */
export function checkSnippets(root: string): string[] {
  return markdownFiles(root).flatMap(file => {
    const snippets = [...readFileSync(file, 'utf8').matchAll(FENCE)].map(match => match[1] ?? '')
    return snippets
      .flatMap(snippet => problemsOf(snippet))
      .map(problem => `${relative(root, file)}: ${problem}`)
  })
}

function problemsOf(snippet: string): string[] {
  const document = parseDocument(snippet)
  const problems = document.errors.map(
    error => `a snippet is not YAML: ${error.message.split('\n')[0] ?? ''}`
  )
  visit(document, {
    Pair(_key, pair) {
      const name = String((pair.key as { value?: unknown } | null)?.value)
      const value = String((pair.value as { value?: unknown } | null)?.value)
      if (name === 'run' && UNTRUSTED.test(value))
        problems.push(`a run step interpolates untrusted text: ${value.slice(0, 60)}`)
    }
  })
  return problems
}
