import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { parseGate } from '../../shared/src/domain/expressions/check-gate.js'
import { gateVocabulary } from '../../shared/src/domain/expressions/gate-vocabulary.js'
import { parseCustomMetric } from '../../shared/src/domain/expressions/parse-custom-metric.js'
import { readFormTemplate } from '../../shared/src/domain/intake/form-template.js'
import { readIssueBody } from '../../shared/src/domain/intake/issue-body.js'
import { sourceText } from '../../shared/src/domain/intake/source-text.js'
import { readPolicy } from '../../shared/src/domain/policy/read-policy.js'
import { datasetDescription } from '../../shared/src/domain/records/dataset.js'
import { buildRequest } from '../../shared/src/domain/request/build-request.js'
import { requestFieldNames, textFields } from '../../shared/src/domain/request/request-fields.js'

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** The content of the first fenced block that holds a text. */
function blockWith(path: string, text: string): string {
  const blocks = [...textOf(path).matchAll(/^(`{3,})\w*\n([\s\S]*?)^\1$/gm)].map(match => match[2] ?? '')
  const found = blocks.find(block => block.includes(text))
  if (found === undefined) throw new Error(`${path} has no block with ${text}`)
  return found
}

/** The value of a top-level key in the first block that holds it. */
function valueIn(path: string, key: string): unknown {
  return (parse(blockWith(path, `${key}:`)) as Record<string, unknown>)[key]
}

const gateReadme = 'actions/evaluate-gate/README.md'
const classification = gateVocabulary('classification')

describe('the documented gates are gates', () => {
  test.each([
    ['of evaluate-gate', () => valueIn(gateReadme, 'gate')],
    [
      'of the example request',
      () => (parse(textOf('workflows-examples/requests/churn.yml')) as { gate: string }).gate
    ],
    ['of the example policy', () => (parse(blockWith('README.md', 'limits:')) as { gate: string }).gate]
  ])('%s', (_name, gate) => {
    expect(parseGate(String(gate()), classification)).toMatchObject({ ok: true })
  })
})

test('the documented custom metrics are custom metrics', () => {
  const metrics = Object.entries(valueIn(gateReadme, 'custom_metrics') as Record<string, string>)
  expect(metrics.length).toBeGreaterThan(1)
  for (const [, text] of metrics) expect(parseCustomMetric(text)).toMatchObject({ ok: true })
})

test('the documented issue is a request', async () => {
  const source = sourceText('issue', blockWith('README.md', 'Please train'))
  const document = await readIssueBody(source, { fieldNames: requestFieldNames, textFields })
  if (!document.ok) throw new Error(JSON.stringify(document.problems))
  const request = await buildRequest(document.value, { policy: {}, modelId: 'churn' })
  expect(request).toMatchObject({ ok: true, value: { algorithm: 'random_forest', positive_class: 'yes' } })
})

test('the documented policy is a policy', async () => {
  const policy = await readPolicy('mlops.yml', blockWith('README.md', 'limits:'))
  expect(policy).toMatchObject({
    ok: true,
    value: { limits: { max_retry: 3 }, permissions: { train: 'write' } }
  })
})

test('the documented dataset.json is one', () => {
  const text = blockWith('workflows-examples/README.md', '"task"')
  expect(datasetDescription.safeParse(JSON.parse(text))).toMatchObject({ success: true })
})

test.each(['train-model.yml', 'train-model-ja.yml'])('the placeholder gate of %s is a gate', async name => {
  const text = textOf(`workflows-examples/ISSUE_TEMPLATE/${name}`)
  expect(await readFormTemplate(name, text)).toMatchObject({ ok: true })
  const { body } = parse(text) as { body: { id?: string; attributes: { placeholder?: string } }[] }
  const gate = body.find(element => element.id === 'gate')?.attributes.placeholder ?? ''
  expect(parseGate(gate, classification)).toMatchObject({ ok: true })
})
