import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = [
  ...readdirSync(join(root, 'actions')).map(name => `actions/${name}/src`),
  'shared/src',
  'shared/testing',
  'scripts'
]

/** Files by what they import. */
type ImportGraph = ReadonlyMap<string, readonly string[]>

function readImportGraph(): ImportGraph {
  const files = sources.flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(path => path.endsWith('.ts'))
      .map(path => join(folder, path))
  )
  return new Map(files.map(file => [file, importsOf(file, readFileSync(join(root, file), 'utf8'))]))
}

/** The files of the project that a module imports or exports from, be it a type only or not before it is needed. */
function importsOf(file: string, text: string): string[] {
  return ts
    .preProcessFile(text, true, false)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => normalize(join(dirname(file), fileName.replace(/\.js$/, '.ts'))))
}

/** The strongly connected components of more than one file, by Tarjan's algorithm (1972). */
function circlesOf(graph: ImportGraph): string[][] {
  const circles: string[][] = []
  const numbers = new Map<string, number>()
  const open: string[] = []
  // Gives the smallest number of an open file that the file leads to.
  const visit = (file: string): number => {
    const number = numbers.size
    numbers.set(file, number)
    open.push(file)
    const lowest = (graph.get(file) ?? []).reduce(
      (least, next) => Math.min(least, numbers.get(next) ?? visit(next)),
      number
    )
    if (lowest < number) return lowest
    const component = open.splice(open.indexOf(file))
    for (const member of component) numbers.set(member, Infinity)
    if (component.length > 1) circles.push(component.sort())
    return Infinity
  }
  for (const file of graph.keys()) if (!numbers.has(file)) visit(file)
  return circles
}

test.each([
  ['a value', "import { a } from './a.js'", ['x/y/a.ts']],
  ['a type', "import type { A } from '../a.js'", ['x/a.ts']],
  ['a type beside a value', "import {\n  a,\n  type A\n} from './a.js'", ['x/y/a.ts']],
  ['a re-export', "export { a } from './b/a.js'", ['x/y/b/a.ts']],
  ['a re-exported type', "export type { A } from './a.js'", ['x/y/a.ts']],
  ['what is loaded on demand', "const { a } = await import('./a.js')", ['x/y/a.ts']],
  ['a package', "import { join } from 'node:path'", []],
  ['words in a text', 'const text = "import { a } from \'./a.js\'"', []]
])('imports are read: %s', (_name, text, imported) => {
  expect(importsOf('x/y/file.ts', text)).toEqual(imported)
})

describe('circles', () => {
  test.each<[string, Record<string, string[]>, string[][]]>([
    ['none in a chain', { a: ['b'], b: ['c'] }, []],
    ['none where two ways lead to a file', { a: ['b', 'c'], b: ['d'], c: ['d'] }, []],
    ['of two files', { a: ['b'], b: ['a', 'c'] }, [['a', 'b']]],
    ['by a third file', { a: ['b'], b: ['c', 'd'], c: ['a'] }, [['a', 'b', 'c']]],
    ['that share a file', { a: ['b'], b: ['a', 'c'], c: ['b'] }, [['a', 'b', 'c']]],
    [
      'of which one leads to the other',
      { a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'] },
      [
        ['c', 'd'],
        ['a', 'b']
      ]
    ]
  ])('are found: %s', (_name, imports, expected) => {
    expect(circlesOf(new Map(Object.entries(imports)))).toEqual(expected)
  })

  test('are nowhere in the code', () => {
    const graph = readImportGraph()
    expect(graph.get('actions/train/src/index.ts')).toContain('shared/src/action/run-action.ts')
    expect(circlesOf(graph)).toEqual([])
  })
})
