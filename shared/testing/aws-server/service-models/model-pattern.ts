const compiled = new Map<string, RegExp>()

/** A pattern of a service model as a regular expression over the whole text; AWS writes them for Java. */
export function modelPattern(pattern: string): RegExp {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const expression = compile(rewritten(pattern))
  compiled.set(pattern, expression)
  return expression
}

/** Three things Java reads and JavaScript does not: a stray `${m,n}`, `\p{Alnum}`, and superfluous escapes. */
function rewritten(pattern: string): string {
  return pattern
    .replace(/\)\$\{\d+,\d+\}$/, ')')
    .replaceAll('\\p{Alnum}', 'A-Za-z0-9')
    .replace(/\\([ _])/g, '$1')
}

function compile(source: string): RegExp {
  try {
    return new RegExp(`^(?:${source})$`, 'u')
  } catch {
    return new RegExp(`^(?:${source})$`)
  }
}
