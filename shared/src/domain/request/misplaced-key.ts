import type * as z from 'zod/mini'
import type { Explanation } from '../intake/source-text.js'
import { phrase } from '../text/phrase.js'
import { knownKeys } from './known-keys.js'

/** The sections of a schema that know a key that `inside` does not know; '' is the top level. */
export function homesOf(key: string, inside: string, schema: z.core.$ZodType): readonly string[] {
  const sections = knownKeys(schema, []).filter(name => knownKeys(schema, [name]).includes(key))
  const top = knownKeys(schema, []).includes(key) ? [''] : []
  return [...top, ...sections].filter(name => name !== inside)
}

/** What is said of a key that belongs elsewhere; `homes` holds at least one section. */
export function misplacedKey(
  key: string,
  inside: string,
  [home = '', ...more]: readonly string[]
): Explanation {
  const message = inside === '' ? phrase`unknown key "${key}"` : phrase`unknown key "${key}" in "${inside}"`
  if (more.length > 0)
    return { message, hint: phrase`It belongs inside one of these: ${[home, ...more].join(', ')}.` }
  const hint =
    home === ''
      ? phrase`It stands at top level, not inside "${inside}".`
      : phrase`It belongs inside "${home}": write ${home}: {${key}: …}.`
  return { message, hint }
}
