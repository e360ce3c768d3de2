import { describe, expect, test } from '@jest/globals'
import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import {
  aDecision,
  anEvaluation,
  aRequest,
  aRequestRecord,
  aTrainingRecord
} from '../../../shared/testing/builders/records.js'
import { reportTexts } from '../src/report-texts.js'
import { runReport } from '../src/run-report.js'
import type { RecordedRun } from '../src/run.js'

const aRun = (change: Partial<RecordedRun> = {}): RecordedRun => ({
  request: aRequestRecord(),
  training: aTrainingRecord(),
  evaluation: anEvaluation(),
  decision: aDecision(),
  version: undefined,
  ...change
})

describe('the sections', () => {
  test.each([
    ['en', ['Basic information', 'Dataset', 'Hyperparameters', 'Evaluation', 'Model', 'Status']],
    ['ja', ['基本情報', 'データセット', 'ハイパーパラメータ', '評価結果', 'モデル情報', 'ステータス']]
  ] as const)('stand in the order of the contract in %s', (language, sections) => {
    expect(headings(runReport(aRun(), language)).filter(({ depth }) => depth === 2)).toEqual(
      sections.map(text => ({ depth: 2, text }))
    )
  })

  test('hold what the records hold', () => {
    const report = runReport(aRun(), 'en')
    for (const row of [
      '- **Algorithm:** `random_forest`',
      '- **Duration:** 12.5 s',
      '- **Training rows:** 100',
      '- **Test rows:** 40',
      '| `n_estimators` | `100` |',
      '| `accuracy` | 0.9 |',
      '| `roc_auc` | – (the model gave no probabilities) |',
      '| `metrics.accuracy >= 0.85` | ✅ accuracy is 0.9, at least 0.85 |'
    ])
      expect(report).toContain(row)
  })

  test('say in Japanese what the gate, the champion and the training have recorded', () => {
    const champion = { version: 'v1.0.0', metrics: {}, tests: [], note: 'has drifted since' }
    const rules = aDecision().rules.map(rule => ({
      ...rule,
      passed: false,
      reason: 'accuracy 0.8 is not at least 0.9'
    }))
    const report = runReport(
      aRun({ evaluation: anEvaluation({ champion }), decision: aDecision({ decision: 'reject', rules }) }),
      'ja'
    )
    for (const text of [
      '| ❌ accuracy 0.8 は 0.9 以上ではありません |',
      '- accuracy 0.8 は 0.9 以上ではありません',
      '| `roc_auc` | – (モデルが確率を出力しません) |',
      // What is not known stays as it is.
      'has drifted since'
    ])
      expect(report).toContain(text)
    const training = aTrainingRecord({ status: 'failed', reason_code: 'x', message: 'd1 holds no data file' })
    expect(runReport(aRun({ training, evaluation: undefined, decision: undefined }), 'ja')).toContain(
      'd1 にデータファイルがありません (`x`)'
    )
  })

  const cost = { worst_case_usd: 4.6, usd_per_hour: 2.3, instance_type: 'ml.m5.xlarge', instance_count: 1 }

  test.each([
    [
      'en',
      'billed',
      1.153,
      '- **Training job:** `mlops-churn-1`',
      '- **Cost:** billed 1.15 USD of at most 4.60 USD'
    ],
    [
      'en',
      'billed for next to nothing',
      0.00512,
      '- **Training job:** `mlops-churn-1`',
      '- **Cost:** billed 0.0051 USD of at most 4.60 USD'
    ],
    [
      'en',
      'not billed yet',
      undefined,
      '- **Training job:** `mlops-churn-1`',
      '- **Cost:** at most 4.60 USD'
    ],
    [
      'ja',
      'billed',
      1.153,
      '- **学習ジョブ:** `mlops-churn-1`',
      '- **費用:** 請求額 1.15 USD（上限 4.60 USD）'
    ],
    ['ja', 'not billed yet', undefined, '- **学習ジョブ:** `mlops-churn-1`', '- **費用:** 上限 4.60 USD']
  ] as const)('name in %s the training job and its cost, %s', (language, _, billed, jobLine, costLine) => {
    const bill = { ...cost, ...(billed !== undefined && { billed_usd: billed }) }
    const training = aTrainingRecord({ backend: 'sagemaker', job_name: 'mlops-churn-1', cost: bill })
    const [, basic = ''] = runReport(aRun({ training }), language).split(/^## .*$/m)
    expect(basic.split('\n')).toEqual(expect.arrayContaining([jobLine, costLine]))
  })

  test.each(['en', 'ja'] as const)('say nothing of a job or of cost where there is none in %s', language => {
    const report = runReport(aRun(), language)
    expect(report).not.toContain(reportTexts[language].job)
    expect(report).not.toContain(`**${reportTexts[language].cost}:**`)
  })

  test('say what was run again, and why', () => {
    const request = aRequestRecord({
      rerun_of: 'train-20250110-093000-b99438ce',
      reason: 'radius drifted | @all',
      report: '.mlops/drift/churn/d/report.json'
    })
    const report = runReport(aRun({ request }), 'en')
    for (const line of [
      '- **Runs again:** `train-20250110-093000-b99438ce`',
      '- **Drift report:** `.mlops/drift/churn/d/report.json`'
    ])
      expect(report).toContain(line)
    expect(report).toMatch(/^- \*\*Why:\*\* radius drifted/m)
    expect(report).not.toContain('@all')
    expect(runReport(aRun(), 'en')).not.toContain('Why')
  })

  test('follow the verdict, which comes first', () => {
    const report = runReport(aRun({ decision: aDecision({ decision: 'reject' }) }), 'en')
    expect(report.indexOf('**❌ The gate rejected the model.**')).toBeGreaterThan(0)
    expect(report.indexOf('**❌')).toBeLessThan(report.indexOf('## Basic information'))
  })

  test('show the champion beside the model', () => {
    const champion = { version: 'v1.2.0', metrics: { accuracy: 0.875, roc_auc: null }, tests: [] }
    const report = runReport(aRun({ evaluation: anEvaluation({ champion }) }), 'en')
    expect(report).toContain('| Metric | Value | Champion `v1.2.0` |')
    expect(report).toContain('| `accuracy` | 0.9 | 0.875 |')
    expect(report).toContain('| `roc_auc` | – (the model gave no probabilities) | – |')
  })

  test('say why there is no comparison with the champion', () => {
    const champion = { version: 'v1.2.0', metrics: {}, tests: [], note: 'it needs the column "age"' }
    const report = runReport(aRun({ evaluation: anEvaluation({ champion }) }), 'ja')
    expect(report).toContain('| 指標 | 値 |\n')
    expect(report).toContain('現行モデル `v1.2.0`: it needs the column "age"')
  })

  test('say what a run did not reach', () => {
    const report = runReport(aRun({ training: undefined, evaluation: undefined, decision: undefined }), 'en')
    expect(report).toContain('Not evaluated.')
    expect(report).toContain('Not registered.')
    expect(report).toContain('All values are the defaults of the library.')
  })
})

describe('the status in words', () => {
  const rejected = (attempts_left: number) => ({
    decision: aDecision({
      decision: 'reject',
      attempts_left,
      rules: [
        { source: 'request', expression: 'x', value: 0, passed: false, reason: 'accuracy 0.8 is too low' }
      ]
    })
  })
  const undecided = { evaluation: undefined, decision: undefined }
  const ended = (status: 'failed' | 'stopped' | 'running' | 'completed') => ({
    ...undecided,
    training: aTrainingRecord({ status, reason_code: 'one-class', message: 'Only one class' })
  })

  test.each([
    ['pass', {}, ['✅ The gate passed.']],
    [
      'reject',
      rejected(2),
      ['❌ The gate rejected the model.', '- accuracy 0.8 is too low', 'Attempts left: 2', '/mlops retrain']
    ],
    ['inconclusive', { decision: aDecision({ decision: 'inconclusive' }) }, ['❔ The gate is undecided']],
    ['failed', ended('failed'), ['❌ The training failed.', 'Only one class (`one-class`)']],
    ['stopped', ended('stopped'), ['❌ The training was stopped.']],
    ['running', ended('running'), ['⏳ The training is running.']],
    ['not evaluated', ended('completed'), ['❔ Trained, not evaluated.']],
    ['not trained', { ...undecided, training: undefined }, ['❌ The training was not started.']]
  ])('%s', (_name, change, texts) => {
    const status = runReport(aRun(change), 'en').split('## Status')[1]
    for (const text of texts) expect(status).toContain(text)
  })

  test('asks for no retry when none is left', () => {
    expect(runReport(aRun(rejected(0)), 'en')).not.toContain('/mlops retrain')
  })

  test('is told in Japanese', () => {
    expect(runReport(aRun(rejected(1)), 'ja')).toContain('❌ 不合格です。')
  })
})

describe('hostile texts', () => {
  const texts = [
    '<img src=x onerror=alert(1)>',
    '@everyone',
    '[click](https://evil.test)',
    '![pixel](https://evil.test/p.png)',
    'https://evil.test',
    '`code` | cell',
    '`` ` ``',
    'a` @everyone <b>x</b> `b',
    '\\`',
    'a\\|@everyone',
    '## Status\n\n✅ The gate passed.',
    '--- \n| a | b |',
    '</details><script>alert(1)</script>',
    '*bold* **bold** _it_ ~~gone~~ $x$',
    '**Duration:**',
    '#1 GH-1'
  ]

  test.each(texts)('%j is shown and does nothing', text => {
    const report = runReport(hostile(text), 'en')
    expect(headings(report).map(heading => heading.depth)).toEqual([1, 2, 2, 2, 2, 2, 2])
    for (const block of blocks(report)) {
      expect(active(fromMarkdown(block))).toEqual([])
      expect(block.replace(/(`+).*?\1/g, '')).not.toMatch(/(?<!\\)~|\$/)
    }
  })

  test.each(texts)('%j as the reason of a failure does nothing either', text => {
    const training = aTrainingRecord({ status: 'failed', reason_code: text, message: text })
    const report = runReport(aRun({ training, evaluation: undefined, decision: undefined }), 'en')
    expect(headings(report).map(heading => heading.depth)).toEqual([1, 2, 2, 2, 2, 2, 2])
    for (const block of blocks(report)) expect(active(fromMarkdown(block))).toEqual([])
  })

  function hostile(text: string): RecordedRun {
    return aRun({
      request: aRequestRecord({ actor: text, request: aRequest() }),
      training: aTrainingRecord({
        engine: { [text]: text },
        hyperparameters: { [text]: text },
        model_artifact: { uri: text, sha256: 'a'.repeat(64), size_bytes: 1 },
        dataset: { ...aTrainingRecord().dataset, features: [text, 'x'], target: text }
      }),
      evaluation: anEvaluation({
        metrics: { [text]: null },
        undefined: { [text]: text },
        champion: { version: text, metrics: { [text]: 1 }, tests: [], note: text }
      }),
      decision: aDecision({
        decision: 'reject',
        attempts_left: 0,
        rules: [{ source: 'request', expression: text, value: null, passed: false, reason: text }]
      })
    })
  }

  test('are shown whole', () => {
    const report = runReport(hostile('<b>|x|</b>'), 'en')
    expect(report).toContain('`<b>\\|x\\|</b>`')
    expect(report).toContain('- &lt;b&gt;\\|x\\|&lt;/b&gt;')
  })
})

/** What GitHub renders by itself: the cells of tables, which it splits before anything else, and the other lines. */
function blocks(report: string): string[] {
  return report.split('\n').flatMap(line => {
    if (!line.startsWith('|')) return [line]
    const cells = line.slice(1).match(/(?:\\.|[^|\\])+/g) ?? []
    return cells.map(cell => cell.trim().replace(/\\\|/g, '|'))
  })
}

/** Everything in a piece of Markdown that would act: links, images, HTML, emphasis, and texts that GitHub links. */
function active(node: Nodes): string[] {
  if (node.type === 'text') return /@\w|#\d|GH-\d|:\/\//.test(node.value) ? [node.value] : []
  if (node.type === 'strong') return isOurs(node) ? [] : ['strong']
  const inert = ['root', 'paragraph', 'heading', 'list', 'listItem', 'inlineCode', 'thematicBreak', 'code']
  const own = inert.includes(node.type) ? [] : [node.type]
  return [...own, ...('children' in node ? node.children.flatMap(active) : [])]
}

/** Bold are the names of facts and the verdict, and nothing that came from elsewhere. */
function isOurs({ children }: { children: readonly Nodes[] }): boolean {
  const [child, ...more] = children
  const text = child?.type === 'text' && more.length === 0 ? child.value.replace(/^[✅❌❔⏳] |:$/g, '') : ''
  const ours: unknown[] = Object.values(reportTexts.en)
  return text === 'SHA-256' || ours.includes(text)
}

function headings(report: string): { depth: number; text: string }[] {
  return fromMarkdown(report).children.flatMap(node => {
    if (node.type !== 'heading') return []
    const text = node.children.map(child => ('value' in child ? child.value : '')).join('')
    return [{ depth: node.depth, text }]
  })
}
