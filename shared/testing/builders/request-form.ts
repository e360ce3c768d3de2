import { stringify } from 'yaml'
import { readFormTemplate, type FormTemplate } from '../../src/domain/intake/form-template.js'
import type { TrainingRequest } from '../../src/domain/request/training-request.js'
import type { FormAnswer } from '../issue-form.js'

type Kind = 'input' | 'textarea' | 'dropdown' | 'yaml'

interface Question {
  readonly id: keyof TrainingRequest
  readonly kind: Kind
  readonly en: string
  readonly ja: string
  readonly options?: readonly string[]
}

const question = (
  id: Question['id'],
  kind: Kind,
  en: string,
  ja: string,
  options: readonly string[] = []
) => ({
  id,
  kind,
  en,
  ja,
  options
})

/** A question for every field of a request. */
const questions: readonly Question[] = [
  question('algorithm', 'input', 'Algorithm', 'アルゴリズム'),
  question('learning_type', 'dropdown', 'Learning type', '学習の種類', [
    'supervised',
    'unsupervised',
    'reinforcement'
  ]),
  question('task', 'dropdown', 'Task', 'タスク', [
    'classification',
    'regression',
    'clustering',
    'dimensionality_reduction',
    'q_learning',
    'policy_gradient'
  ]),
  question('dataset_id', 'input', 'Dataset', 'データセット'),
  question('model_id', 'input', 'Model', 'モデル'),
  question('features', 'textarea', 'Features', '特徴量'),
  question('target', 'input', 'Target', '目的変数'),
  question('sample_id', 'input', 'Sample id', '行の識別子'),
  question('preprocessing', 'textarea', 'Preprocessing', '前処理'),
  question('hyperparameters', 'yaml', 'Hyperparameters', 'ハイパーパラメータ'),
  question('evaluation_threshold', 'input', 'Evaluation threshold', '合格の基準'),
  question('custom_metrics', 'yaml', 'Custom metrics', '独自の指標'),
  question('gate', 'textarea', 'Gate', 'ゲート'),
  question('champion', 'textarea', 'Champion', '現行モデルとの比較'),
  question('max_retry', 'input', 'Max retry', '再試行の回数'),
  question('validation', 'yaml', 'Validation', '交差検証'),
  question('tuning', 'yaml', 'Tuning', 'チューニング'),
  question('compute', 'textarea', 'Compute', '計算環境'),
  question('fairness', 'textarea', 'Fairness', '公平性'),
  question('edge', 'yaml', 'Edge', 'エッジ'),
  question('trees', 'dropdown', 'Trees', '木', ['all', 'best']),
  question('positive_class', 'input', 'Positive class', '陽性クラス'),
  question('parity_rows', 'dropdown', 'Parity rows', '照合する行', ['real', 'synthetic']),
  question('seed', 'input', 'Seed', 'シード'),
  question('allow_substitute', 'dropdown', 'Allow substitute', '代替を許可', ['true', 'false'])
]

/** An issue form that asks for every field of a request, and for notes that are none, in English or Japanese. */
export async function everyFieldForm(language: 'en' | 'ja' = 'en'): Promise<FormTemplate> {
  const body = [
    { type: 'markdown', attributes: { value: '### Algorithm' } },
    ...questions.map(asked => element(asked, language)),
    { type: 'textarea', attributes: { label: language === 'en' ? 'Notes' : '備考' } }
  ]
  const reading = await readFormTemplate('form.yml', stringify({ name: 'x', description: 'x', body }))
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.value
}

function element({ id, kind, options, ...labels }: Question, language: 'en' | 'ja'): unknown {
  const label = labels[language]
  if (kind === 'dropdown') return { type: kind, id, attributes: { label, options } }
  if (kind === 'yaml') return { type: 'textarea', id, attributes: { label, render: 'yaml' } }
  return { type: kind, id, attributes: { label } }
}

/** What somebody types into that form to ask for this request. */
export function answersFor(request: TrainingRequest): Map<string, FormAnswer> {
  const answers = new Map<string, FormAnswer>()
  for (const { id } of questions) {
    const value = request[id]
    if (value !== undefined) answers.set(id, id === 'features' ? names(value) : typed(value))
  }
  return answers
}

function typed(value: NonNullable<TrainingRequest[keyof TrainingRequest]>): string {
  if (typeof value !== 'object') return String(value)
  return stringify(value, { aliasDuplicateObjects: false }).replace(/\n$/, '')
}

/** One name per line; a YAML list where a name could be mistaken. */
function names(value: unknown): string {
  const list = Array.isArray(value) ? value.map(String) : []
  const isPlain = list.every(name => !/[,\n]|^\[|^- |^[ \t]|[ \t]$/.test(name))
  return isPlain ? list.join('\n') : JSON.stringify(list)
}
