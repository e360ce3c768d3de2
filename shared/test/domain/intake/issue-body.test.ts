import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { stringify } from 'yaml'
import { readIssueBody, readRequestFile } from '../../../src/domain/intake/issue-body.js'
import { plainValue } from '../../../src/domain/intake/plain-value.js'
import { positionOf, sourceText } from '../../../src/domain/intake/source-text.js'
import { requestFields, textFields } from '../../../src/domain/request/request-fields.js'

const options = { fieldNames: Object.keys(requestFields), textFields }

async function read(body: string): Promise<unknown> {
  const reading = await readIssueBody(sourceText('issue', body), options)
  if (!reading.ok) return reading.problems.map(problem => `${problem.place} ${problem.message}`)
  return JSON.parse(JSON.stringify(plainValue(reading.value, options)))
}

const fenced = (inside: string, tag = 'yaml') => `\`\`\`${tag}\n${inside}\n\`\`\``
const request = 'algorithm: xgboost\ndataset_id: d1'
const expected = { algorithm: 'xgboost', dataset_id: 'd1' }

describe('readIssueBody', () => {
  test.each<[string, string]>([
    ['a fenced yaml block', fenced(request)],
    ['a fenced yml block', fenced(request, 'yml')],
    ['an upper-case tag', fenced(request, 'YAML')],
    ['a fenced json block', fenced('{"algorithm": "xgboost", "dataset_id": "d1"}', 'json')],
    ['words around the block', `Please train.\n\n${fenced(request)}\n\nThanks`],
    ['a bare body', request],
    ['a bare JSON body', '{"algorithm": "xgboost",\n "dataset_id": "d1"}'],
    ['a bare JSON body with blanks around it', ' {"algorithm": "xgboost", "dataset_id": "d1"}\n\n'],
    [
      'the wrapped form as bare JSON on one line',
      JSON.stringify({ title: '[MLOps] x: y', labels: ['a'], body: `Hi\n\n${fenced(request)}\n` })
    ],
    ['the wrapped form as a flow map on one line', '{title: t, body: {algorithm: xgboost, dataset_id: d1}}'],
    ['CRLF line ends', `Hello\r\n\r\n${fenced(request)}`.replace(/\r?\n/g, '\r\n')],
    ['a byte order mark', `\uFEFF${fenced(request)}`],
    ['a byte order mark and a bare body', `\uFEFF${request}`],
    ['other code blocks beside it', `${fenced('x', 'python')}\n\n${fenced('y', '')}\n\n${fenced(request)}`],
    [
      'a quoted block beside it',
      `> ${fenced('algorithm: pca').replaceAll('\n', '\n> ')}\n\n${fenced(request)}`
    ],
    [
      'a block in a list beside it',
      `- ${fenced('algorithm: pca').replaceAll('\n', '\n  ')}\n\n${fenced(request)}`
    ],
    ['a block in a comment beside it', `<!--\n${fenced('algorithm: pca')}\n-->\n\n${fenced(request)}`],
    ['an indented fence', `  \`\`\`yaml\n  algorithm: xgboost\n  dataset_id: d1\n  \`\`\``],
    [
      'the wrapped form with a text',
      `title: "[MLOps] x: y"\nlabels: [mlops:train]\nbody: |\n  algorithm: xgboost\n  dataset_id: d1`
    ],
    ['the wrapped form with a map', `title: t\nbody:\n  algorithm: xgboost\n  dataset_id: d1`],
    [
      'the wrapped form in a fence',
      fenced(`title: t\nlabels: []\nbody: |\n  algorithm: xgboost\n  dataset_id: d1`)
    ],
    [
      'the wrapped form with a fence inside',
      `title: t\nbody: |\n  ${fenced(request).replaceAll('\n', '\n  ')}`
    ],
    ['the wrapped form as JSON', fenced(JSON.stringify({ title: 't', body: request }), 'json')]
  ])('reads %s', async (_name, body) => {
    expect(await read(body)).toEqual(expected)
  })

  test.each(['```', '````', '~~~'])('says what closes %s', async mark => {
    const reading = await readIssueBody(sourceText('issue', `${mark}yaml\n${request}\n--`), {
      fieldNames: [],
      textFields: new Set()
    })
    expect(reading.ok ? [] : reading.problems.map(({ hint }) => hint)).toEqual([
      `End it with a line of ${mark} alone.`
    ])
  })

  test.each<[string, string, string]>([
    [
      'two blocks',
      `${fenced(request)}\n\n${fenced('a: 1', 'json')}`,
      'issue:6:1 this is the second yaml or json block; a request is one block'
    ],
    [
      'only a quoted block',
      `> ${fenced(request).replaceAll('\n', '\n> ')}`,
      'issue:1:1 no training request was found'
    ],
    [
      'only a block in a list',
      `1. ${fenced(request).replaceAll('\n', '\n   ')}`,
      'issue:1:1 no training request was found'
    ],
    ['only a block in a comment', `<!--\n${fenced(request)}\n-->`, 'issue:1:1 no training request was found'],
    [
      'prose',
      'Could you please train a model?\n\nThanks: in advance',
      'issue:1:1 no training request was found'
    ],
    ['an untagged block', fenced('model: x', ''), 'issue:1:1 no training request was found'],
    ['nothing', '', 'issue:1:1 no training request was found'],
    ['a block that is never closed', `Hi\n\n\`\`\`yaml\n${request}`, 'issue:3:1 this block is never closed'],
    [
      'bare JSON on one line with a fault',
      '{"title": "t"; "labels": []}',
      'issue:1:14 not valid JSON: "}" was expected here'
    ],
    ['half of a bare JSON that names no field', '{"epochs": 3', 'issue:1:1 no training request was found'],
    ['braces in prose', '{{ model }} please {now}', 'issue:1:1 no training request was found'],
    [
      'a block below HTML without a blank line',
      `Hi\n\n<details>\n<summary>x</summary>\n${fenced(request)}\n</details>`,
      'issue:5:1 this block is a part of the HTML above it, which ends at a blank line'
    ],
    [
      'an indented block in HTML with a blank line inside',
      `<details>\n  ${fenced('algorithm: pca\n\nseed: 1', 'json')}\n</details>`,
      'issue:2:3 this block is a part of the HTML above it, which ends at a blank line'
    ],
    [
      'text before a form',
      'Hello\n\n### Algorithm\n\nxgboost\n\n### Dataset id\n\nd1',
      'issue:1:1 text stands before the first question of the issue form'
    ],
    [
      'a heading of its own before a form',
      '### Hello\n\n### Algorithm\n\nxgboost',
      'issue:1:1 text stands before the first question of the issue form'
    ],
    ['headings of no form', 'Hello\n\n### What\n\nxgboost', 'issue:1:1 no training request was found'],
    [
      'a block after a form',
      `### Algorithm\n\nxgboost\n\n### Seed\n\n1\n\n${fenced(request)}`,
      'issue:9:1 this block stands below an answer of the issue form'
    ],
    [
      'a block after a form with an open question',
      `### Algorithm\n\nxgboost\n\n### Target\n\n_No response_\n\n${fenced(request)}`,
      'issue:9:1 this block stands below an answer of the issue form'
    ],
    ['a list', fenced('- algorithm'), 'issue:2:1 a map of fields was expected here'],
    [
      'a wrapper with a stranger',
      'title: x\nseed: 1\nbody: |\n  algorithm: pca',
      'issue:2:1 unknown key "seed"'
    ],
    ['a wrapper in a wrapper', 'body:\n  body: x', 'issue:2:3 a wrapped request cannot hold another one'],
    [
      'a JSON block with YAML inside',
      fenced('algorithm: pca', 'json'),
      'issue:2:1 not valid JSON: a value was expected here'
    ],
    [
      'a trailing comma in JSON',
      fenced('{"a": 1,}', 'json'),
      'issue:2:9 not valid JSON: a key in double quotes was expected here'
    ],
    [
      'a duplicate key in JSON',
      fenced('{"a": 1,\n "a": 2}', 'json'),
      'issue:3:2 not valid JSON: the key "a" is given twice'
    ],
    [
      'text after JSON',
      fenced('{} x', 'json'),
      'issue:2:4 not valid JSON: unexpected text after the JSON value'
    ],
    [
      'deep JSON',
      fenced('['.repeat(17) + ']'.repeat(17), 'json'),
      'issue:2:17 not valid JSON: nested deeper than 16 levels'
    ],
    [
      'a long body',
      'algorithm: pca\n'.repeat(5000),
      'issue:1:1 the text has 75000 characters; at most 65536 are read'
    ]
  ])('refuses %s', async (_name, body, problem) => {
    expect(await read(body)).toContainEqual(expect.stringContaining(problem))
  })

  test.each<[string, string, string, { line: number; column: number }]>([
    ['a fence', `Hello\n\n${fenced('algorithm: xgboost\ntarget:   y')}`, 'target', { line: 5, column: 11 }],
    ['CRLF', `Hello\r\n\r\n\`\`\`yaml\r\na: 1\r\ntarget: y\r\n\`\`\``, 'target', { line: 5, column: 9 }],
    ['an indented fence', '  ```yaml\n  target: y\n  ```', 'target', { line: 2, column: 11 }],
    ['a literal block', 'title: t\nbody: |\n  # c\n  target: y\n', 'target', { line: 4, column: 11 }],
    [
      'a fence in a literal block',
      'body: |\n  Hi\n\n  ```yaml\n  target: y\n  ```\n',
      'target',
      { line: 5, column: 11 }
    ],
    ['a literal block with its indentation', 'body: |2\n  target: y\n', 'target', { line: 2, column: 11 }],
    ['a literal block with both signs', 'body: |2-\n\n  target: y', 'target', { line: 3, column: 11 }],
    ['a literal block that keeps its end', 'body: |+2\n  target: y\n\n', 'target', { line: 2, column: 11 }],
    [
      'a literal block behind a comment',
      'title: t\nbody: | # the request\n  target: y\n',
      'target',
      { line: 3, column: 11 }
    ],
    [
      'a literal block with its indentation, in a map that is indented',
      fenced('  title: t\n  body: |3 # c\n     target: y'),
      'target',
      { line: 4, column: 14 }
    ],
    ['a quoted text', 'title: t\nbody: "\\n\\ntarget: y"', 'target', { line: 2, column: 7 }],
    ['nested flow', fenced('a: {target: {b: y}}'), 'a', { line: 2, column: 4 }]
  ])('places values of %s in the issue body', async (_name, body, key, place) => {
    const reading = await readIssueBody(sourceText('issue', body), options)
    const value = reading.ok ? reading.value.entries.find(entry => entry.key === key)?.value : undefined
    expect(value && positionOf(value.source, value.start)).toEqual(place)
  })
})

