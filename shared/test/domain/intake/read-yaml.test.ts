import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { readEverydayYaml } from '../../../src/domain/intake/everyday-yaml.js'
import type { DocumentNode } from '../../../src/domain/intake/document-node.js'
import { plainValue } from '../../../src/domain/intake/plain-value.js'
import { readYaml } from '../../../src/domain/intake/read-yaml.js'
import { readReferenceYaml } from '../../../src/domain/intake/reference-yaml.js'
import { positionOf, sourceText } from '../../../src/domain/intake/source-text.js'
import { hostileBodies } from '../../../testing/builders/hostile-bodies.js'

const options = { textFields: new Set<string>() }
const plain = (node: DocumentNode) => JSON.parse(JSON.stringify(plainValue(node, options))) as unknown

/** The document with the place of every node, for comparing two readers. */
function outline(node: DocumentNode): unknown {
  const at = positionOf(node.source, node.start)
  if (node.kind === 'scalar')
    return Number.isNaN(node.value)
      ? ['NaN', node.text, at]
      : [node.value, node.text, node.value === null ? 0 : at]
  if (node.kind === 'sequence') return [at, node.items.map(outline)]
  return [
    at,
    node.entries.map(entry => [entry.key, positionOf(entry.source, entry.start), outline(entry.value)])
  ]
}

async function read(text: string): Promise<unknown> {
  const reading = await readYaml(sourceText('issue', text))
  return reading.ok
    ? plain(reading.value)
    : reading.problems.map(problem => `${problem.place} ${problem.message}`)
}

describe('readYaml', () => {
  test.each<[string, string, unknown]>([
    [
      'scalars of the core schema',
      'a: 1\nb: 1.5\nc: true\nd: null\ne: ~\nf: text\ng: -3\nh: 1e3\ni: 0x1F\nj: 0o17',
      { a: 1, b: 1.5, c: true, d: null, e: null, f: 'text', g: -3, h: 1000, i: 31, j: 15 }
    ],
    [
      'words of YAML 1.1 as texts',
      'a: yes\nb: no\nc: on\nd: 1_000\ne: 12:30:45\nf: 017',
      { a: 'yes', b: 'no', c: 'on', d: '1_000', e: '12:30:45', f: 17 }
    ],
    [
      'quotes',
      `a: "1"\nb: 'true'\nc: "# no comment"\nd: 'x: y'`,
      { a: '1', b: 'true', c: '# no comment', d: 'x: y' }
    ],
    ['comments', '# head\na: 1 # one\n\n  # deeper\nb: x#y', { a: 1, b: 'x#y' }],
    ['nested maps', 'a:\n  b:\n    c: 1\n  d: 2\ne: 3', { a: { b: { c: 1 }, d: 2 }, e: 3 }],
    ['lists', 'a:\n  - 1\n  - x y\nb: [1, two, "3"]', { a: [1, 'x y'], b: [1, 'two', '3'] }],
    [
      'flow maps',
      'a: {b: 1, c: {d: [x, y]}, e: "f, g"}\nh: {}\ni: []',
      { a: { b: 1, c: { d: ['x', 'y'] }, e: 'f, g' }, h: {}, i: [] }
    ],
    [
      'expressions',
      'gate: metrics.rmse < 5.0 && metrics.shortage_rate < 0.01',
      { gate: 'metrics.rmse < 5.0 && metrics.shortage_rate < 0.01' }
    ],
    ['Japanese', 'target: 売上\nfeatures: [気温, 曜日]', { target: '売上', features: ['気温', '曜日'] }],
    ['block scalars', 'a: |\n  x\n  y\nb: >-\n  p\n  q', { a: 'x\ny\n', b: 'p q' }],
    ['continued texts', 'a: x\n  y\nb: 1', { a: 'x y', b: 1 }],
    ['escapes', 'a: "\\u00e9\\n"', { a: 'é\n' }],
    ['a list at the indent of its key', 'a:\n- 1\n- 2', { a: [1, 2] }],
    ['flow over several lines', 'a: {b: 1,\n  c: 2}', { a: { b: 1, c: 2 } }],
    ['lists of maps', 'a:\n  - b: 1\n    c: 2\n  - b: 3', { a: [{ b: 1, c: 2 }, { b: 3 }] }],
    [
      'names of prototypes as plain keys',
      'constructor: 1\ntoString: 2\nhasOwnProperty: 3',
      { constructor: 1, toString: 2, hasOwnProperty: 3 }
    ]
  ])('reads %s', async (_name, text, expected) => {
    expect(await read(text)).toEqual(expected)
  })

  test.each<[string, string, RegExp]>([
    ['anchors', 'a: &x 1\nb: 2', /issue:1:\d+ anchors/],
    ['aliases', 'a: &x [1]\nb: *x', /issue:2:4 aliases/],
    ['tags', 'a: !!str 1', /issue:1:\d+ tags/],
    ['merge keys', 'base: {x: 1}\nb:\n  <<: {x: 2}', /issue:3:3 merge keys/],
    ['duplicate keys', 'a: 1\nb: 2\na: 3', /issue:3:1 the key "a" is given twice/],
    ['duplicate keys in flow', 'a: {b: 1, b: 2}', /issue:1:11 the key "b" is given twice/],
    ['two documents', 'a: 1\n---\nb: 2', /second document/],
    ['directives', '%YAML 1.1\n---\na: yes', /issue:1:1 YAML directives/],
    ['tabs for indentation', 'a:\n\tb: 1', /issue:2:\d+ not valid YAML/],
    ['deep nesting', `a: ${'['.repeat(20)}${']'.repeat(20)}`, /nested deeper than 16/],
    ['bottomless nesting', '['.repeat(60000), /nested deeper than 16/],
    ['bottomless lists', '- '.repeat(30000), /nested deeper than 16/],
    [
      'deep indentation',
      Array.from({ length: 20 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      /nested deeper than 16/
    ],
    ['nothing', '# only a comment', /empty/],
    ['long texts', `a: ${'x'.repeat(70000)}`, /at most 65536/],
    ['broken quotes', 'a: 1\nb: "x', /issue:2:\d+ not valid YAML/]
  ])('refuses %s', async (_name, text, message) => {
    const problems = (await read(text)) as string[]
    expect(problems.join('\n')).toMatch(message)
  })

  test.each<[string, string]>([
    ['a full-width colon', 'a: 1\nseed： 3'],
    ['a full-width colon without a blank', 'a: 1\nseed：3'],
    ['a full-width blank', 'a: 1\nseed:　3'],
    ['a no-break space', 'a: 1\nseed:\u00a03']
  ])('tells %s between name and value', async (_name, text) => {
    const reading = await readYaml(sourceText('issue', text))
    const [problem] = reading.ok ? [] : reading.problems
    expect([problem?.place, problem?.hint]).toEqual([
      'issue:2:1',
      expect.stringContaining('write ": " there')
    ])
  })

  test('keeps __proto__ an ordinary key', async () => {
    const reading = await readYaml(sourceText('issue', '__proto__: {polluted: 1}\na: 2'))
    const value = reading.ok ? plainValue(reading.value, options) : undefined
    expect(Object.keys(value as object)).toEqual(['__proto__', 'a'])
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })
})

const ordinaryWord = fc.constantFrom(
  'a',
  'x y',
  '1',
  '-1',
  '1.5',
  'true',
  '',
  '',
  '"q"',
  '[1, a]',
  '{a: 1, b: [x]}',
  'a#b',
  '値',
  '/x'
)
const oddWord = fc.constantFrom(
  'a',
  'b',
  'key',
  'x y',
  '1',
  '-1',
  '1.5',
  '.5',
  '1.',
  'true',
  'null',
  '~',
  '',
  'no',
  '0x1F',
  '1e3',
  '.inf',
  '.nan',
  '-',
  '- a',
  'a: b',
  'a:',
  ': a',
  '#',
  'a #b',
  'a#b',
  '"q"',
  "'q'",
  '"a # b"',
  "it's",
  '"x" y',
  '[1, 2]',
  '[a,b]',
  '[ a , b ]',
  '{a: 1}',
  '{a: 1, b: [x]}',
  '{a}',
  '{a: }',
  '[]',
  '{}',
  '[1,]',
  '&x',
  '*x',
  '!t',
  '|',
  '>',
  '%',
  '@',
  '`',
  '?',
  '? a',
  'a, b',
  'a]',
  '値',
  '---',
  '...',
  '<<',
  '=',
  '+1',
  '/x',
  '(a)',
  'a\\b',
  '\u00a0',
  '\t',
  'x"y',
  "{a: 'x, y'}",
  '[-1, -a, - b]',
  '{"a": 1}',
  '{a: "b" }'
)
const rarely = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: odd })
const line = fc
  .tuple(
    fc.constantFrom('', '', '', '  ', '  ', '    '),
    rarely(
      fc.constantFrom('a:', 'b:', 'c_d:', 'e:', 'f:', '-'),
      fc.constantFrom('null:', '', '#', '"k":', 'a.b:', '1:')
    ),
    rarely(fc.constant(' '), fc.constantFrom('', '  ')),
    rarely(ordinaryWord, oddWord),
    rarely(fc.constantFrom('', ' # c'), fc.constantFrom(' ', '#', ' #'))
  )
  .map(parts => parts.join(''))
