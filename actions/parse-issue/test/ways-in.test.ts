import { describe, expect, test } from '@jest/globals'
import { readFormTemplate } from '../../../shared/src/domain/intake/form-template.js'
import { renderIssueForm } from '../../../shared/testing/issue-form.js'
import { World } from './world.js'

const yaml = 'algorithm: random_forest\ndataset_id: d1\nfeatures: [age, income]\nmax_retry: 2'
const json =
  '{"algorithm": "random_forest", "dataset_id": "d1", "features": ["age", "income"], "max_retry": 2}'
const asked = {
  algorithm: 'random_forest',
  dataset_id: 'd1',
  features: ['age', 'income'],
  max_retry: 2,
  model_id: 'churn'
}
const titles = { en: '[MLOps] Training request: churn', ja: '[MLOps] モデル学習リクエスト: churn' } as const
const fence = (text: string, language: string) => `\`\`\`${language}\n${text}\n\`\`\``
const indented = (text: string) => `  ${text.replaceAll('\n', '\n  ')}`

const labels = {
  en: ['Algorithm', 'Data set', 'Features', 'Retries', 'Hyperparameters', 'I have read the rules'],
  ja: ['アルゴリズム', 'データセット', '特徴量', '再試行', 'ハイパーパラメータ', '規則を読みました']
} as const

const formIn = (language: 'en' | 'ja') => {
  const [algorithm, dataset, features, retries, hyperparameters, rules] = labels[language]
  return `name: x
description: x
body:
  - type: markdown
    attributes: {value: "### ${algorithm}"}
  - type: dropdown
    id: algorithm
    attributes: {label: ${algorithm}, options: [xgboost, random_forest]}
    validations: {required: true}
  - {type: input, id: dataset_id, attributes: {label: ${dataset}}}
  - type: dropdown
    id: features
    attributes: {label: ${features}, multiple: true, options: [age, income, "age, in months"]}
  - {type: input, id: max_retry, attributes: {label: ${retries}}}
  - {type: textarea, id: hyperparameters, attributes: {label: ${hyperparameters}, render: yaml}}
  - type: checkboxes
    attributes: {label: ${rules}, options: [{label: yes}]}
`
}

async function answered(language: 'en' | 'ja'): Promise<string> {
  const form = await readFormTemplate('form.yml', formIn(language))
  if (!form.ok) throw new Error(JSON.stringify(form.problems))
  const answers = {
    algorithm: 'random_forest',
    dataset_id: 'd1',
    features: ['age', 'income'],
    max_retry: '2'
  }
  return renderIssueForm(form.value, new Map(Object.entries(answers)))
}

function requestOf(outputs: { readonly run?: { readonly request: unknown } }): unknown {
  return outputs.run?.request
}

describe.each(['en', 'ja'] as const)('a request in an issue (%s)', language => {
  const title = titles[language]
  const untitled = 'Hello'

  test.each<[string, string, string]>([
    ['a yaml block', title, `Hello\n\n${fence(yaml, 'yaml')}`],
    ['a json block', title, fence(json, 'json')],
    ['a body of YAML', title, yaml],
    ['a body of JSON', title, json],
    ['a wrapped text', title, `title: "x"\nlabels: [mlops:train]\nbody: |\n${indented(yaml)}`],
    [
      'a wrapped text under a title that names nothing',
      untitled,
      `title: "${title}"\nbody: |\n${indented(yaml)}`
    ],
    ['a wrapped block', untitled, `title: "${title}"\nbody: |\n${indented(fence(yaml, 'yaml'))}`],
    ['a wrapped map', untitled, `title: "${title}"\nlabels: []\nbody:\n${indented(yaml)}`],
    ['a wrapped request in a block', untitled, fence(`title: "${title}"\nbody:\n${indented(yaml)}`, 'yaml')]
  ])('as %s is understood', async (_name, issueTitle, body) => {
    for (const text of [body, body.replaceAll('\n', '\r\n')]) {
      const outcome = await new World().label('writer', { title: issueTitle, body: text }, { language })
      expect([outcome.decision, requestOf(outcome)]).toEqual(['accepted', asked])
    }
  })

  test('as an issue form is understood, whatever forms there are beside it', async () => {
    const world = new World()
    world.files.put(
      '.github/ISSUE_TEMPLATE/bug.yml',
      'body: [{type: input, id: os, attributes: {label: OS}}]'
    )
    world.files.put('.github/ISSUE_TEMPLATE/train-en.yml', formIn('en'))
    world.files.put('.github/ISSUE_TEMPLATE/train-ja.yml', formIn('ja'))
    const body = await answered(language)
    expect(body).toContain('_No response_')
    const outcome = await world.label('writer', { title, body: body.replaceAll('\n', '\r\n') }, { language })
    expect([outcome.decision, requestOf(outcome)]).toEqual(['accepted', asked])
  })

  test('in a request file is understood, and named by its title', async () => {
    const world = new World()
    world.files.put('requests/weekly.yml', `title: "${title}"\nbody:\n${indented(yaml)}`)
    const outcome = await world.dispatch(
      { requestFile: 'requests/weekly.yml', language },
      { event: 'schedule' }
    )
    expect([outcome.decision, requestOf(outcome)]).toEqual(['accepted', asked])
  })
})

describe('a key that only looks like a field', () => {
  test.each<[string, string]>([
    ['t\u0430rget', 'Write "target": in its place stands U+0430 (a Cyrillic letter).'],
    ['se\u200bed', 'Write "seed": in its place stands U+200B (zero-width space).'],
    ['\uff53\uff45\uff45\uff44', 'Write "seed": in its place stands U+FF53 (a full-width letter).']
  ])('%j is refused with the field that was meant', async (key, hint) => {
    const body = fence(`${yaml}\n${key}: 7`, 'yaml')
    const { decision, problems = [] } = await new World().label('writer', { body })
    expect([decision, problems.map(problem => [problem.place, problem.hint])]).toEqual([
      'invalid',
      [['issue:6:1', hint]]
    ])
  })
})
