/**
 * Column names separated by commas or lines; a name with a comma is quoted as in CSV. Undefined for no text. Blanks
 * around a name and doubles are dropped.
 */
export function columnList(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined
  const names = [...text.matchAll(/"((?:[^"]|"")*)"|([^,\n\r"]+)/g)].map(([, quoted, plain = '']) =>
    quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"')
  )
  return [...new Set(names.filter(name => name !== ''))]
}