describe('readRequestFile', () => {
  test.each<[string, string, string]>([
    ['YAML', 'r.yml', request],
    ['JSON', 'r.json', '{"algorithm": "xgboost", "dataset_id": "d1"}'],
    ['JSON by an ending in capitals', 'r.JSON', '{"algorithm":"xgboost",\n\t"dataset_id":"d1"}'],
    ['the wrapped form', 'r.yml', `title: t\nlabels: [a]\nbody: |\n  ${request.replace('\n', '\n  ')}`]
  ])('reads %s', async (_name, path, text) => {
    const reading = await readRequestFile(sourceText(path, text), options)
    expect(reading.ok && { ...(plainValue(reading.value, options) as object) }).toEqual(expected)
  })
})

const hostilePiece = fc.oneof(
  fc.constantFrom(
    '```yaml\n',
    '```\n',
    '~~~',
    '### Algorithm\n\n',
    '> ',
    '- ',
    '1. ',
    '\n',
    '\t',
    '  ',
    '<!--',
    '-->',
    '<details>',
    '[',
    ']',
    '{',
    '}',
    '&a ',
    '*a',
    '!!x ',
    '"',
    "'",
    '\\',
    'algorithm: ',
    'body: |\n',
    'a: ',
    '%YAML 1.1\n',
    '---\n',
    '? ',
    '\u0000',
    '\uFEFF',
    '\u2028',
    '\uD800',
    '#'
  ),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 10 })
)
const hostileBody = fc
  .tuple(fc.array(hostilePiece, { maxLength: 40 }), fc.constantFrom(1, 1, 1, 50, 500))
  .map(([pieces, times]) => pieces.join('').repeat(times).slice(0, 66_000))

