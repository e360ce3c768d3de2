import { openWorkspace, type Workspace } from './workspace.js'

/** One row; a type rather than an interface, so that it passes for a record of columns. */
export type SmallRow = Readonly<{ size: number; weight: number; label: string }>

/** Forty rows that a tree tells apart (`label` is `yes` from a `size` of 20), or the twenty that lie between them. */
export function smallRows(channel: 'train' | 'test' = 'train'): SmallRow[] {
  const [rows, step, offset] = channel === 'train' ? [40, 1, 0] : [20, 2, 0.5]
  return Array.from({ length: rows }, (_, row) => ({
    size: row * step + offset,
    weight: 100 - row * step * 2 + ((row * 3) % 4),
    label: row * step + offset >= 20 ? 'yes' : 'no'
  }))
}

/** Rows as CSV with a header, in the order of the first row's keys. */
export function csvOf(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const names = Object.keys(rows[0] ?? {})
  const cell = (value: unknown) => {
    const text = String(value)
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  const lines = rows.map(row => names.map(name => cell(row[name])).join(','))
  return `${[names.map(cell).join(','), ...lines].join('\n')}\n`
}

/** A request for a small forest on data set `small`. */
export const smallRequest = {
  algorithm: 'random_forest',
  model_id: 'small',
  dataset_id: 'small',
  target: 'label',
  hyperparameters: { n_estimators: 5 },
  gate: 'metrics.accuracy >= 0.5',
  max_retry: 3
}

/** A workspace whose store holds the data set `small`. */
export function smallWorkspace(): Workspace {
  const workspace = openWorkspace()
  workspace.store('datasets/small/train/rows.csv', csvOf(smallRows('train')))
  workspace.store('datasets/small/test/rows.csv', csvOf(smallRows('test')))
  return workspace
}
