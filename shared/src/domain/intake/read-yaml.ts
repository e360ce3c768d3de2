import { maxTextLength, type DocumentNode, type Reading } from './document-node.js'
import { readEverydayYaml } from './everyday-yaml.js'
import { diagnosticAt, type SourceText } from './source-text.js'
import { phrase } from '../text/phrase.js'

/** Reads one YAML 1.2 document (core schema; no anchors, aliases, tags, merge keys or duplicate keys). */
export async function readYaml(source: SourceText): Promise<Reading<DocumentNode>> {
  if (source.text.length > maxTextLength) {
    const message = phrase`the text has ${source.text.length} characters; at most ${maxTextLength} are read`
    return { ok: false, problems: [diagnosticAt(source, 0, { message, hint: 'Shorten it.' })] }
  }
  const everyday = readEverydayYaml(source)
  if (everyday !== undefined) return { ok: true, value: everyday }
  const { readReferenceYaml } = await import('./reference-yaml.js')
  return readReferenceYaml(source)
}
