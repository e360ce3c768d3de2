import type { Phrase, Wording } from '../text/phrase.js'
import type { DocumentNode } from './document-node.js'
import type { Explanation } from './source-text.js'

const longest = 64

/** The explanation with a number of the document as it was written: 9007199254740993 and 1e400 are no doubles. */
export function inOwnSpelling(explanation: Explanation, node: DocumentNode): Explanation {
  if (node.kind !== 'scalar' || typeof node.value !== 'number') return explanation
  const read = String(node.value)
  if (node.text === read) return explanation
  const written = node.text.length <= longest ? node.text : `${node.text.slice(0, longest - 3)}…`
  return { ...explanation, message: respelled(explanation.message, read, written) }
}

function respelled(wording: Wording, read: string, written: string): Wording {
  return typeof wording === 'string' ? wording : respelledPhrase(wording, read, written)
}

function respelledPhrase({ template, values }: Phrase, read: string, written: string): Phrase {
  const respell = (value: Phrase['values'][number]) => {
    if (typeof value === 'object') return respelledPhrase(value, read, written)
    return value === read ? written : value
  }
  return { template, values: values.map(respell) }
}
