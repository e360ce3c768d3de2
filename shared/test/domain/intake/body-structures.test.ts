import { describe, expect, test } from '@jest/globals'
import { readIssueBody } from '../../../src/domain/intake/issue-body.js'
import { plainValue } from '../../../src/domain/intake/plain-value.js'
import { sourceText } from '../../../src/domain/intake/source-text.js'
import { requestFieldNames, textFields } from '../../../src/domain/request/request-fields.js'

const options = { fieldNames: requestFieldNames, textFields }

async function read(body: string): Promise<unknown> {
  const reading = await readIssueBody(sourceText('issue', body), options)
  if (!reading.ok) return reading.problems.map(({ place, message }) => `${place} ${message}`).join('\n')
  return { ...(plainValue(reading.value, options) as object) }
}

const request = 'algorithm: pca\ndataset_id: d1'
const block = `\`\`\`yaml\n${request}\n\`\`\``
const asked = { algorithm: 'pca', dataset_id: 'd1' }
const within = (prefix: string) => block.replaceAll('\n', `\n${prefix}`)
const nothing = /^issue:1:1 no training request was found$/

// The table in the README of parse-issue, line by line.
describe('the structures of an issue body', () => {
  test.each<[string, string]>([
    ['a fence of backticks', block],
    ['a fence of tildes', `~~~yaml\n${request}\n~~~`],
    ['a longer fence', `\`\`\`\`yaml\n${request}\n\`\`\`\``],
    ['an indented fence', `   ${within('   ')}`],
    ['a fence inside a longer one of another kind', `\`\`\`\`text\n${block}\n\`\`\`\`\n\n${block}`],
    ['a quote beside it', `> ${within('> ')}\n\n${block}`],
    ['a list beside it', `1. ${within('   ')}\n\n${block}`],
    ['indented code beside it', `    ${within('    ')}\n\n${block}`],
    ['a comment beside it', `<!--\n${block}\n-->\n\n${block}`],
    ['an HTML block beside it', `<pre>\n${block}\n</pre>\n\n${block}`],
    ['a table beside it', `| a | b |\n| - | - |\n| \`\`\`yaml | c |\n\n${block}`],
    ['headings of every kind around it', `Train\n=====\n\n# A\n\n#### Seed\n\n7\n\n${block}`],
    ['a folded section around it', `<details>\n\n${block}\n\n</details>`],
    ['a block of another language beside it', `\`\`\`python\nalgorithm: x\n\`\`\`\n\n${block}`],
    ['a whole body of YAML after a line of dashes', `---\n${request}`]
  ])('%s: the request is read', async (_name, body) => {
    expect(await read(body)).toEqual(asked)
    expect(await read(body.replaceAll('\n', '\r\n'))).toEqual(asked)
  })

  test.each<[string, string, RegExp]>([
    ['only a quote', `> ${within('> ')}`, nothing],
    ['only a list', `- ${within('  ')}`, nothing],
    ['only indented code', `Hi\n\n    ${within('    ')}`, nothing],
    ['only a comment', `<!--\n${block}\n-->`, nothing],
    ['only an HTML block', `<div>\n${block}\n</div>`, /^issue:2:1 this block is a part of the HTML above it/],
    ['only a fence inside a longer one', `\`\`\`\`text\n${block}\n\`\`\`\``, nothing],
    ['a fence without a language', `\`\`\`\n${request}\n\`\`\``, nothing],
    [
      'front matter before prose',
      `---\n${request}\n---\n\nHello`,
      /^issue:4:1 a second document starts here/
    ],
    ['two blocks', `${block}\n\n${block}`, /^issue:6:1 this is the second/],
    [
      'a fence that is never closed',
      `Hi\n\n\`\`\`yaml\n${request}`,
      /^issue:3:1 this block is never closed$/
    ],
    [
      'a fence closed by another kind',
      `\`\`\`yaml\n${request}\n~~~`,
      /^issue:1:1 this block is never closed$/
    ],
    [
      'an HTML comment that hides the closing fence',
      `\`\`\`yaml\n${request}\n<!-- \`\`\` -->`,
      /never closed/
    ],
    [
      'anchors and aliases',
      `\`\`\`yaml\na: &x [1]\nb: *x\n\`\`\``,
      /issue:2:7 anchors .*\nissue:3:4 aliases/
    ],
    ['a bomb of aliases', `\`\`\`yaml\na: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n\`\`\``, /anchors|aliases/],
    ['merge keys', `\`\`\`yaml\nseed: {<<: {a: 1}}\n\`\`\``, /issue:2:8 merge keys/],
    ['tags', '```yaml\nseed: !!int "7"\n```', /issue:2:\d+ tags/],
    ['a key twice', '```yaml\nseed: 1\nseed: 2\n```', /issue:3:1 the key "seed" is given twice/],
    ['half of a surrogate pair', '```yaml\ntarget: \ud800\n```', /issue:2:9 half of a surrogate pair/],
    [
      'half of a surrogate pair, escaped, in JSON',
      '```json\n{"target": "\\ud800"}\n```',
      /issue:2:12 .*half of a/
    ],
    ['half of a surrogate pair, escaped, in YAML', '```yaml\ntarget: "\\ud800"\n```', /issue:2:9 half of a/]
  ])('%s: refused', async (_name, body, problem) => {
    expect(await read(body)).toMatch(problem)
  })

  test('a block in a text of a bare request is a part of this text', async () => {
    const gate = '```yaml\nalgorithm: pca\n```\n'
    const body = `algorithm: xgboost\ngate: |\n  ${gate.replaceAll('\n', '\n  ')}`
    expect(await read(body)).toEqual({ algorithm: 'xgboost', gate })
  })

  test('the title of a wrapped request is kept', async () => {
    const title = '[MLOps] モデル学習リクエスト: churn'
    const body = `title: "${title}"\nlabels: [mlops:train]\nbody: |\n  ${within('  ')}`
    const reading = await readIssueBody(sourceText('issue', body), options)
    expect(reading.ok && reading.value.title).toBe(title)
  })
})

describe('a form without its form file', () => {
  test.each<[string, string, RegExp]>([
    [
      'a heading that is no field',
      '### Seed\n\n1\n\n### Notes\n\nx',
      /issue:5:1 the heading "Notes" is no field/
    ],
    [
      'a look-alike',
      '### Seed\n\n1\n\n### T\u0430rget\n\nx',
      /issue:5:1 the heading "T\u0430rget" is no field/
    ],
    ['a Kelvin sign for a k', '### Seed\n\n1\n\n### Tas\u212a\n\npca', /is no field/],
    [
      'a copy in a code block',
      '### Gate\n\n```\n### Seed\n\n2\n```\n\n### Seed\n\n1',
      /copy of the heading "Seed"/
    ]
  ])('refuses %s', async (_name, body, problem) => {
    expect(await read(body)).toMatch(problem)
  })
})
