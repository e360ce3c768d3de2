import { readFormTemplate, type FormTemplate } from '../../../shared/src/domain/intake/form-template.js'
import { requestFields } from '../../../shared/src/domain/request/request-fields.js'
import { UserError } from '../../../shared/src/errors.js'
import type { IssueTracker } from '../../../shared/src/ports/issue-tracker.js'
import type { TextFiles } from '../../../shared/src/ports/text-files.js'

const folder = '.github/ISSUE_TEMPLATE'
const usualNames = [
  'train-model',
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
 * The issue form that asks for request fields: the one the input names, else the first one in the checkout's
 * `.github/ISSUE_TEMPLATE/`, else one of the usual names on the default branch; undefined when there is none.
 */
export async function loadForm(
  input: string | undefined,
  ports: FormPorts
): Promise<FormTemplate | undefined> {
  if (input !== undefined) {
    const text = (await ports.files.read(input)) ?? (await ports.issueTracker?.readDefaultBranchFile(input))
    if (text === undefined) throw new UserError('invalid-inputs', `input form-template: there is no ${input}`)
    return parseForm(input, text)
  }
  const inCheckout = (await ports.files.list(folder)).filter(name => /\.ya?ml$/.test(name))
  const usual = usualNames.flatMap(name => [`${name}.yml`, `${name}.yaml`])
  return inCheckout.length > 0
    ? firstForm(inCheckout, path => ports.files.read(path))
    : firstForm(usual, async path => ports.issueTracker?.readDefaultBranchFile(path))
}

async function firstForm(
  names: readonly string[],
  read: (path: string) => Promise<string | undefined>
): Promise<FormTemplate | undefined> {
  for (const name of names.slice(0, 20)) {
    const path = `${folder}/${name}`
    const text = await read(path)
    const form = text === undefined ? undefined : await parseForm(path, text)
    if (form?.fields.some(field => Object.hasOwn(requestFields, field.id))) return form
  }
  return undefined
}

async function parseForm(path: string, text: string): Promise<FormTemplate | undefined> {
  const reading = await readFormTemplate(path, text)
  return reading.ok ? reading.value : undefined
}
