import { describe, expect, test } from '@jest/globals'
import { OnnxInferenceRuntime } from '../../src/adapters/onnx/onnx-inference-runtime.js'
import { compareScores, type ParityReport } from '../../src/onnx/parity.js'
import { toOnnx, type ConversionFacts } from '../../src/onnx/to-onnx.js'
import { archiveOf, numericRows, xgboostBytes, xgboostExpectation, xgboostFiles } from './fixtures.js'

const runtime = new OnnxInferenceRuntime()

/** Converts, scores and compares; the library gives one probability for two classes. */
async function parityOf(
  file: string,
  expected: readonly (readonly number[])[],
  { bytes = xgboostBytes(file), facts }: { bytes?: Uint8Array; facts?: ConversionFacts } = {}
): Promise<ParityReport> {
  const converted = toOnnx(archiveOf(file, bytes), facts)
  const names = converted.signature?.features.map(({ name }) => name) ?? []
  const classes = converted.signature?.classes ?? null
  const features = numericRows(xgboostExpectation(file).rows, names)
  const model = await runtime.load(converted.bytes)
  const scores = await model.score(features)
  await model.close()
  const both = classes?.length === 2 ? expected.map(([p = NaN]) => [1 - p, p]) : expected
  const reference = {
    features,
    outputs: both[0]?.length ?? 0,
    expected: Float64Array.from(both.flat()),
    classes
  }
  return compareScores(reference, scores)
}

const edited = (file: string, change: (text: string) => string): Uint8Array =>
  new TextEncoder().encode(change(new TextDecoder().decode(xgboostBytes(file))))

describe('native XGBoost files scored as ONNX against the library', () => {
  test('the fixtures are all there', () => {
    expect(xgboostFiles).toHaveLength(13)
  })

  test.each(xgboostFiles)('%s is the same model', async file => {
    const report = await parityOf(file, xgboostExpectation(file).expected)
    expect(report).toMatchObject({ labelFlips: 0, passed: true })
    expect(report.maxRelativeDifference).toBeLessThan(2e-6)
  })

  test('an early-stopped model can be cut at its best round', async () => {
    const { best = [], expected } = xgboostExpectation('early-stopped.json')
    const facts = { trees: 'best' as const }
    expect((await parityOf('early-stopped.json', best, { facts })).passed).toBe(true)
    expect((await parityOf('early-stopped.json', expected, { facts })).passed).toBe(false)
  })

  test('without early stopping the best model is the whole model', async () => {
    const report = await parityOf('binary.json', xgboostExpectation('binary.json').expected, {
      facts: { trees: 'best' }
    })
    expect(report.passed).toBe(true)
  })

  test('base_score as a list of one, as XGBoost 3 writes it', async () => {
    const bytes = edited('binary.json', text =>
      text.replace('"base_score":"3.7E-1"', '"base_score":"[3.7E-1]"')
    )
    expect(bytes).not.toEqual(xgboostBytes('binary.json'))
    const report = await parityOf('binary.json', xgboostExpectation('binary.json').expected, { bytes })
    expect(report.passed).toBe(true)
  })

  test('the JSON and the UBJ file of a model give the same ONNX file', () => {
    const json = toOnnx(archiveOf('binary.json', xgboostBytes('binary.json')))
    const ubj = toOnnx(archiveOf('binary-ubj.ubj', xgboostBytes('binary-ubj.ubj')))
    expect(Buffer.from(json.bytes).equals(ubj.bytes)).toBe(true)
  })

  test.each([
    { name: 'base score', file: 'binary.json', from: '"base_score":"3.7E-1"', to: '"base_score":"5E-1"' },
    {
      name: 'tree weights',
      file: 'dart.json',
      from: /"weight_drop":\[[^\]]*\]/,
      to: '"weight_drop":[1,1,1,1,1,1,1,1]'
    },
    {
      name: 'direction of missing values',
      file: 'binary.json',
      from: /"default_left":\[1,/g,
      to: '"default_left":[0,'
    },
    {
      name: 'objective',
      file: 'poisson.json',
      from: '"name":"count:poisson"',
      to: '"name":"reg:squarederror"'
    }
  ])('another $name is another model', async ({ file, from, to }) => {
    const bytes = edited(file, text => text.replace(from, to))
    expect(bytes).not.toEqual(xgboostBytes(file))
    const report = await parityOf(file, xgboostExpectation(file).expected, { bytes })
    expect(report.passed).toBe(false)
  })
})
