import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { filesEndingIn } from './files-ending-in.js'
import { snippetProblems } from './snippet-problems.js'

const FENCE = /^```ya?ml\n([\s\S]*?)^```/gm

/** Problems of the YAML snippets in all Markdown files, and of the example files. */
export function checkSnippets(root: string): string[] {
  return [...markdownProblems(root), ...exampleProblems(root)]
}

function markdownProblems(root: string): string[] {
  return filesEndingIn(root, /\.md$/).flatMap(file => {
    const snippets = [...readFileSync(file, 'utf8').matchAll(FENCE)].map(match => match[1] ?? '')
    return snippets.flatMap(snippetProblems).map(problem => `${relative(root, file)}: snippet: ${problem}`)
  })
}

function exampleProblems(root: string): string[] {
  return filesEndingIn(join(root, 'workflows-examples'), /\.ya?ml$/).flatMap(file =>
    snippetProblems(readFileSync(file, 'utf8')).map(problem => `${relative(root, file)}: ${problem}`)
  )
}
