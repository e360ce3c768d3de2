import { markdownBlocks } from '../../../shared/src/domain/intake/markdown-blocks.js'
import { diagnosticAt, sourceText, type Diagnostic } from '../../../shared/src/domain/intake/source-text.js'

const command = /^\p{Zs}{0,3}(?=\/[Mm][Ll][Oo][Pp][Ss](?:[\p{Zs}\t]|$))/gmu

/**
 * Commands after the first line of a comment, each as a problem at its place: one comment gives one command. In a code
 * block, a quote or an HTML comment they are content.
 */
export async function furtherCommands(body: string): Promise<readonly Diagnostic[]> {
  const source = sourceText('comment', body)
  const others = [...source.text.matchAll(command)].filter(match => match.index > 0)
  const places = others.map(match => match.index + match[0].length)
  if (places.length === 0) return []
  const blocks = (await markdownBlocks(source.text)) ?? []
  const isContent = (index: number) =>
    blocks.some(
      ({ kind, start, end }) =>
        start <= index && index < end && (kind !== 'other' || source.text.startsWith('<', start))
    )
  return places
    .filter(index => !isContent(index))
    .slice(0, 20)
    .map(index =>
      diagnosticAt(source, index, {
        message: 'a comment gives one command, and this is another one',
        hint: 'Write it in a comment of its own.'
      })
    )
}
