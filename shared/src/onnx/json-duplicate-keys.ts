interface OpenObject {
  readonly keys: Set<string>
  expectsKey: boolean
}

const stringToken = /"[^"\\]*(?:\\.[^"\\]*)*"/y

/** The value of a string literal that `JSON.parse` has accepted before as part of the whole text. */
const literal = (token: string): string => String(JSON.parse(token))

/**
 * The first key that appears twice in one object of a JSON text, or undefined; `JSON.parse` keeps the last one silently.
 * The text must be valid JSON. Takes time linear in its length.
 */
export function duplicateJsonKey(json: string): string | undefined {
  const open: (OpenObject | 'array')[] = []
  for (let position = 0; position < json.length; position++) {
    const character = json[position]
    const inside = open.at(-1)
    if (character === '{') open.push({ keys: new Set(), expectsKey: true })
    else if (character === '[') open.push('array')
    else if (character === '}' || character === ']') open.pop()
    else if (character === ',' && typeof inside === 'object') inside.expectsKey = true
    else if (character === '"') {
      stringToken.lastIndex = position
      const token = stringToken.exec(json)?.[0] ?? '""'
      position += token.length - 1
      if (typeof inside !== 'object' || !inside.expectsKey) continue
      const key = literal(token)
      if (inside.keys.has(key)) return key
      inside.keys.add(key)
      inside.expectsKey = false
    }
  }
  return undefined
}
