import { shorten, tableError } from './table-error.js'
import type { TableErrorPlace } from './table-error.js'

const SHOWN = 10

/** Throws `table-header` naming every column without a name and every name used twice. */
export function checkNames(names: readonly string[], at: TableErrorPlace): void {
  const faults = nameFaults(names)
  const only = names[0] ?? ''
  if (names.length === 1 && /[;\t]/.test(only)) {
    faults.push(`there is one column, "${shorten(only)}": the fields are not separated by commas`)
  }
  if (faults.length === 0) return
  const more = faults.length > SHOWN ? `; and ${faults.length - SHOWN} more` : ''
  throw tableError('table-header', at, {
    message: `${faults.slice(0, SHOWN).join('; ')}${more}`,
    hint: 'The header names every column once; in CSV the names are separated by commas.'
  })
}

function nameFaults(names: readonly string[]): string[] {
  const faults: string[] = []
  const firstUse = new Map<string, number>()
  names.forEach((name, index) => {
    const first = firstUse.get(name)
    if (name.trim() === '') faults.push(`column ${index + 1} has no name`)
    else if (first === undefined) firstUse.set(name, index)
    else faults.push(`columns ${first + 1} and ${index + 1} are both named "${shorten(name)}"`)
  })
  return faults
}
