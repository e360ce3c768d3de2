import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from '@jest/globals'
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer'
import { expectDecision } from './expect-run.js'
import { requestRun, step } from './run-steps.js'
import { csvOf, smallRequest, smallRows } from './small-dataset.js'
import { openWorkspace, removeWorkspaces, type Workspace } from './workspace.js'

type Files = Readonly<Record<string, string | Uint8Array>>
type Row = Readonly<Record<string, string | number>>

interface Format {
  readonly name: string
  readonly files: Files
  readonly classes: readonly string[]
  readonly request?: Readonly<Record<string, unknown>>
}

const undeclared = Object.fromEntries(Object.entries(smallRequest).filter(([name]) => name !== 'target'))
const channels = ['train', 'test'] as const
const rowsWith = (yes: string | number, no: string | number, channel: 'train' | 'test'): Row[] =>
  smallRows(channel).map(({ size, weight, label }) => ({ size, weight, label: label === 'yes' ? yes : no }))
const perChannel = (file: string, content: (channel: 'train' | 'test') => string | Uint8Array): Files =>
  Object.fromEntries(channels.map(channel => [`${channel}/${file}`, content(channel)]))

function parquet(rows: readonly Row[], labelType: NonNullable<ColumnSource['type']>): Uint8Array {
  const column = (name: string, type: NonNullable<ColumnSource['type']>): ColumnSource => ({
    name,
    type,
    data: rows.map(row => (type === 'INT64' ? BigInt(row[name] ?? 0) : (row[name] ?? '')))
  })
  const columnData = [column('size', 'DOUBLE'), column('weight', 'DOUBLE'), column('label', labelType)]
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 7 }))
}

const formats: readonly Format[] = [
  {
    name: 'Parquet with classes of text',
    files: perChannel('rows.parquet', channel => parquet(rowsWith('yes', 'no', channel), 'STRING')),
    classes: ['no', 'yes']
  },
  {
    name: 'Parquet with classes that look like numbers',
    files: perChannel('rows.parquet', channel => parquet(rowsWith('02', '01', channel), 'STRING')),
    classes: ['01', '02']
  },
  {
    name: 'Parquet with whole numbers as classes',
    files: perChannel('rows.parquet', channel => parquet(rowsWith(1, 0, channel), 'INT64')),
    classes: ['0', '1']
  },
  {
    name: 'Parquet with fractions as classes',
    files: perChannel('rows.parquet', channel => parquet(rowsWith(1.5, 0, channel), 'DOUBLE')),
    classes: ['0', '1.5']
  },
  {
    name: 'gzipped CSV',
    files: perChannel('rows.csv.gz', channel => gzipSync(csvOf(smallRows(channel)))),
    classes: ['no', 'yes']
  },
  {
    name: 'CSV in two files, with a byte order mark and CRLF',
    files: {
      'train/a.csv': `\uFEFF${csvOf(smallRows().slice(0, 25)).replaceAll('\n', '\r\n')}`,
      'train/b.csv': csvOf(smallRows().slice(25)),
      'test/rows.csv': `\uFEFF${csvOf(smallRows('test')).replaceAll('\n', '\r\n')}`
    },
    classes: ['no', 'yes']
  },
  {
    name: 'classes with quotes, commas, line ends, formulas and other alphabets',
    files: perChannel('rows.csv', channel => csvOf(rowsWith('良品, "A"\n=1+1', 'ça 🚫', channel))),
    classes: ['ça 🚫', '良品, "A"\n=1+1']
  },
  {
    name: 'classes and columns named like properties of objects',
    files: perChannel('rows.csv', channel =>
      csvOf(rowsWith('__proto__', 'constructor', channel)).replace('size', 'toString')
    ),
    classes: ['__proto__', 'constructor']
  },
  {
    name: 'the target declared in dataset.json and not the last column',
    files: {
      ...perChannel('rows.csv', channel =>
        csvOf(
          smallRows(channel).map(({ size, weight, label }, row) => ({ label, size, weight, id: `r${row}` }))
        )
      ),
      'dataset.json': JSON.stringify({ task: 'classification', target: 'label', sample_id: 'id' })
    },
    classes: ['no', 'yes'],
    request: undeclared
  }
]

afterAll(removeWorkspaces)

function workspaceWith(files: Files): Workspace {
  const workspace = openWorkspace()
  for (const [path, content] of Object.entries(files)) workspace.store(`datasets/small/${path}`, content)
  return workspace
}

test.each(formats)('$name: trained and measured', async ({ files, classes, request = smallRequest }) => {
  const workspace = workspaceWith(files)
  const trainingId = await requestRun(workspace, request)
  const trained = await step('train', workspace, { trainingId })
  expectDecision(trained, { action: 'train', decision: 'completed', reasonCode: 'trained' })
  const gated = await step('evaluate-gate', workspace, { trainingId })
  expectDecision(gated, { action: 'evaluate-gate', decision: 'pass', reasonCode: 'gate-passed' })
  const evaluation = workspace.record(`runs/${trainingId}/evaluation.json`)
  expect(evaluation).toMatchObject({
    rows: 20,
    metrics: { accuracy: 1, roc_auc: 1 },
    confusion_matrix: {
      classes,
      counts: [
        [10, 0],
        [0, 10]
      ]
    }
  })
  expect(workspace.record(`runs/${trainingId}/training.json`)).toMatchObject({
    dataset: { train_rows: 40, target: 'label' }
  })
  const predictions = workspace.text(`.mlops/runs/${trainingId}/predictions.csv`)
  const spelled = (name: string) => (/[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)
  expect(predictions).toContain(classes.map(name => spelled(`probability_${name}`)).join(','))
  expect(predictions).toContain(spelled(classes[1] ?? ''))
})

test('dataset.json makes numbers a regression', async () => {
  const rows = (channel: 'train' | 'test') =>
    smallRows(channel).map(({ size, weight }) => ({ size, price: 3 * size + 1, weight }))
  const workspace = workspaceWith({
    ...perChannel('rows.csv', channel => csvOf(rows(channel))),
    'dataset.json': JSON.stringify({ task: 'regression', target: 'price', features: ['size'] })
  })
  const request = { ...undeclared, gate: 'metrics.r2 > 0.9' }
  const trainingId = await requestRun(workspace, request)
  await step('train', workspace, { trainingId })
  const gated = await step('evaluate-gate', workspace, { trainingId })
  expectDecision(gated, { action: 'evaluate-gate', decision: 'pass', reasonCode: 'gate-passed' })
  expect(workspace.record(`runs/${trainingId}/evaluation.json`)).toMatchObject({
    task: 'regression',
    primary_metric: { name: 'rmse', direction: 'lower' }
  })
  expect(workspace.record(`runs/${trainingId}/training.json`)).toMatchObject({
    dataset: { features: ['size'], target: 'price' }
  })
})

test('features are found by name, whatever the order of the columns in the test data', async () => {
  const workspace = workspaceWith({
    'train/rows.csv': csvOf(smallRows()),
    'test/rows.csv': csvOf(
      smallRows('test').map(({ size, weight, label }) => ({ label, weight, more: 'text', size }))
    )
  })
  const trainingId = await requestRun(workspace, smallRequest)
  await step('train', workspace, { trainingId })
  const gated = await step('evaluate-gate', workspace, { trainingId })
  expectDecision(gated, { action: 'evaluate-gate', decision: 'pass', reasonCode: 'gate-passed' })
  expect(gated.outputs['primary-metric']).toBe('{"name":"accuracy","value":1}')
})
