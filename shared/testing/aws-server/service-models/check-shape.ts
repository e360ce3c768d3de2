import { modelPattern } from './model-pattern.js'
import type { ServiceModel, Shape } from './service-model.js'

interface Place {
  readonly path: string
  readonly report: (complaint: string) => void
  readonly model: ServiceModel
}

type Members = Readonly<Record<string, unknown>>

/** What is wrong with a value of a shape, each complaint worded as AWS words it; empty when nothing is. */
export function checkShape(model: ServiceModel, shapeName: string, value: unknown): string[] {
  const complaints: string[] = []
  check(shapeName, value, { path: '', report: complaint => complaints.push(complaint), model })
  return complaints
}

function check(shapeName: string, value: unknown, place: Place): void {
  const shape = place.model.shape(shapeName)
  switch (shape.type) {
    case 'structure':
      return checkStructure(shapeName, value, place)
    case 'list':
      return checkList(shape, value, place)
    case 'map':
      return checkMap(shape, value, place)
    case 'string':
      return checkString(shape, value, place)
    case 'boolean':
      return expectType(typeof value === 'boolean', value, 'a boolean', place)
    case 'timestamp':
      return expectType(value instanceof Date || isNumber(value), value, 'a timestamp', place)
    case 'integer':
    case 'long':
      return checkNumber(shape, value, Number.isSafeInteger(value), place)
    case 'float':
    case 'double':
      return checkNumber(shape, value, isNumber(value) || value === 'NaN', place)
    default:
      return undefined
  }
}

function checkStructure(shapeName: string, value: unknown, place: Place): void {
  if (!isObject(value)) return expectType(false, value, 'an object', place)
  const { members = {}, required = [], union } = place.model.shape(shapeName)
  const known = new Map(Object.entries(members))
  const given = Object.entries(value).filter(([, member]) => member !== undefined && member !== null)
  const names = new Set(given.map(([name]) => name))
  for (const name of required) {
    if (!names.has(name)) fails('null', 'Member must not be null', within(place, name))
  }
  for (const [name, member] of given) {
    const reference = known.get(name)
    if (reference === undefined) place.report(`${shapeName} has no member '${name}'${at(place)}`)
    else check(reference.shape, member, within(place, name))
  }
  if (union === true && names.size !== 1)
    place.report(`${shapeName} must have exactly one member${at(place)}`)
}

function checkList(shape: Shape, value: unknown, place: Place): void {
  if (!Array.isArray(value)) return expectType(false, value, 'a list', place)
  checkLength(shape, value.length, `[${value.length} items]`, place)
  const member = shape.member?.shape ?? ''
  value.forEach((item, index) => check(member, item, within(place, `${index + 1}.member`)))
}

function checkMap(shape: Shape, value: unknown, place: Place): void {
  if (!isObject(value)) return expectType(false, value, 'a map', place)
  const entries = Object.entries(value)
  checkLength(shape, entries.length, `{${entries.length} entries}`, place)
  for (const [key, item] of entries) {
    check(shape.key?.shape ?? '', key, within(place, `${key}.key`))
    check(shape.value?.shape ?? '', item, within(place, `${key}.member`))
  }
}

function checkString(shape: Shape, value: unknown, place: Place): void {
  if (typeof value !== 'string') return expectType(false, value, 'a string', place)
  if (shape.enum !== undefined && !shape.enum.includes(value)) {
    fails(value, `Member must satisfy enum value set: [${shape.enum.join(', ')}]`, place)
  }
  checkLength(shape, Array.from(value).length, value, place)
  if (shape.pattern !== undefined && !modelPattern(shape.pattern).test(value)) {
    fails(value, `Member must satisfy regular expression pattern: ${shape.pattern}`, place)
  }
}

function checkNumber({ min, max }: Shape, value: unknown, isNumeric: boolean, place: Place): void {
  if (!isNumeric) return expectType(false, value, 'a number', place)
  if (min !== undefined && Number(value) < min) {
    fails(value, `Member must have value greater than or equal to ${min}`, place)
  }
  if (max !== undefined && Number(value) > max) {
    fails(value, `Member must have value less than or equal to ${max}`, place)
  }
}

function checkLength({ min, max }: Shape, length: number, shown: string, place: Place): void {
  if (min !== undefined && length < min) {
    fails(shown, `Member must have length greater than or equal to ${min}`, place)
  }
  if (max !== undefined && length > max) {
    fails(shown, `Member must have length less than or equal to ${max}`, place)
  }
}

function expectType(holds: boolean, value: unknown, kind: string, place: Place): void {
  if (!holds) fails(value, `Member must be ${kind}`, place)
}

function fails(value: unknown, constraint: string, place: Place): void {
  const shown = (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 80)
  place.report(`Value '${shown}'${at(place)} failed to satisfy constraint: ${constraint}`)
}

const at = ({ path }: Place) => (path === '' ? '' : ` at '${path}'`)

/** AWS writes the places of members in camel case. */
function within(place: Place, name: string): Place {
  const step = name.charAt(0).toLowerCase() + name.slice(1)
  return { ...place, path: place.path === '' ? step : `${place.path}.${step}` }
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value)