describe('hostile bodies', () => {
  test('never make the reader throw', async () => {
    await fc.assert(
      fc.asyncProperty(hostileBody, async body => {
        const reading = await readIssueBody(sourceText('issue', body), options)
        if (!reading.ok) expect(reading.problems.length).toBeGreaterThan(0)
      }),
      { numRuns: 400 }
    )
  })
})

const value: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(number => (Object.is(number, -0) ? 0 : number)),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,8}$/), tie('value'), { maxKeys: 4 })
  )
})).value
const requests = fc.record({
  algorithm: fc.constantFrom('xgboost', 'random_forest'),
  gate: fc.string({ minLength: 1, unit: 'grapheme' }),
  hyperparameters: fc.dictionary(fc.stringMatching(/^[a-z][a-z_]{0,8}$/), value)
})

describe('round trips', () => {
  const clean = (text: unknown) => JSON.parse(JSON.stringify(text)) as unknown
  test('what is rendered as YAML is read back', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async written => {
        const text = stringify(written, { schema: 'core', version: '1.2', aliasDuplicateObjects: false })
        fc.pre(!/^ {0,3}```/m.test(text))
        expect(await read(fenced(text))).toEqual(clean(written))
      }),
      { numRuns: 400 }
    )
  })

  test('what is rendered as JSON is read back, bare and fenced', async () => {
    await fc.assert(
      fc.asyncProperty(requests, fc.constantFrom(0, 2), async (written, indent) => {
        const text = JSON.stringify(written, null, indent)
        expect(await read(fenced(text, 'json'))).toEqual(clean(written))
      }),
      { numRuns: 400 }
    )
  })
})
