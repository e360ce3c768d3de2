import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { csvLine, writeCsv } from '../../src/tables/csv/write-csv.js'
import { isMissingText } from '../../src/domain/text/number-text.js'
import { readPredictions } from '../../src/tables/predictions/read-predictions.js'
import { writePredictions } from '../../src/tables/predictions/write-predictions.js'
import { useTemporaryFolder } from './temporary-folder.js'

const inFolder = useTemporaryFolder()
const file = () => ({ name: 'predictions.csv', path: inFolder('predictions.csv') })

describe('csvLine', () => {
  test.each([
    ['plain', ['a', 1, -0, 0.1, 1e21], 'a,1,-0,0.1,1e+21\n'],
    ['quotes, commas, line breaks', ['a"b', 'c,d', 'e\nf', 'g\rh'], '"a""b","c,d","e\nf","g\rh"\n'],
    ['missing', [null, Number.NaN, ''], ',,\n'],
    ['a single empty field', [''], '""\n'],
    ['infinities', [Infinity, -Infinity], 'Infinity,-Infinity\n'],
    ['formulas stay as they are', ['=1+1'], '=1+1\n']
  ])('%s', (_name, cells, line) => {
    expect(csvLine(cells)).toBe(line)
  })

  test('many rows are streamed', async () => {
    function* rows() {
      for (let row = 0; row < 50_000; row++) yield [row, `text ${row}`]
    }
    await writeCsv(file().path, ['a', 'b'], rows())
    const lines = (await readFile(file().path, 'utf8')).split('\n')
    expect([lines.length, lines[0], lines[1], lines[50_000]]).toEqual([
      50_002,
      'a,b',
      '0,text 0',
      '49999,text 49999'
    ])
  })
})

describe('predictions', () => {
  test('are written with one probability column per class, spelled as in the data', async () => {
    await writePredictions(file().path, {
      kind: 'classes',
      targets: ['no', 'oh, "yes"'],
      predictions: ['no', 'no'],
      probabilities: { classes: ['no', 'oh, "yes"'], values: Float32Array.of(0.75, 0.25, 0.5, 0.5) }
    })
    expect(await readFile(file().path, 'utf8')).toBe(
      'row,target,prediction,probability_no,"probability_oh, ""yes"""\n1,no,no,0.75,0.25\n2,"oh, ""yes""",no,0.5,0.5\n'
    )
  })

  test('of a regression carry the sample ids', async () => {
    await writePredictions(file().path, {
      kind: 'numbers',
      sampleIds: ['a', '007'],
      targets: Float64Array.of(1, 2.5),
      predictions: Float64Array.of(0.1, 1e-9)
    })
    expect(await readFile(file().path, 'utf8')).toBe('sample_id,target,prediction\na,1,0.1\n007,2.5,1e-9\n')
    expect(await readPredictions(file(), { kind: 'numbers' })).toEqual({
      kind: 'numbers',
      sampleIds: ['a', '007'],
      targets: Float64Array.of(1, 2.5),
      predictions: Float64Array.of(0.1, 1e-9)
    })
  })

  test('of any classes and probabilities survive writing and reading', async () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
      .filter(text => !isMissingText(text) && !text.includes('\0'))
    const probability = fc.double({ min: 0, max: 1, noNaN: true })
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { minLength: 2, maxLength: 4 }),
        fc.array(probability, { minLength: 12, maxLength: 12 }),
        async (classes, drawn) => {
          const values = Float64Array.from(drawn.slice(0, 3 * classes.length))
          const targets = [0, 1, 0].map(index => classes[index] ?? '')
          const written = {
            kind: 'classes' as const,
            targets,
            predictions: targets.toReversed(),
            probabilities: { classes, values }
          }
          await writePredictions(file().path, written)
          expect(await readPredictions(file(), { kind: 'classes' })).toEqual(written)
        }
      ),
      { numRuns: 50 }
    )
  })

  test('of other programs may lack target and probabilities and name the sample id otherwise', async () => {
    await writeFile(file().path, 'customer,prediction\n01,1.0\n02,0\n')
    expect(await readPredictions(file(), { kind: 'classes', sampleId: 'customer' })).toEqual({
      kind: 'classes',
      sampleIds: ['01', '02'],
      predictions: ['1.0', '0']
    })
  })

  const errors: [
    name: string,
    kind: 'classes' | 'numbers',
    content: string,
    code: string,
    message: string
  ][] = [
    [
      'no prediction column',
      'numbers',
      'row,predicton\n1,2\n',
      'predictions-missing-column',
      'the data has no column "prediction"'
    ],
    [
      'a missing prediction',
      'classes',
      'prediction\na\nNA\n',
      'predictions-invalid',
      'predictions.csv, row 3, column "prediction": missing (1 of 2 rows)'
    ],
    [
      'a text in a regression',
      'numbers',
      'prediction\n1\nx\n',
      'predictions-invalid',
      'predictions.csv, row 3, column "prediction": "x" is not a number'
    ],
    [
      'a probability above one',
      'classes',
      'prediction,probability_a\na,1.5\n',
      'predictions-invalid',
      'predictions.csv, row 2, column "probability_a": 1.5 is not between 0 and 1'
    ]
  ]
  test.each(errors)('%s is an error', async (_name, kind, content, code, message) => {
    await writeFile(file().path, content)
    await expect(readPredictions(file(), { kind })).rejects.toMatchObject({ code, message })
  })
})
