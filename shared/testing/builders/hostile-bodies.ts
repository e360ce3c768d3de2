import * as fc from 'fast-check'
import { hostileTexts } from './training-requests.js'

const longest = 65_600
const mostRead = 65_536

/** Bodies that say something, from which others are made by mutation. */
export const sensibleBodies: readonly string[] = [
  '```yaml\nalgorithm: random_forest\ndataset_id: d1\ntarget: churned\nfeatures: [age, income]\nhyperparameters: {n_estimators: 100}\n```',
  '```json\n{"algorithm": "xgboost", "dataset_id": "d1",\n "compute": {"spot": true, "max_runtime": "1h"}}\n```',
  'algorithm: xgboost\ndataset_id: d1\ngate: metrics.accuracy > 0.8\ncustom_metrics:\n  a: mean(target)',
  'title: "[MLOps] モデル学習リクエスト: churn"\nlabels: [mlops:train]\nbody: |\n  algorithm: pca\n  dataset_id: d1\n',
  '### Algorithm\n\nxgboost\n\n### Dataset id\n\nd1\n\n### Features\n\nage, income\n\n### Hyperparameters\n\n```yaml\nmax_depth: 3\n```\n\n### Seed\n\n_No response_'
]

const line = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...hostileTexts) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'algorithm: xgboost',
      'dataset_id: d1',
      'algoritm: pca',
      'seed: &a 7',
      'seed: *a',
      'target: !!binary aGk=',
      '<<: {seed: 1}',
      '__proto__: {polluted: true}',
      'constructor: {prototype: {polluted: true}}',
      'hyperparameters: {__proto__: 1, toString: 2}',
      'max_retry: 1e400',
      'gate: |',
      'gate: metrics.accuracy > "@octocat"',
      'body: |',
      '  - - - -',
      '{"seed": 1, "seed": 2}',
      '### Algorithm',
      '### Dataset id',
      '### Seed',
      '```yaml',
      '```json',
      '````yaml',
      '```',
      '~~~yaml',
      '> ```yaml',
      '- ```yaml',
      '    ```yaml',
      '<!--',
      '-->',
      '<details><summary>',
      '===',
      '\u0000',
      '\ud800',
      '\udc00a',
      'seed: 1 \u2028::error::x',
      '\u0085::set-output name=proceed::true',
      '\r::add-mask::a'
    )
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) }
)

const mixtures = fc
  .tuple(fc.array(line, { maxLength: 14 }), fc.constantFrom('\n', '\n', '\r\n', '\n\n', '', ' '))
  .map(([lines, between]) => lines.join(between))

const fencedMixtures = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('yaml', 'json'))
  .map(([lines, language]) => `\`\`\`\`\`${language}\n${lines.join('\n')}\n\`\`\`\`\``)

const mutations = fc
  .tuple(
    fc.constantFrom(...sensibleBodies),
    fc.array(fc.tuple(fc.nat(400), fc.nat(6), line), { minLength: 1, maxLength: 3 })
  )
  .map(([body, edits]) =>
    edits.reduce((text, [at, cut, inserted]) => {
      const place = at % (text.length + 1)
      return `${text.slice(0, place)}${inserted}${text.slice(place + cut)}`
    }, body)
  )

const fillers: readonly string[] = [
  '[',
  '{a: ',
  '- ',
  '? ',
  '> ',
  '1. ',
  '* a\n',
  '&a [*a] ',
  'a: &a x\n',
  'k: 1\n',
  'seed: 1\n',
  '### Seed\n\n1\n\n',
  '### x\n',
  '```\n',
  '```yaml\n```\n',
  '<!--',
  '<a>\n',
  '[a]: b\n',
  '[a](',
  '![',
  '`',
  '``a',
  '|a',
  '|-\n',
  '\\',
  '"',
  "'",
  '\t',
  ' ',
  '\n',
  ' \n',
  '#',
  '=',
  'a\n=\n',
  '::error::x\n',
  '@a ',
  '値',
  '\u{1f600}',
  '\u200b',
  '{"a":',
  '"a",',
  '{"a":1},'
]

/** One thing over and over, up to a whole body of it, alone or inside something that is read. */
const repetitions = fc
  .tuple(
    fc.constantFrom(...fillers),
    fc.oneof({ weight: 6, arbitrary: fc.nat(300) }, { weight: 1, arbitrary: fc.constant(longest) }),
    fc.constantFrom(
      '',
      'gate: ',
      'features: ',
      '```yaml\n',
      '```json\n',
      '```yaml\ngate: ',
      '### Seed\n\n',
      'body: |\n  '
    ),
    fc.constantFrom('', '\n```', '\n')
  )
  .map(([filler, size, before, after]) => {
    const times = Math.ceil(Math.min(size * filler.length, longest) / filler.length)
    return `${before}${filler.repeat(times)}${after}`
  })

/** Each is a fault, or looks like one, as often as it fits on one line. */
const lineFillers: readonly string[] = [
  '}',
  '{}',
  ',',
  '[,,,',
  '[[[[',
  '"""',
  '&a &a',
  '*a',
  '!!a',
  ': :',
  '- - -',
  '? ?',
  '|||',
  '<a><a>',
  '****',
  '____',
  '``` ```'
]

const lineStarts: readonly string[] = [
  '',
  'x ',
  'gate: ',
  'features: [',
  'algorithm: xgboost\ndataset_id: d1\ncustom_metrics: {a: ',
  '{"a": ',
  '```yaml\n',
  '```yaml\na: [',
  '```json\n',
  '### Features\n\n',
  '### Features\n\n[',
  '### Hyperparameters\n\n',
  'body: ',
  '<details>\n'
]

/** Bodies of one fault thousands of times on one line: their problems have columns to count, up to the last one. */
const longLines = fc
  .tuple(fc.constantFrom(...lineStarts), fc.constantFrom(...lineFillers), fc.constantFrom('', '\n```', '}'))
  .map(([before, filler, after]) => {
    const times = Math.floor((mostRead - before.length - after.length) / filler.length)
    return `${before}${filler.repeat(times)}${after}`
  })

/** What a person, a form or an attacker can put into an issue, up to a little more than GitHub's limit. */
export const hostileBodies: fc.Arbitrary<string> = fc.oneof(
  { weight: 60, arbitrary: mixtures },
  { weight: 40, arbitrary: fencedMixtures },
  { weight: 60, arbitrary: mutations },
  { weight: 10, arbitrary: repetitions },
  { weight: 3, arbitrary: longLines }
)
