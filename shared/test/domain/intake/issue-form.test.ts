import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { readFormTemplate, type FormTemplate } from '../../../src/domain/intake/form-template.js'
import { readIssueBody } from '../../../src/domain/intake/issue-body.js'
import { plainValue } from '../../../src/domain/intake/plain-value.js'
import { sourceText } from '../../../src/domain/intake/source-text.js'
import { requestFields, textFields } from '../../../src/domain/request/request-fields.js'

const template = `name: Training
description: Train a model
title: "[MLOps] Training request: "
labels: ["mlops:train"]
body:
  - type: markdown
    attributes:
      value: "### Algorithm"
  - type: dropdown
    id: algorithm
    attributes:
      label: Algorithm
      options: [random_forest, xgboost, "XGBoost (built-in, v1.7)", None]
    validations:
      required: true
  - type: input
    id: dataset_id
    attributes:
      label: データセット
    validations: {required: true}
  - type: input
    id: target
    attributes: {label: Target}
  - type: dropdown
    id: features
    attributes:
      label: Features
      multiple: true
      options: ["age", "age, in months", "income"]
  - type: textarea
    id: hyperparameters
    attributes:
      label: Hyperparameters
      render: yaml
  - type: dropdown
    id: trees
    attributes: {label: Trees, options: [all, best]}
  - type: checkboxes
    id: allow_substitute
    attributes:
      label: Substitute
      options: [{label: A substitute is fine}]
  - type: textarea
    id: notes
    attributes: {label: Notes}
`

interface Answers {
  algorithm?: string
  dataset?: string
  target?: string
  features?: string
  hyperparameters?: string
  trees?: string
  substitute?: string
  notes?: string
}

/** Renders answers as GitHub does. */
function rendered(answers: Answers): string {
  const part = (label: string, value = '_No response_') => `### ${label}\n\n${value}`
  const yaml =
    answers.hyperparameters === undefined ? undefined : `\`\`\`yaml\n${answers.hyperparameters}\n\`\`\``
  return [
    part('Algorithm', answers.algorithm ?? 'xgboost'),
    part('データセット', answers.dataset ?? 'd1'),
    part('Target', answers.target),
    part('Features', answers.features),
    part('Hyperparameters', yaml),
    part('Trees', answers.trees),
    part('Substitute', answers.substitute ?? '- [ ] A substitute is fine'),
    part('Notes', answers.notes)
  ].join('\n\n')
}

async function load(): Promise<FormTemplate> {
  const reading = await readFormTemplate('form.yml', template)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.value
}

async function read(body: string): Promise<unknown> {
  const loadForm = async () => load()
  const options = { fieldNames: Object.keys(requestFields), textFields, loadForm }
  const reading = await readIssueBody(sourceText('issue', body), options)
  if (!reading.ok) return reading.problems.map(problem => `${problem.place} ${problem.message}`)
  return JSON.parse(JSON.stringify(plainValue(reading.value, options)))
}

const base = { algorithm: 'xgboost', dataset_id: 'd1', allow_substitute: false }

