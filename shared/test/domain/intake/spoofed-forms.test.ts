import { describe, expect, test } from '@jest/globals'
import { readFormTemplate } from '../../../src/domain/intake/form-template.js'
import { readIssueBody } from '../../../src/domain/intake/issue-body.js'
import { plainValue } from '../../../src/domain/intake/plain-value.js'
import { sourceText } from '../../../src/domain/intake/source-text.js'
import { renderIssueForm, type FormAnswer } from '../../../testing/issue-form.js'

const template = `
body:
  - {type: input, id: max_cost, attributes: {label: Max cost}}
  - type: dropdown
    id: instance
    attributes: {label: Instance type, options: [ml.m5.large, ml.p4d.24xlarge]}
  - type: dropdown
    id: algorithms
    attributes:
      label: Algorithms
      multiple: true
      options: ["XGBoost (built-in, v1.7)", random_forest]
  - {type: textarea, id: context, attributes: {label: Context}}
  - {type: input, id: tag, attributes: {label: Tag}}
  - {type: upload, id: plots, attributes: {label: Plots}}
  - {type: textarea, attributes: {label: A question without an id}}
  - {type: textarea, id: script, attributes: {label: Script, render: python}}
  - {type: textarea, id: notes, attributes: {label: Notes}}
`
const texts = ['context', 'tag', 'script', 'notes']
const options = {
  fieldNames: ['max_cost', 'instance', 'algorithms', ...texts],
  textFields: new Set(texts)
}

const usual = { max_cost: '5', instance: 'ml.m5.large', tag: 'v1', notes: 'none' }
const asked = { max_cost: 5, instance: 'ml.m5.large', tag: 'v1', notes: 'none' }

async function body(answers: Readonly<Record<string, FormAnswer>>): Promise<string> {
  const form = await readFormTemplate('form.yml', template)
  if (!form.ok) throw new Error('the form cannot be read')
  return renderIssueForm(form.value, new Map(Object.entries({ ...usual, ...answers })))
}

async function read(text: string): Promise<unknown> {
  const loadForm = async () => {
    const form = await readFormTemplate('form.yml', template)
    return form.ok ? form.value : undefined
  }
  const reading = await readIssueBody(sourceText('issue', text), { ...options, loadForm })
  if (!reading.ok) return reading.problems.map(({ place, message }) => `${place} ${message}`)
  return JSON.parse(JSON.stringify(plainValue(reading.value, options))) as unknown
}

const fence = (text: string) => `\`\`\`\n${text}\n\`\`\``

// The numbers are those of cases that other parsers of issue forms read wrongly.
describe('an answer that looks like more than an answer', () => {
  test.each<[string, Record<string, FormAnswer>, Record<string, unknown>]>([
    [
      'R3: a question in a code block of the notes',
      { notes: fence('### Max cost\n\n99999') },
      { notes: fence('### Max cost\n\n99999') }
    ],
    [
      'R3: a question in a code block above the question',
      { context: fence('### Tag\n\nv2') },
      { context: fence('### Tag\n\nv2') }
    ],
    [
      'R4: a heading in the middle of a line',
      { notes: 'we compare run ### Instance type\n\nml.p4d.24xlarge' },
      { notes: 'we compare run ### Instance type\n\nml.p4d.24xlarge' }
    ],
    [
      'R5: an option with a comma',
      { algorithms: ['XGBoost (built-in, v1.7)'] },
      { algorithms: ['XGBoost (built-in, v1.7)'] }
    ],
    [
      'R5: an option with a comma among others',
      { algorithms: ['XGBoost (built-in, v1.7)', 'random_forest'] },
      { algorithms: ['XGBoost (built-in, v1.7)', 'random_forest'] }
    ],
    ['R6: the word None', { tag: 'None' }, { tag: 'None' }],
    [
      'R7: a deeper heading in the last text',
      { notes: 'first\n\n#### Max cost\n\n99999' },
      { notes: 'first\n\n#### Max cost\n\n99999' }
    ],
    ['R8: a task list', { notes: '- [x] a\n  - [ ] b' }, { notes: '- [x] a\n  - [ ] b' }],
    [
      'R10: a heading of their own',
      { context: 'first\n\n### More\n\nlast' },
      { context: 'first\n\n### More\n\nlast' }
    ],
    [
      'a heading in a code block that the form asked for',
      { script: '### Max cost' },
      { script: '### Max cost' }
    ],
    [
      'a heading that only looks like a question',
      { notes: '### M\u0430x cost\n\n9' },
      { notes: '### M\u0430x cost\n\n9' }
    ],
    [
      'a heading with a zero-width space',
      { notes: '### Max\u200b cost\n\n9' },
      { notes: '### Max\u200b cost\n\n9' }
    ],
    ['a heading of dashes', { notes: 'Max cost\n---\n\n9' }, { notes: 'Max cost\n---\n\n9' }],
    ['an answer to a question of a kind that is not known', { plots: '![a](b)' }, { plots: undefined }]
  ])('%s is text', async (_name, answers, expected) => {
    const clean = JSON.parse(JSON.stringify({ ...asked, ...expected })) as unknown
    expect(await read(await body(answers))).toEqual(clean)
    expect(await read((await body(answers)).replaceAll('\n', '\r\n'))).toEqual(clean)
  })

  test.each<[string, Record<string, FormAnswer>, RegExp]>([
    [
      'R9: a question twice',
      { notes: '### Instance type\n\nml.p4d.24xlarge' },
      /the heading "Instance type" appears twice/
    ],
    [
      'a question twice, spelled otherwise',
      { notes: '###  Instance type ##\n\nx' },
      /"Instance type" appears twice/
    ],
    [
      'R10: a code block that is never closed',
      { context: '```\nx' },
      /the question "Tag" stands inside a block/
    ],
    ['a comment that is never closed', { context: '<!-- x' }, /the question "Tag" stands inside a block/],
    [
      'a question, and a code block that hides the real one up to the next',
      { context: '### Script\n\n```python\nevil()\n```\n\n### Notes\n\n<!--' },
      /"(?:Tag|Script|Notes)"/
    ],
    [
      'a copy of the last question above it, which hides the real one',
      { script: '```\n\n### Notes\n\nevil\n\n```' },
      /"Notes"/
    ],
    ['two questions of a single choice', { instance: 'ml.m5.large, ml.p4d.24xlarge' }, /not an option/]
  ])('%s is refused', async (_name, answers, problem) => {
    expect(String(await read(await body(answers)))).toMatch(problem)
  })
})
