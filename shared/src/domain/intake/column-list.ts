import { trimBlanks } from '../text/number-text.js'
import { phrase } from '../text/phrase.js'
import type { DocumentNode, Reading } from './document-node.js'
import { readYaml } from './read-yaml.js'
import { diagnosticAt, type Explanation, type SourceText } from './source-text.js'

/** Names in the answer of a form: `a, b`, or one per line, or a YAML list; never others than a person sees there. */
export async function readNames(source: SourceText, written: SourceText): Promise<Reading<DocumentNode>> {
  if (!/^(?:\[|- )/.test(source.text)) return listOf(source)
  const comment = commentIn(source.text)
  if (comment !== undefined) return refusal(source, comment, hidden)
  const reading = await readYaml(written)
  if (!reading.ok || reading.value.kind !== 'sequence') return reading
  const joined = reading.value.items.find(isUnquotedAndJoined)
  return joined === undefined ? reading : refusal(joined.source, joined.start, separators)
}

/** Quotes, code fences and the marks of Markdown are nobody's name, and a quoted comma would split one. */
function listOf(source: SourceText): Reading<DocumentNode> {
  const items = [...source.text.matchAll(/[^,\n]+/g)].flatMap(match => {
    const name = trimBlanks(match[0])
    const start = match.index + match[0].indexOf(name)
    return name === '' ? [] : [{ kind: 'scalar', source, start, value: name, text: name } as const]
  })
  for (const { start, text } of items) {
    const odd = oddName(text)
    if (odd !== undefined) return refusal(source, start, odd)
  }
  return { ok: true, value: { kind: 'sequence', source, start: 0, items } }
}

const joinedNames = /[、，]/
// A mark of a list, heading, quote or table at the start; a rule; emphasis, code and HTML.
const markdown = /^(?:(?:[-+>#|]|#{2,6}|\d{1,9}[.)])(?:\s|$)|[-=_]{3,}$|[*<`])/

function oddName(text: string): Explanation | undefined {
  if (/^(?:["']|`{3}|~{3})/.test(text)) return notAName
  if (joinedNames.test(text)) return separators
  return markdown.test(text) ? marked : undefined
}

function isUnquotedAndJoined(node: DocumentNode): boolean {
  return (
    node.kind === 'scalar' && joinedNames.test(node.text) && !/["']/.test(node.source.text[node.start] ?? '')
  )
}

const notAName = {
  message: 'names stand here without quotes and code fences',
  hint: 'Write one name per line, or a list such as ["a, b", c].'
}
const separators = {
  message: 'names are separated by commas (,) or stand on lines of their own',
  hint: phrase`Separate them by commas; if a name holds "${'、'}" itself, write a list such as ["${'a、b'}", c].`
}
const marked = {
  message: 'this is a mark of Markdown, not a name',
  hint: 'Write one name per line; if a name begins like this, write a list such as ["* a", b].'
}
const hidden = {
  message: 'what follows the "#" would be left out of the list',
  hint: 'Remove it; if it belongs to a name, put the name in quotes.'
}

/** Offset of the first `#` that starts a comment of YAML, outside quoted names. */
function commentIn(text: string): number | undefined {
  const quoted = text.startsWith('[')
    ? /([[,]\s*)("(?:[^"\\]|\\.)*"|'[^']*')/g
    : /(^[ \t]*-[ \t]+)("(?:[^"\\]|\\.)*"|'[^']*')/gm
  const plain = text.replace(quoted, (whole, before: string) => before.padEnd(whole.length, '_'))
  const at = /(?<=^|\s)#/m.exec(plain)
  return at?.index
}

function refusal(source: SourceText, offset: number, explanation: Explanation): Reading<never> {
  return { ok: false, problems: [diagnosticAt(source, offset, explanation)] }
}
