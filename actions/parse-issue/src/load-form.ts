import { readFormTemplate, type FormTemplate } from '../../../shared/src/domain/intake/form-template.js'
import { requestFields } from '../../../shared/src/domain/request/request-fields.js'
import { UserError } from '../../../shared/src/errors.js'
import type { IssueTracker } from '../../../shared/src/ports/issue-tracker.js'
import type { TextFiles } from '../../../shared/src/ports/text-files.js'

const folder = '.github/ISSUE_TEMPLATE'
const usualNames = [
  'train-model',
  'train-model-ja',
  'mlops-training-request',
  'mlops-train',
  'mlops',
  'training-request',
  'train'
] as const

interface FormPorts {
  readonly files: TextFiles
  readonly issueTracker: IssueTracker | undefined
}

/**
 * The issue form that was answered: the one the input names, else among those in the checkout's
 * `.github/ISSUE_TEMPLATE/`, or under the usual names on the default branch, the one that asks for request fields and
 * has most of the body's headings, the first one among them; undefined when there is none.
 */
export async function loadForm(
  input: string | undefined,
  ports: FormPorts,
  headings: readonly string[]
): Promise<FormTemplate | undefined> {
  if (input !== undefined) {
    const text = (await ports.files.read(input)) ?? (await ports.issueTracker?.readDefaultBranchFile(input))
    if (text === undefined) throw new UserError('invalid-inputs', `input form-template: there is no ${input}`)
    return parseForm(input, text)
  }
  const inCheckout = (await ports.files.list(folder)).filter(name => /\.ya?ml$/.test(name))
  const usual = usualNames.flatMap(name => [`${name}.yml`, `${name}.yaml`])
  return inCheckout.length > 0
    ? answeredForm(inCheckout, headings, path => ports.files.read(path))
    : answeredForm(usual, headings, async path => ports.issueTracker?.readDefaultBranchFile(path))
}

async function answeredForm(
  names: readonly string[],
  headings: readonly string[],
  read: (path: string) => Promise<string | undefined>
): Promise<FormTemplate | undefined> {
  let best: FormTemplate | undefined
  let most = 0
  for (const name of names.slice(0, 20)) {
    const path = `${folder}/${name}`
    const text = await read(path)
    const form = text === undefined ? undefined : await parseForm(path, text)
    if (!form?.fields.some(field => Object.hasOwn(requestFields, field.id))) continue
    const labels = form.fields.map(({ label }) => label)
    if (!labels.includes(headings[0] ?? '')) continue
    const answered = labels.filter(label => headings.includes(label)).length
    // GitHub writes every question of a form, answered or not.
    if (answered === labels.length) return form
    if (answered > most) [best, most] = [form, answered]
  }
  return best
}

async function parseForm(path: string, text: string): Promise<FormTemplate | undefined> {
  const reading = await readFormTemplate(path, text)
  return reading.ok ? reading.value : undefined
}
