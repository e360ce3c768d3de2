import * as fc from 'fast-check'
import type { TrainingRequest } from '../../src/domain/request/training-request.js'

/** Texts that mean something to YAML, JSON, Markdown, an issue form or the runner. */
export const hostileTexts: readonly string[] = [
  '```',
  '```yaml',
  '```yaml\nalgorithm: pca\ndataset_id: other\n```',
  '~~~',
  '### Algorithm',
  '### Target\n\nother',
  '### Gate\n\nmetrics.accuracy > 0',
  '#### Notes',
  '---',
  '...',
  '- a',
  '- [x] a',
  '> a',
  '| a |',
  '_No response_',
  'None',
  'null',
  '~',
  'yes',
  'No',
  'on',
  'true',
  '1',
  '1e3',
  '0x10',
  '0o17',
  '1_000',
  '.5',
  '-0',
  '.inf',
  '.nan',
  '2025-01-10',
  '12:30:45',
  '<!--',
  '-->',
  '<!-- mlops:request -->',
  '<script>',
  '</details>',
  '<img src=x onerror=alert(1)>',
  '[a](https://example.test)',
  '![a](https://example.test/a.png)',
  '@octocat',
  '#1',
  '$(touch pwned)',
  '`id`',
  '::error::x',
  '##[error]x',
  '${{ github.token }}',
  '&a',
  '*a',
  '<<',
  '!!str x',
  '%YAML 1.1',
  '? a',
  ': a',
  'a: b',
  'a #b',
  '# a',
  '"',
  "'",
  '\\',
  '\\n',
  '{',
  '}',
  '[',
  ']',
  ',',
  'a, b',
  '=',
  '|',
  '>',
  ' a',
  'a ',
  'a\tb',
  'a\nb',
  'a\r\nb',
  '\ufeffa',
  'a\u200bb',
  '\u202eabc',
  '\u00a0',
  '\u2028',
  'ａ',
  'а',
  'é',
  'e\u0301',
  '値',
  '\u{1f600}',
  '__proto__',
  'constructor',
  'toString'
]

const hostile = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.array(fc.constantFrom(...hostileTexts), { minLength: 1, maxLength: 3 }).map(texts => texts.join('\n\n')),
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 })
)
// What a request accepts there; how it is written is what is tested.
const oneLine = hostile
  .map(text => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ''))
  .filter(text => text.trim() !== '' && text.length <= 100 && text !== '_No response_')
const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,11}$/)
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map(number => number + 0)
const setting = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 2 },
    hostile,
    fc.integer(),
    finite,
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(word, tie('value'), { maxKeys: 3 })
  )
})).value

const columns = fc.uniqueArray(oneLine, { minLength: 3, maxLength: 6 })
const gate = fc
  .tuple(oneLine, fc.constantFrom('', ' ', '\n', '\n\n'))
  .map(
    ([text, gap]) =>
      `metrics.accuracy >= 0.5${gap}&&${gap} slices[${JSON.stringify(`c=${text}`)}].recall > 0.1`
  )

/**
 * Requests for the user's own training program, which may have any hyperparameters, with texts of every kind in every
 * field that takes them. All are valid.
 */
export const trainingRequests: fc.Arbitrary<TrainingRequest> = fc
  .record({ columns, parts: fc.record(optionalParts(), { requiredKeys: [] }), cut: fc.nat(2) })
  .map(({ columns: [target = 'y', sampleId = 'id', ...features], parts, cut }) => ({
    algorithm: 'script',
    dataset_id: 'dataset-20250110-001',
    model_id: 'churn',
    max_retry: 1,
    learning_type: 'supervised',
    task: 'classification',
    ...(cut > 0 ? { target, features } : {}),
    ...(cut > 1 ? { sample_id: sampleId } : {}),
    ...parts
  }))

function optionalParts() {
  return {
    hyperparameters: fc.dictionary(word, setting, { minKeys: 1, maxKeys: 4 }) as fc.Arbitrary<
      NonNullable<TrainingRequest['hyperparameters']>
    >,
    positive_class: oneLine,
    gate,
    seed: fc.nat({ max: 4294967295 }),
    evaluation_threshold: fc.double({ min: 0.01, max: 1, noNaN: true }),
    preprocessing: fc.constantFrom(
      { missing: 'median' } as const,
      { scale: 'none', encode: 'one_hot' } as const
    ),
    custom_metrics: fc.constant({ shortage_rate: 'mean(prediction != target)' }),
    parity_rows: fc.constantFrom('real', 'synthetic'),
    champion: fc.constant({ require: 'non_inferiority', metric: 'accuracy', margin: 0.01 } as const),
    compute: fc.constant({ backend: 'sagemaker', spot: true, max_runtime: '2h', max_wait: '4h' } as const),
    edge: fc.constant({ quantize: 'auto', max_size: '5MB', max_latency: '100ms' } as const)
  } as const
}