describe('issue forms', () => {
  test.each<[string, Answers, object]>([
    ['unanswered questions are absent', {}, {}],
    ['texts stay texts', { target: '0123', dataset: '2025' }, { target: '0123', dataset_id: '2025' }],
    [
      'several options, commas inside one',
      { features: 'age, in months, income' },
      { features: ['age, in months', 'income'] }
    ],
    [
      'the shorter of two options with one beginning',
      { features: 'age, income' },
      { features: ['age', 'income'] }
    ],
    [
      'a rendered YAML answer',
      { hyperparameters: 'max_depth: 3\neta: 0.1' },
      { hyperparameters: { max_depth: 3, eta: 0.1 } }
    ],
    ['a ticked box', { substitute: '- [X] A substitute is fine' }, { allow_substitute: true }],
    ['an empty dropdown', { trees: 'None' }, {}],
    ['R3: a heading inside a fence is text', { notes: '```\n### Algorithm\n\nrandom_forest\n```' }, {}],
    ['R4: a heading mark within a line is text', { notes: 'we compare ### Algorithm' }, {}],
    [
      'R5: an option with a comma is one option',
      { algorithm: 'XGBoost (built-in, v1.7)' },
      { algorithm: 'XGBoost (built-in, v1.7)' }
    ],
    ['R6: the word None is an answer', { target: 'None' }, { target: 'None' }],
    ['R6: the option None is an answer', { algorithm: 'None' }, { algorithm: 'None' }],
    ['R7: a deeper heading is text', { notes: '#### Algorithm\n\nrandom_forest' }, {}],
    ['R8: a task list is text', { notes: '- [x] a\n- [ ] b' }, {}],
    ['a heading in a quote is text', { notes: '> ### Algorithm\n>\n> random_forest' }, {}],
    ['a heading in a list is text', { notes: '- ### Algorithm' }, {}],
    ['a heading in a comment is text', { notes: '<!--\n### Algorithm\n-->' }, {}],
    ['an unknown heading is text', { notes: '### Maximum cost\n\n99999' }, {}]
  ])('%s', async (_name, answers, expected) => {
    expect(await read(rendered(answers))).toEqual({ ...base, ...expected })
    expect(await read(rendered(answers).replaceAll('\n', '\r\n'))).toEqual({ ...base, ...expected })
  })

  test.each<[string, Answers, string]>([
    [
      'R9: a known heading twice',
      { notes: 'x\n\n### Algorithm\n\nrandom_forest' },
      'issue:33:1 the heading "Algorithm" appears twice'
    ],
    [
      'R10: a fence that swallows the rest',
      { target: '```\nx' },
      'issue:14:1 the question "Features" stands inside a block'
    ],
    [
      'a comment that swallows the rest',
      { target: '<!-- x' },
      'issue:13:1 the question "Features" stands inside a block'
    ],
    [
      'a required question without an answer',
      { algorithm: '_No response_' },
      'issue:1:1 the question "Algorithm" has no answer'
    ],
    ['something else than an option', { trees: 'some' }, 'issue:23:1 this is not an option of "Trees"'],
    [
      'two options where one is allowed',
      { trees: 'all, best' },
      'issue:23:1 this is not an option of "Trees"'
    ],
    ['broken YAML', { hyperparameters: 'a: [1' }, 'issue:20:']
  ])('%s is a problem', async (_name, answers, problem) => {
    expect(await read(rendered(answers))).toContainEqual(expect.stringContaining(problem))
  })

  test('without a form, headings named like fields are the fields', async () => {
    const body =
      '### Algorithm\n\nxgboost\n\n### Dataset ID\n\nd1\n\n### Features\n\nage, income\n\n### Seed\n\n7\n\n### Compute\n\nspot: true\nbackend: sagemaker'
    const compute = { spot: true, backend: 'sagemaker' }
    const reading = await readIssueBody(sourceText('issue', body), {
      fieldNames: Object.keys(requestFields),
      textFields
    })
    expect(reading.ok && JSON.parse(JSON.stringify(plainValue(reading.value, { textFields })))).toEqual({
      algorithm: 'xgboost',
      dataset_id: 'd1',
      features: ['age', 'income'],
      seed: 7,
      compute
    })
  })

  test.each<[string, string]>([
    ['a code block', '```\nage\n```'],
    ['a yaml block', '```yaml\n- age\n```'],
    ['a quoted comma', '"age, in months", income'],
    ['quoted names', "income, 'age'"]
  ])('a list of names does not take %s for names', async (_name, answer) => {
    const body = `### Features\n\n${answer}\n\n### Seed\n\n1`
    const reading = await readIssueBody(sourceText('issue', body), {
      fieldNames: Object.keys(requestFields),
      textFields,
      loadForm: async () => undefined
    })
    expect(reading.ok ? [] : reading.problems.map(({ message }) => message)).toEqual([
      'names stand here without quotes and code fences'
    ])
  })

  test('prose with headings around one block is read by its block', async () => {
    expect(await read('### Why\n\nBecause.\n\n### What\n\n```yaml\nalgorithm: pca\n```')).toEqual({
      algorithm: 'pca'
    })
  })

  test('no note, whatever it holds, changes another answer', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        '### Algorithm',
        '### Target',
        '```',
        '~~~',
        '> x',
        '- y',
        '<!--',
        '-->',
        '',
        'random_forest',
        '    ### Target',
        '\t',
        '#### Trees'
      ),
      fc.string({ maxLength: 12 })
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), async lines => {
        const result = await read(rendered({ notes: lines.join('\n').trim() || 'x' }))
        // Either the note is harmless, or the whole form is refused; never another value.
        if (!Array.isArray(result)) expect(result).toEqual(base)
      }),
      { numRuns: 500 }
    )
  })
})
