import { describe, expect, test } from '@jest/globals'
import { readIssueBody } from '../../../src/domain/intake/issue-body.js'
import { plainValue } from '../../../src/domain/intake/plain-value.js'
import { sourceText } from '../../../src/domain/intake/source-text.js'
import { requestFields, textFields } from '../../../src/domain/request/request-fields.js'

/** The features of a form in which they are one text, or the problems; the answer starts in line 3. */
async function features(answer: string): Promise<unknown> {
  const body = `### Features\n\n${answer}\n\n### Seed\n\n1`
  const reading = await readIssueBody(sourceText('issue', body), {
    fieldNames: Object.keys(requestFields),
    textFields
  })
  if (!reading.ok) return reading.problems.map(({ place, message }) => `${place} ${message}`)
  return JSON.parse(JSON.stringify(plainValue(reading.value, { textFields }))) as unknown
}

const separators = 'names are separated by commas (,) or stand on lines of their own'
const marked = 'this is a mark of Markdown, not a name'
const hidden = 'what follows the "#" would be left out of the list'

describe('names in the answer of a form', () => {
  test.each<[string, string, readonly string[]]>([
    ['with commas', 'age, income', ['age', 'income']],
    ['on lines', 'age\nincome', ['age', 'income']],
    ['as a list of lines', '- age\n- income', ['age', 'income']],
    ['as a list in brackets', '[age, income]', ['age', 'income']],
    ['in Japanese', '年齢, 収入', ['年齢', '収入']],
    ['with a hash inside', 'room#1, c#', ['room#1', 'c#']],
    ['with a hash in quotes', '- "# rooms"\n- \'a # b\'', ['# rooms', 'a # b']],
    ['with a hash in quotes in brackets', '["# rooms", "a # b"]', ['# rooms', 'a # b']],
    ['with an ideographic comma in quotes', '["住所、番地", 年齢]', ['住所、番地', '年齢']],
    ['that begin with signs', '-5, +delta, #1, >50K, _id_', ['-5', '+delta', '#1', '>50K', '_id_']]
  ])('are read %s', async (_name, answer, names) => {
    expect(await features(answer)).toEqual({ features: names, seed: 1 })
  })

  test.each<[string, string, string]>([
    ['a heading in a list, which YAML takes for a comment', '- ### Max retry\n\n  9', `issue:3:3 ${hidden}`],
    ['a comment after a name', '- age # in years', `issue:3:7 ${hidden}`],
    ['a comment in brackets', '[age, # a\n income]', `issue:3:7 ${hidden}`],
    ['a comment behind what only looks quoted', "- a, 'x # y'", `issue:3:9 ${hidden}`],
    ['ideographic commas', '年齢、収入', `issue:3:1 ${separators}`],
    ['full-width commas', 'age, 年齢，収入', `issue:3:6 ${separators}`],
    ['ideographic commas in a list', '- age\n- 年齢、収入', `issue:4:3 ${separators}`],
    ['ideographic commas in brackets', '[年齢、収入]', `issue:3:2 ${separators}`],
    ['a list with stars', '* age\n* income', `issue:3:1 ${marked}`],
    ['a list with plus signs', '+ age', `issue:3:1 ${marked}`],
    ['a numbered list', '1. age\n2. income', `issue:3:1 ${marked}`],
    ['a list below a name', 'age\n- income', `issue:4:1 ${marked}`],
    ['a rule', 'age\n\n---', `issue:5:1 ${marked}`],
    ['a heading of another depth', '## age', `issue:3:1 ${marked}`],
    ['a quote', '> age', `issue:3:1 ${marked}`],
    ['emphasis', '**age**', `issue:3:1 ${marked}`],
    ['code', '`age`, income', `issue:3:1 ${marked}`],
    ['an HTML comment', '<!-- age -->', `issue:3:1 ${marked}`]
  ])('are never %s', async (_name, answer, problem) => {
    expect(await features(answer)).toEqual([problem])
  })
})
