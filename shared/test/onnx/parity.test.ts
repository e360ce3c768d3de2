import { describe, expect, test } from '@jest/globals'
import { compareScores, type ParityRows } from '../../src/onnx/parity.js'

function reference(
  expected: readonly number[],
  outputs: number,
  classes: readonly string[] | null
): ParityRows {
  const rows = expected.length / outputs
  const features = {
    rows,
    numericNames: [],
    numeric: new Float32Array(),
    categoricalNames: [],
    categorical: []
  }
  return { features, outputs, expected: Float64Array.from(expected), classes }
}

const binary = reference([0.75, 0.25, 0.5, 0.5], 2, ['no', 'yes'])
const scores = (values: readonly number[], outputs: number, labels?: readonly string[]) => ({
  rows: values.length / outputs,
  outputs,
  values: Float32Array.from(values),
  ...(labels === undefined ? {} : { labels })
})

describe('compareScores', () => {
  test('measures differences by hand', () => {
    const regression = reference([100, -0.5, 4], 1, null)
    // Differences 0.5, 0.25, 0: relative 0.5/100 and 0.25/max(1, 0.5).
    expect(compareScores(regression, scores([100.5, -0.75, 4], 1))).toEqual({
      rows: 3,
      outputs: 1,
      maxAbsoluteDifference: 0.5,
      meanAbsoluteDifference: 0.25,
      maxRelativeDifference: 0.25,
      tolerance: 1e-5,
      rowsBeyondTolerance: 2,
      firstRowBeyondTolerance: 0,
      labelFlips: 0,
      passed: false
    })
  })

  test.each([
    { name: 'equal', values: [0.75, 0.25, 0.5, 0.5], passed: true, beyond: 0, flips: 0 },
    {
      name: 'an undecided row may fall either way',
      values: [0.75, 0.25, 0.499995, 0.500005],
      passed: true,
      beyond: 0,
      flips: 0
    },
    { name: 'a decided row may not', values: [0.25, 0.75, 0.5, 0.5], passed: false, beyond: 1, flips: 1 },
    {
      name: 'a difference beyond the tolerance',
      values: [0.75002, 0.25, 0.5, 0.5],
      passed: false,
      beyond: 1,
      flips: 0
    },
    {
      name: 'a score that is not a number',
      values: [NaN, 0.25, 0.5, 0.5],
      passed: false,
      beyond: 1,
      flips: 1
    }
  ])('two classes: $name', ({ values, passed, beyond, flips }) => {
    expect(compareScores(binary, scores(values, 2))).toMatchObject({
      passed,
      rowsBeyondTolerance: beyond,
      labelFlips: flips
    })
  })

  test('a large prediction may differ in proportion', () => {
    const regression = reference([1e6], 1, null)
    expect(compareScores(regression, scores([1e6 + 9], 1)).passed).toBe(true)
    expect(compareScores(regression, scores([1e6 + 11], 1)).passed).toBe(false)
  })

  test('labels the model gives count as well', () => {
    expect(compareScores(binary, scores([0.75, 0.25, 0.5, 0.5], 2, ['no', 'yes'])).labelFlips).toBe(0)
    expect(compareScores(binary, scores([0.75, 0.25, 0.5, 0.5], 2, ['yes', 'yes']))).toMatchObject({
      labelFlips: 1,
      passed: false
    })
  })

  test('three classes: the gap of the best two decides', () => {
    const three = reference([0.4, 0.399995, 0.200005], 3, ['a', 'b', 'c'])
    expect(compareScores(three, scores([0.399995, 0.4, 0.200005], 3)).labelFlips).toBe(0)
    const clear = reference([0.4, 0.39998, 0.20002], 3, ['a', 'b', 'c'])
    expect(compareScores(clear, scores([0.39999, 0.399995, 0.200015], 3)).labelFlips).toBe(1)
  })

  test('scores of another shape fail altogether', () => {
    expect(compareScores(binary, scores([0.75, 0.25], 2))).toMatchObject({
      passed: false,
      rowsBeyondTolerance: 2
    })
    expect(compareScores(binary, scores([0.75, 0.25, 0.5, 0.5], 1)).passed).toBe(false)
  })

  test('no rows prove nothing', () => {
    expect(compareScores(reference([], 1, null), scores([], 1)).passed).toBe(false)
  })
})
