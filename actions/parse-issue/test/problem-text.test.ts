import { describe, expect, test } from '@jest/globals'
import { readRequestFile } from '../../../shared/src/domain/intake/issue-body.js'
import { sourceText } from '../../../shared/src/domain/intake/source-text.js'
import { buildRequest } from '../../../shared/src/domain/request/build-request.js'
import { requestFieldNames, textFields } from '../../../shared/src/domain/request/request-fields.js'
import { loadMessages } from '../src/messages.js'
import { problemText } from '../src/problem-text.js'
import { toReport } from '../src/summary.js'

async function problemsOf(text: string) {
  const file = await readRequestFile(sourceText('requests/a.yml', text), {
    fieldNames: requestFieldNames,
    textFields
  })
  const reading = file.ok ? await buildRequest(file.value, { policy: {}, modelId: 'm' }) : file
  return reading.ok ? [] : reading.problems
}

describe('problemText', () => {
  test.each<['en' | 'ja', string, string]>([
    ['en', 'seed: -1', '"seed" must be from 0 to 4294967295, not -1'],
    ['ja', 'seed: -1', '「seed」は0 から 4294967295 まででなければなりません(現在の値: -1)'],
    ['ja', 'algoritm: mlp', '「algoritm」という項目はありません'],
    ['ja', 'compute: {max_runtime: 2 hours}', 'ヒント: 2h と書いてください。'],
    ['ja', 'seed: 1\nseed: 2', 'キー「seed」が 2 回あります'],
    [
      'ja',
      'hyperparameters: {n_estimators: 0}',
      'random_forest の「n_estimators」は1 から 10000 までの整数でなければなりません(現在の値: 0)'
    ]
  ])('speaks %s about %j', async (language, line, expected) => {
    const problems = await problemsOf(
      `${line}\n${line.startsWith('algo') ? '' : 'algorithm: random_forest\n'}dataset_id: d\n`
    )
    const messages = await loadMessages(language)
    const texts = problems.map(problem => problemText(problem, messages).replaceAll('\\', ''))
    expect(texts.join('\n')).toContain(expected)
  })
})

describe('toReport', () => {
  test('annotates the lines of a request file, ten at most', async () => {
    const problems = await problemsOf(Array.from({ length: 12 }, (_, index) => `x${index}: 1`).join('\n'))
    const outcome = {
      decision: 'invalid',
      reasonCode: 'request-invalid',
      headline: 'wrong',
      problems
    } as const
    const { annotations = [] } = await toReport(outcome, 'en')
    expect(annotations).toHaveLength(10)
    expect(annotations.at(-1)).toMatchObject({ level: 'error', file: 'requests/a.yml', column: 1 })
  })

  test('annotates nothing for an issue', async () => {
    const problems = [{ place: 'issue:1:1', message: 'wrong' }]
    const outcome = {
      decision: 'invalid',
      reasonCode: 'request-invalid',
      headline: 'wrong',
      problems
    } as const
    expect((await toReport(outcome, 'en')).annotations).toEqual([])
  })
})
