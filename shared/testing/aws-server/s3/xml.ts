const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\r', '&#13;']
])
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"]
])

/** Text of an element, or its child elements. */
export type XmlContent = string | number | boolean | readonly string[]

/** One element; children are elements already. */
export function element(name: string, content: XmlContent): string {
  const inner = Array.isArray(content) ? content.join('') : escapeXml(String(content))
  return `<${name}>${inner}</${name}>`
}

/** A document in S3's namespace. */
export function document(root: string, children: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${children.join('')}</${root}>`
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, character => ESCAPES.get(character) ?? character)
}

/** Contents of all elements of this name, wherever they are; enough for the flat documents S3 is sent. */
export function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map(
    match => match[1] ?? ''
  )
}

/** The text of the first element of this name. */
export function elementText(xml: string, name: string): string | undefined {
  return elements(xml, name)[0]?.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (all, entity: string) => {
    if (entity.startsWith('#x')) return String.fromCodePoint(Number.parseInt(entity.slice(2), 16))
    if (entity.startsWith('#')) return String.fromCodePoint(Number(entity.slice(1)))
    return ENTITIES.get(entity) ?? all
  })
}
