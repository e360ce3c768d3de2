import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { field } from './api.js'

type Node = Readonly<Record<string, unknown>>

/** An operation of the description and how its path is recognised. */
export interface Operation {
  readonly method: string
  /** As in the description, with `{parameters}`. */
  readonly path: string
  readonly pattern: RegExp
  readonly names: readonly string[]
  readonly description: Node
  /** JSON pointer of the operation. */
  readonly pointer: string
}

export interface MatchedOperation {
  readonly operation: Operation
  readonly parameters: Readonly<Record<string, string>>
}

export interface RequestParts {
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: unknown
}

const FILE = new URL('./openapi/generated/github-api.json', import.meta.url)
// These may hold slashes.
const GREEDY = new Set(['path', 'ref'])

/** GitHub's own description of its REST API: recognises operations and checks requests and answers. */
export class OpenApiDescription {
  readonly #root: Node
  readonly #operations: readonly Operation[]
  readonly #ajv = new Ajv({ strict: false, allErrors: true })

  constructor() {
    this.#root = asNode(JSON.parse(readFileSync(FILE, 'utf8')))
    this.#operations = Object.entries(asNode(this.#root['paths'])).flatMap(([path, methods]) =>
      Object.entries(asNode(methods)).map(([method, description]) =>
        operation(path, method, asNode(description))
      )
    )
    addFormats.default(this.#ajv)
    // GitHub's bots have addresses that no validator takes: 41898282+github-actions[bot]@…
    this.#ajv.addFormat('email', true)
    this.#ajv.addSchema({ $id: 'github', ...this.#root })
  }

  /** The operation of a still percent-encoded path. */
  match(method: string, path: string): MatchedOperation | undefined {
    for (const operation of this.#operations) {
      if (operation.method !== method) continue
      const found = operation.pattern.exec(path)
      if (found === null) continue
      const values = operation.names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')])
      return { operation, parameters: Object.fromEntries(values) as Record<string, string> }
    }
    return undefined
  }

  /** What is wrong with a request: parameters, unknown query or body fields, the body. */
  requestProblems(operation: Operation, parts: RequestParts): readonly string[] {
    const described = asArray(operation.description['parameters'])
    const known = new Set(described.map(parameter => field(this.#follow(parameter), 'name')))
    const unknown = [...parts.query.keys()].filter(name => !known.has(name))
    return [
      ...unknown.map(name => `unknown query parameter ${name}`),
      ...described.flatMap((parameter, index) =>
        this.#parameterProblems(operation, { parameter, index, parts })
      ),
      ...this.#bodyProblems(operation, parts.body)
    ]
  }

  documents(operation: Operation, status: number): boolean {
    return field(operation.description['responses'], String(status)) !== undefined
  }

  /** What is wrong with an answer: an undocumented status, or a body that is not as described. */
  responseProblems(operation: Operation, status: number, body: unknown): readonly string[] {
    const described = field(operation.description['responses'], String(status))
    if (described === undefined) return [`status ${status} is not documented`]
    const content = field(this.#follow(described), 'content')
    if (content === undefined) return body === undefined ? [] : [`status ${status} has no body`]
    const pointer = pointerOf(described) ?? `${operation.pointer}/responses/${status}`
    return this.#check(`${pointer}/content/application~1json/schema`, body)
  }

  #parameterProblems(
    operation: Operation,
    { parameter, index, parts }: { parameter: unknown; index: number; parts: RequestParts }
  ): readonly string[] {
    const described = asNode(this.#follow(parameter))
    const name = String(described['name'])
    const raw = described['in'] === 'path' ? parts.parameters[name] : parts.query.get(name)
    if (raw === undefined || raw === null) {
      return described['required'] === true ? [`${name} is missing`] : []
    }
    const pointer = pointerOf(parameter) ?? `${operation.pointer}/parameters/${index}`
    return this.#check(`${pointer}/schema`, typed(raw, described['schema'])).map(text => `${name}${text}`)
  }

  #bodyProblems(operation: Operation, body: unknown): readonly string[] {
    const described = operation.description['requestBody']
    const schema = field(field(field(described, 'content'), 'application/json'), 'schema')
    if (schema === undefined) return body === undefined ? [] : ['a body where none belongs']
    if (body === undefined) return field(described, 'required') === true ? ['the body is missing'] : []
    const known = field(schema, 'properties')
    const unknown =
      known === undefined ? [] : Object.keys(asNode(body)).filter(name => !(name in asNode(known)))
    const problems = this.#check(`${operation.pointer}/requestBody/content/application~1json/schema`, body)
    return [...unknown.map(name => `unknown body field ${name}`), ...problems]
  }

  #check(pointer: string, value: unknown): readonly string[] {
    const validate = this.#ajv.getSchema(`github#${pointer}`)
    if (validate === undefined) return [`no schema at ${pointer}`]
    if (validate(value) === true) return []
    return (validate.errors ?? []).map(error => `${error.instancePath} ${error.message ?? ''}`)
  }

  #follow(node: unknown): unknown {
    const pointer = pointerOf(node)
    if (pointer === undefined) return node
    return pointer
      .slice(1)
      .split('/')
      .reduce<unknown>((at, key) => field(at, key), this.#root)
  }
}

function operation(path: string, method: string, description: Node): Operation {
  const names: string[] = []
  const pattern = path.replace(/\/\{(\w+)\}/g, (_match, name: string) => {
    names.push(name)
    // Without a path it is the root that is meant.
    if (name === 'path') return '(?:/(.*))?'
    return GREEDY.has(name) ? '/(.*)' : '/([^/]+)'
  })
  const pointer = `/paths/${escapedPointer(path)}/${method}`
  return {
    method: method.toUpperCase(),
    path,
    pattern: new RegExp(`^${pattern}$`),
    names,
    description,
    pointer
  }
}

function escapedPointer(path: string): string {
  return path.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')
}

/** Query and path values are text; the schema says what they stand for. */
function typed(raw: string, schema: unknown): unknown {
  const type = field(schema, 'type')
  if (type === 'integer' && /^-?\d{1,15}$/.test(raw)) return Number(raw)
  if (type === 'boolean' && /^(true|false)$/.test(raw)) return raw === 'true'
  const isChoice = field(schema, 'oneOf') !== undefined || field(schema, 'anyOf') !== undefined
  return isChoice && /^\d{1,15}$/.test(raw) ? Number(raw) : raw
}

function pointerOf(node: unknown): string | undefined {
  const reference = field(node, '$ref')
  return typeof reference === 'string' ? reference.slice(1) : undefined
}

function asNode(value: unknown): Node {
  return typeof value === 'object' && value !== null ? (value as Node) : {}
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
