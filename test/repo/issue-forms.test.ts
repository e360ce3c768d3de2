import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { readFormTemplate, type FormTemplate } from '../../shared/src/domain/intake/form-template.js'
import { readIssueBody, readRequestFile } from '../../shared/src/domain/intake/issue-body.js'
import { sourceText } from '../../shared/src/domain/intake/source-text.js'
import { buildRequest } from '../../shared/src/domain/request/build-request.js'
import { requestFieldNames, textFields } from '../../shared/src/domain/request/request-fields.js'

const examples = new URL('../../workflows-examples/', import.meta.url)
const forms = ['train-model.yml', 'train-model-ja.yml'] as const

const textOf = (path: string) => readFileSync(new URL(path, examples), 'utf8')

async function formOf(name: string): Promise<FormTemplate> {
  const reading = await readFormTemplate(name, textOf(`ISSUE_TEMPLATE/${name}`))
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.value
}

const answers: Readonly<Record<string, string>> = {
  Algorithm: 'xgboost',
  'Dataset id': 'dataset-20250110-001',
  Target: '2024',
  Task: 'regression',
  Features: 'age, income',
  Hyperparameters: '```yaml\nn_estimators: 200\nmax_depth: 12\n```',
  'Evaluation threshold': '4.5',
  Gate: 'metrics.mae < 3 && metrics.r2 > 0.8',
  'Max retry': '0'
}

const asked = {
  learning_type: 'supervised',
  algorithm: 'xgboost',
  task: 'regression',
  model_id: 'model-7',
  dataset_id: 'dataset-20250110-001',
  target: '2024',
  features: ['age', 'income'],
  hyperparameters: { n_estimators: 200, max_depth: 12 },
  evaluation_threshold: 4.5,
  gate: 'metrics.mae < 3 && metrics.r2 > 0.8',
  max_retry: 0
}

const unanswered = {
  algorithm: 'xgboost',
  model_id: 'model-7',
  dataset_id: 'dataset-20250110-001',
  max_retry: 3
}

/** An issue as GitHub writes it, from answers by label. */
function issueBody({ fields }: FormTemplate, given: Readonly<Record<string, string>>): string {
  return fields.map(({ label }) => `### ${label}\n\n${given[label] ?? '_No response_'}`).join('\n\n')
}

async function requestIn(body: string, form: FormTemplate | undefined): Promise<unknown> {
  const options = { fieldNames: requestFieldNames, textFields }
  const loadForm = form === undefined ? {} : { loadForm: () => Promise.resolve(form) }
  const document = await readIssueBody(sourceText('issue', body), { ...options, ...loadForm })
  if (!document.ok) throw new Error(JSON.stringify(document.problems))
  const request = await buildRequest(document.value, { policy: {}, modelId: 'model-7' })
  return request.ok ? { ...request.value } : request.problems
}

describe.each(forms)('the issue form %s', name => {
  test('asks for fields of a request, under labels that spell their names', async () => {
    const { fields } = await formOf(name)
    expect(fields.length).toBeGreaterThan(5)
    for (const { id, label } of fields) {
      expect(requestFieldNames).toContain(id)
      expect(label.toLowerCase().replace(/ /g, '_')).toBe(id)
    }
  })

  test('requires what a request cannot do without', async () => {
    const { fields } = await formOf(name)
    expect(fields.filter(field => field.required).map(field => field.id)).toEqual(['algorithm', 'dataset_id'])
  })

  test.each(['known', 'not found'] as const)('is read with all answers, the form being %s', async found => {
    const form = await formOf(name)
    const request = await requestIn(issueBody(form, answers), found === 'known' ? form : undefined)
    expect(request).toEqual(asked)
  })

  test('is read with the required answers alone', async () => {
    const form = await formOf(name)
    const { Algorithm = '', 'Dataset id': dataset = '' } = answers
    expect(await requestIn(issueBody(form, { Algorithm, 'Dataset id': dataset }), form)).toEqual(unanswered)
  })
})

test('the issue forms differ in their explanations only, so that either can read the other', async () => {
  const [english, japanese] = await Promise.all(forms.map(formOf))
  expect(japanese).toEqual(english)
})

test('the example request file is a request', async () => {
  const path = 'requests/churn.yml'
  const document = await readRequestFile(sourceText(path, textOf(path)), {
    fieldNames: requestFieldNames,
    textFields
  })
  if (!document.ok) throw new Error(JSON.stringify(document.problems))
  const request = await buildRequest(document.value, { policy: {}, modelId: 'from-the-file-name' })
  expect(request).toMatchObject({
    ok: true,
    value: { model_id: 'churn', target: 'churned', positive_class: 'yes', hyperparameters: { max_depth: 12 } }
  })
})
