import { parse } from 'yaml'
import { field } from './api.js'

const MAX_INPUTS = 25
const MAX_PAYLOAD_CHARACTERS = 65_535

/** Why GitHub would not start a workflow, by its source, with these inputs; in the words of its API. */
export function dispatchProblem(source: string, inputs: ReadonlyMap<string, unknown>): string | undefined {
  const on: unknown = field(parse(source), 'on')
  if (!listensToDispatch(on)) return "Workflow does not have 'workflow_dispatch' trigger"
  const declared = new Map(
    Object.entries(Object(field(field(on, 'workflow_dispatch'), 'inputs') ?? {}) as object)
  )
  const unexpected = [...inputs.keys()].filter(name => !declared.has(name))
  if (unexpected.length > 0) return `Unexpected inputs provided: ${JSON.stringify(unexpected)}`
  if (inputs.size > MAX_INPUTS) return `you may only define up to ${MAX_INPUTS} inputs`
  if (JSON.stringify([...inputs]).length > MAX_PAYLOAD_CHARACTERS) return 'inputs are too large.'
  return [...declared].map(([name, input]) => inputProblem(name, input, inputs.get(name))).find(Boolean)
}

function listensToDispatch(on: unknown): boolean {
  if (on === 'workflow_dispatch' || (Array.isArray(on) && on.includes('workflow_dispatch'))) return true
  return typeof on === 'object' && on !== null && Object.hasOwn(on, 'workflow_dispatch')
}

function inputProblem(name: string, input: unknown, given: unknown): string | undefined {
  if (given === undefined) {
    const isNeeded = field(input, 'required') === true && field(input, 'default') === undefined
    return isNeeded ? `Required input '${name}' not provided` : undefined
  }
  const text = typeof given === 'string' ? given : JSON.stringify(given)
  if (field(input, 'required') === true && text === '') return `Required input '${name}' not provided`
  return isAllowed(input, text)
    ? undefined
    : `Provided value '${text}' for input '${name}' not in the list of allowed values`
}

function isAllowed(input: unknown, text: string): boolean {
  switch (field(input, 'type')) {
    case 'boolean':
      return text === 'true' || text === 'false'
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text))
    case 'choice': {
      const options: unknown = field(input, 'options')
      return Array.isArray(options) && options.map(String).includes(text)
    }
    default:
      return true
  }
}
