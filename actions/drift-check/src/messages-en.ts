import type { DriftMessages, MovedColumn } from './drift-messages.js'

const quoted = (name: string) => `"${name}"`
const columns = (count: number) => `${count} ${count === 1 ? 'column' : 'columns'}`
const are = (count: number) => (count === 1 ? 'is' : 'are')

function evidence({ change, psi, limit }: MovedColumn): string {
  const index = `PSI ${psi}${limit === undefined ? '' : `, above ${limit}`}`
  return change === '' ? index : `${change}; ${index}`
}

/** English texts of `drift-check`. */
export const en: DriftMessages = {
  titles: {
    ok: subject => `No drift: ${subject}`,
    notice: subject => `Drift: ${subject} moved a little`,
    warn: subject => `Drift: ${subject} is drifting`,
    retrain: subject => `Drift: ${subject} should be retrained`,
    'insufficient-data': subject => `Drift: too few rows to judge ${subject}`
  },
  driftedFrom: ({ baseline, current }) => `Drift: current ${current} has drifted from ${baseline}`,
  reasons: {
    'no-drift': 'no judged column is at notice or above.',
    'features-notice': 'at least one column is at notice, none above.',
    'new-columns': 'no judged column moved, but there are new ones.',
    'features-warn': 'columns are at warn or retrain, but too few for retraining.',
    'columns-missing': 'columns of the baseline are missing, but too few for retraining.',
    'critical-feature':
      'a critical column, the target or the prediction is at retrain, or a critical column is missing.',
    'drift-share': 'at least half of the judged columns are at warn or retrain.',
    'several-features': 'at least two, and at least a tenth, of the judged columns are at retrain.',
    'only-feature': 'the only judged column is at retrain.',
    'too-few-rows': 'a side has fewer rows than a judgement takes.',
    'sampling-noise': 'for more than half of the columns chance alone explains an index at warn.'
  },
  headline: {
    drifted: (column, { drifting, judged }) =>
      `${quoted(column.name)} drifted most (${evidence(column)}); ${drifting} of ${columns(judged)} ${are(drifting)} at warn or retrain.`,
    moved: column => `${quoted(column.name)} moved a little (${evidence(column)}); no column is at warn.`,
    missing: names => `Missing from the current data: ${names}.`,
    extra: names =>
      `Nothing moved, but the current data have columns that the baseline does not know: ${names}.`,
    typeChanged: name => `${quoted(name)} holds text where the baseline has numbers.`,
    steady: (judged, worst) =>
      worst === undefined
        ? 'Nothing could be compared.'
        : `Nothing drifted: the largest PSI of ${columns(judged)} is ${worst.psi} (${quoted(worst.name)}).`,
    noValues: 'Nothing could be compared: no column holds a value in both the baseline and the current data.',
    fewRows: (rows, needed) =>
      `Too few rows for a verdict: there are ${rows}${needed === undefined ? '' : `, and about ${needed} are needed`}.`,
    sides: ({ baseline, current }) => `${baseline} in the baseline and ${current} in the current data`
  },
  baseline: 'baseline',
  current: 'current',
  column: 'Column',
  index: 'PSI (noise)',
  test: 'Test',
  missing: 'Missing',
  change: 'Change',
  median: 'median',
  range: '5–95 % range',
  bins: { other: 'other values', unseen: 'unseen values', missing: 'missing' },
  moreBins: bins => `${bins} more`,
  steadyColumns: count => `✅ ${columns(count)} without drift`,
  moreColumns: count => `… and ${columns(count)} more, none worse than these; all are in \`report.json\`.`,
  roles: { target: 'target', prediction: 'prediction' },
  critical: 'critical',
  distributions: 'Distributions',
  rows: 'rows',
  noise: 'noise explains',
  identifiers: names =>
    `${names}: nearly every value is different: an identifier or a date? Leave it out with \`features\`.`,
  violations: 'Columns that do not fit',
  checks: {
    missing_column: name => `${name} is missing from the current data.`,
    extra_column: name => `${name} is new: the baseline does not have it.`,
    type_changed: name => `${name} holds text where the baseline has numbers; such cells count as missing.`
  },
  notJudged: 'Not judged',
  belowMinRows: (rows, minRows) => `${rows} rows, fewer than ${minRows}`,
  tooNoisy: noise => `so few rows make a PSI of ${noise} by chance`,
  notInCurrent: role => `the ${role} is not in the current data, which is no violation`,
  verdict: 'How the verdict follows',
  legend: '🔴 retrain · 🟠 warn · 🔵 notice · ✅ ok · ❔ not judged',
  rule: ({ notice, warn, retrain }) =>
    `A column is at notice, warn or retrain when its population stability index (PSI) is above ${notice}, ${warn} or ${retrain}, and above what sampling noise explains (in brackets).`,
  counts: ({ judged, drifting, share }) =>
    `${columns(judged)} judged, ${drifting} at warn or retrain: a share of ${share}.`,
  tests: alpha =>
    `Kolmogorov–Smirnov's D (numbers) and Cramér's V (categories), with p-values adjusted over all columns (Benjamini–Hochberg). From 0.1 on, with p of at most ${alpha}, they raise a column to notice, never higher.`,
  approximate: 'approximate',
  requested: target => `Retraining was asked for: ${target}.`,
  requestedBefore: (at, target) =>
    `Retraining was asked for already at ${at} for this version and these data: ${target}. Nothing new was started.`,
  requestFailed: 'Retraining was to be asked for, and that failed; see the error.',
  reasonCode: 'Reason code',
  issue: {
    title: subject => `Drift: ${subject} should be retrained`,
    howToRetrain:
      'To retrain with the request below, somebody adds the label `mlops:train`. (A label that a workflow sets starts nothing.)',
    howToRetrainByHand: 'To retrain, somebody starts the training workflow for this model.',
    report: 'Report',
    run: 'Workflow run'
  }
}
