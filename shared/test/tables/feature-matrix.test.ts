import { describe, expect, test } from '@jest/globals'
import { readCsv } from '../../src/tables/csv/read-csv.js'
import type { FeatureSpecification } from '../../src/tables/select-columns.js'
import { classTarget, numericTarget } from '../../src/tables/target-column.js'
import { declaredKinds, toFeatureMatrix } from '../../src/tables/to-feature-matrix.js'
import { memoryCsv } from './memory-csv.js'

const features: FeatureSpecification[] = [
  { name: 'job', kind: 'categorical' },
  { name: 'income', kind: 'numeric' },
  { name: 'zip', kind: 'categorical' },
  { name: 'age', kind: 'numeric' }
]
const csv = 'age,zip,job,income,label\n0.1,01,clerk,,yes\n40,1,NA,1e39,no\n50,02,nurse,-inf,yes\n'
const read = (content: string, kinds = declaredKinds(features)) => readCsv([memoryCsv(content)], { kinds })

describe('toFeatureMatrix', () => {
  test('takes columns in the order of the model, numbers as float32, texts as spelled', async () => {
    const matrix = toFeatureMatrix(await read(csv), features)
    expect(matrix.rows).toBe(3)
    expect(matrix.numericNames).toEqual(['income', 'age'])
    expect([...matrix.numeric]).toEqual([Number.NaN, Math.fround(0.1), Infinity, 40, -Infinity, 50])
    expect(matrix.categoricalNames).toEqual(['job', 'zip'])
    expect(matrix.categorical).toEqual(['clerk', '01', '', '1', 'nurse', '02'])
  })

  test('takes a batch of rows', async () => {
    const matrix = toFeatureMatrix(await read(csv), features, { start: 1, end: 2 })
    expect([matrix.rows, [...matrix.numeric], matrix.categorical]).toEqual([1, [Infinity, 40], ['', '1']])
  })

  test('parses numbers in columns that were read as text', async () => {
    const table = await read('x\n 1.5\nNA\n', new Map([['x', 'text']]))
    expect([...toFeatureMatrix(table, [{ name: 'x', kind: 'numeric' }]).numeric]).toEqual([1.5, Number.NaN])
  })

  test('names all absent features and the nearest names, also of columns that were not kept', async () => {
    const table = await readCsv([memoryCsv('agee,other,Income\n1,2,3\n')], { columns: ['other'] })
    expect(() => toFeatureMatrix(table, features.slice(1))).toThrow(
      expect.objectContaining({
        code: 'feature-missing',
        message: 'the data has no column "income", "zip", "age"',
        hint: 'Did you mean "Income"? Did you mean "agee"?'
      })
    )
  })

  test('names all features that are not numeric, with the first row of each', async () => {
    const table = await read('age,zip,job,income\n1,a,b,2\n\nold,a,b,3\n,a,b,3\n4,a,b,lots\n')
    expect(() => toFeatureMatrix(table, features)).toThrow(
      expect.objectContaining({
        code: 'feature-not-numeric',
        message:
          'data.csv, row 6, column "income": "lots" is not a number; data.csv, row 4, column "age": "old" is not a number'
      })
    )
  })
})

describe('targets', () => {
  test('classes are the texts of the data', async () => {
    const table = await read('y\n1\n01\n1.0\n', new Map([['y', 'text']]))
    expect(classTarget(table, 'y')).toEqual(['1', '01', '1.0'])
  })

  test('numbers are numbers, also from a column read as text', async () => {
    const table = await read('y\n1\n2.5\n', new Map([['y', 'text']]))
    expect([...numericTarget(table, 'y')]).toEqual([1, 2.5])
  })

  const errors: [name: string, content: string, code: string, message: string][] = [
    ['no such column', 'x\n1\n', 'target-missing-column', 'the data has no column "y"'],
    [
      'missing values',
      'x,y\n1,1\n2,\n3,NA\n',
      'target-missing-values',
      'data.csv, row 3: the target "y" is missing (2 of 3 rows)'
    ],
    [
      'a text',
      'y\n1\nbig\n',
      'target-not-numeric',
      'data.csv, row 3: "big" in the target "y" is not a finite number'
    ],
    [
      'an infinity',
      'y\n1\ninf\n',
      'target-not-numeric',
      'data.csv, row 3: "Infinity" in the target "y" is not a finite number'
    ]
  ]
  test.each(errors)('%s', async (_name, content, code, message) => {
    const table = await read(content)
    expect(() => numericTarget(table, 'y')).toThrow(expect.objectContaining({ code, message }))
  })

  test('a missing class is an error, too', async () => {
    const table = await read('y\na\nnull\n')
    expect(() => classTarget(table, 'y')).toThrow(expect.objectContaining({ code: 'target-missing-values' }))
  })
})
