import { AwsError } from '../aws-error.js'
import type { ServiceModel, Shape } from '../service-models/service-model.js'
import { element } from '../s3/xml.js'

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'

/** Reads a structure from form fields such as `PolicyArns.member.1.arn`; names that lead nowhere are an error. */
export function readForm(model: ServiceModel, shapeName: string, form: URLSearchParams): unknown {
  const fields = [...form].filter(([name]) => name !== 'Action' && name !== 'Version')
  const known = new Set(Object.keys(model.shape(shapeName).members ?? {}))
  const stray = fields.find(([name]) => !known.has(name.split('.')[0] ?? ''))
  if (stray !== undefined) throw new AwsError('ValidationError', 400, `Unknown parameter ${stray[0]}`)
  return readShape(model, shapeName, { fields, prefix: '' })
}

interface FormPart {
  readonly fields: readonly (readonly [string, string])[]
  readonly prefix: string
}

function readShape(model: ServiceModel, shapeName: string, part: FormPart): unknown {
  const shape = model.shape(shapeName)
  if (shape.type === 'structure') return readStructure(model, shape, part)
  if (shape.type === 'list') return readList(model, shape, part)
  const text = part.fields.find(([name]) => name === part.prefix)?.[1]
  return shape.type === 'integer' && text !== undefined ? Number(text) : text
}

function readStructure(model: ServiceModel, { members = {} }: Shape, { fields, prefix }: FormPart): unknown {
  const given = Object.entries(members).flatMap(([name, { shape }]) => {
    const place = prefix === '' ? name : `${prefix}.${name}`
    const isGiven = fields.some(([field]) => field === place || field.startsWith(`${place}.`))
    return isGiven ? [[name, readShape(model, shape, { fields, prefix: place })] as const] : []
  })
  return Object.fromEntries(given)
}

function readList(model: ServiceModel, { member }: Shape, { fields, prefix }: FormPart): unknown[] {
  const items: unknown[] = []
  for (let index = 1; index <= 50; index++) {
    const place = `${prefix}.member.${index}`
    if (!fields.some(([field]) => field === place || field.startsWith(`${place}.`))) break
    items.push(readShape(model, member?.shape ?? '', { fields, prefix: place }))
  }
  return items
}

/** The answer of an operation as XML. */
export function resultDocument(operation: string, output: object, requestId: string): string {
  const result = element(`${operation}Result`, children(output))
  const metadata = element('ResponseMetadata', [element('RequestId', requestId)])
  return `<${operation}Response xmlns="${NAMESPACE}">${result}${metadata}</${operation}Response>`
}

/** An error as XML. */
export function errorDocument(error: AwsError, requestId: string): string {
  const type = error.status < 500 ? 'Sender' : 'Receiver'
  const inner = [element('Type', type), element('Code', error.code), element('Message', error.message)]
  const body = element('Error', inner) + element('RequestId', requestId)
  return `<ErrorResponse xmlns="${NAMESPACE}">${body}</ErrorResponse>`
}

function children(structure: object): string[] {
  return Object.entries(structure).map(([name, value]) => element(name, content(value)))
}

function content(value: unknown): string | readonly string[] {
  if (value instanceof Date) return value.toISOString().replace(/\.\d+Z$/, 'Z')
  return typeof value === 'object' && value !== null ? children(value) : String(value)
}
