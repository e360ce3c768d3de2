import { canonicalJson } from '../../../shared/src/domain/request/canonical-json.js'

/** A field that differs; undefined where one side does not have it. Values are canonical JSON, shortened. */
export interface ChangedField {
  /** Dotted name, such as `hyperparameters.max_depth`. */
  readonly name: string
  readonly before: string | undefined
  readonly after: string | undefined
}

const longestValue = 120
const longestName = 80

/** The fields in which two requests differ, by name; maps are compared key by key, lists as wholes. */
export function requestChanges(before: object, after: object): readonly ChangedField[] {
  const [old, present] = [leaves(before), leaves(after)]
  return [...new Set([...old.keys(), ...present.keys()])]
    .filter(name => old.get(name) !== present.get(name))
    .toSorted()
    .map(name => ({
      name: shortened(name, longestName),
      before: shortenedValue(old.get(name)),
      after: shortenedValue(present.get(name))
    }))
}

/** Every value that is no map, by its dotted name, as canonical JSON; an empty map counts as a value. */
function leaves(root: object): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const visit = (value: unknown, name: string): void => {
    if (value === undefined) return
    if (!isMap(value) || Object.keys(value).length === 0) found.set(name, canonicalJson(value))
    else for (const [key, inner] of Object.entries(value)) visit(inner, `${name}.${key}`)
  }
  for (const [key, value] of Object.entries(root)) visit(value, key)
  return found
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shortenedValue(text: string | undefined): string | undefined {
  return text === undefined ? undefined : shortened(text, longestValue)
}

function shortened(text: string, longest: number): string {
  const characters = Array.from(text.slice(0, 2 * longest + 2))
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`
}
