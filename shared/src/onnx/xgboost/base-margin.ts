import type { DocumentNode } from '../document-node.js'
import { unreadable } from '../model-errors.js'
import type { Objective } from './objectives.js'

/** `base_score` is a text: one number, or from XGBoost 3 on a bracketed list with one per output. */
function parseScores(text: string): number[] {
  const list = /^\s*\[(.*)\]\s*$/.exec(text)?.[1] ?? text
  return list.split(',').map(part => (part.trim() === '' ? NaN : Math.fround(Number(part))))
}

const toMargin = (score: number, link: Objective['baseLink']): number => {
  switch (link) {
    case 'identity':
      return score
    case 'logit':
      return -Math.log(1 / score - 1)
    case 'log':
      return Math.log(score)
  }
}

/** What is added to the sum of the trees of each output. */
export function readBaseMargin(
  baseScore: DocumentNode,
  { outputs, baseLink }: { readonly outputs: number; readonly baseLink: Objective['baseLink'] }
): Float32Array {
  const scores = parseScores(baseScore.text())
  if (scores.length !== 1 && scores.length !== outputs)
    throw unreadable(`${baseScore.place}: ${scores.length} values for ${outputs} outputs`)
  const margins = Float32Array.from({ length: outputs }, (_, output) =>
    toMargin(scores[scores.length === 1 ? 0 : output] ?? NaN, baseLink)
  )
  if (!margins.every(Number.isFinite))
    throw unreadable(
      `${baseScore.place}: ${baseScore.text().slice(0, 60)} is no base score for this objective`
    )
  return margins
}
