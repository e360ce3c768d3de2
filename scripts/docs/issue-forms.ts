import { algorithmNames, tasksOf } from '../../shared/src/domain/request/algorithms.js'
import { hyperparametersOf } from '../../shared/src/domain/request/hyperparameter-domains.js'
import { en, ja, type FormTexts } from './issue-form-texts.js'

/** The questions of the form; everything else about a request is written as a yaml block. */
interface Question {
  readonly id: keyof FormTexts['descriptions']
  readonly type: 'input' | 'textarea' | 'dropdown'
  readonly options?: readonly string[]
  /** As it stands in YAML. */
  readonly placeholder?: string
  readonly render?: 'yaml'
  readonly required?: true
}

const trained = algorithmNames.filter(name => hyperparametersOf(name, undefined) !== undefined)
const tasks = [...new Set(trained.flatMap(tasksOf))]

const questions: readonly Question[] = [
  { id: 'algorithm', type: 'dropdown', options: trained, required: true },
  { id: 'dataset_id', type: 'input', placeholder: 'dataset-20250110-001', required: true },
  { id: 'target', type: 'input' },
  { id: 'task', type: 'dropdown', options: tasks },
  { id: 'features', type: 'textarea' },
  {
    id: 'hyperparameters',
    type: 'textarea',
    placeholder: '|\n        n_estimators: 200\n        max_depth: 12',
    render: 'yaml'
  },
  { id: 'evaluation_threshold', type: 'input', placeholder: "'0.85'" },
  { id: 'gate', type: 'input', placeholder: 'metrics.roc_auc >= 0.9 && metrics.recall >= 0.8' },
  { id: 'max_retry', type: 'input', placeholder: "'3'" }
]

/** The issue forms by file name. */
export function issueForms(): ReadonlyMap<string, string> {
  return new Map([
    ['train-model.yml', formText(en)],
    ['train-model-ja.yml', formText(ja)]
  ])
}

function formText(texts: FormTexts): string {
  return [texts.head, ...questions.map(question => questionText(question, texts))].join('\n') + '\n'
}

function questionText(
  { id, type, options, placeholder, render, required }: Question,
  texts: FormTexts
): string {
  return [
    `  - type: ${type}`,
    `    id: ${id}`,
    '    attributes:',
    `      label: ${labelOf(id)}`,
    `      description: ${texts.descriptions[id]}`,
    ...(options === undefined ? [] : [`      options: [${options.join(', ')}]`]),
    ...(placeholder === undefined ? [] : [`      placeholder: ${placeholder}`]),
    ...(render === undefined ? [] : [`      render: ${render}`]),
    ...(required === undefined ? [] : ['    validations:', '      required: true'])
  ].join('\n')
}

/** The label spells the field's name, so that an issue can be read without its form. */
function labelOf(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1).replaceAll('_', ' ')
}