const nearYaml = fc.array(line, { minLength: 1, maxLength: 6 }).map(lines => lines.join('\n'))

describe('the everyday reader', () => {
  test('reads what it reads exactly as the reference parser does', () => {
    let read = 0
    fc.assert(
      fc.property(nearYaml, text => {
        const source = sourceText('issue', text)
        const everyday = readEverydayYaml(source)
        if (everyday === undefined) return
        read += 1
        const reference = readReferenceYaml(source)
        expect(reference.ok ? outline(reference.value) : reference.problems).toEqual(outline(everyday))
      }),
      { numRuns: 20000 }
    )
    expect(read).toBeGreaterThan(500)
  })

  test('reads no hostile body otherwise than the reference parser does', () => {
    let read = 0
    fc.assert(
      fc.property(hostileBodies, body => {
        const source = sourceText('issue', body.replace(/^[`~]+[a-z]*\n|\n[`~]+$/g, ''))
        const everyday = readEverydayYaml(source)
        if (everyday === undefined) return
        read += 1
        const reference = readReferenceYaml(source)
        expect(reference.ok ? outline(reference.value) : reference.problems).toEqual(outline(everyday))
      }),
      { numRuns: 5000 }
    )
    expect(read).toBeGreaterThan(50)
  })

  test('reads the request of the documentation', () => {
    const text =
      'learning_type: supervised        # a comment\npreprocessing: {missing: median, outliers: {method: iqr, action: clip}}\ncustom_metrics: {shortage_rate: "mean(prediction < target * 0.9)"}\npositive_class: "yes"\n'
    expect(readEverydayYaml(sourceText('issue', text))).toBeDefined()
  })
})
