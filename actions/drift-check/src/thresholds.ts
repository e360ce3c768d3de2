import type { InputReader } from '../../../shared/src/action/inputs.js'
import { DEFAULT_THRESHOLDS, type DriftThresholds } from '../../../shared/src/domain/drift/severity.js'
import { nearestName } from '../../../shared/src/domain/text/nearest-name.js'

const LEVELS = ['notice', 'warn', 'retrain'] as const
const EXAMPLE = 'Write for example notice=0.1,warn=0.2,retrain=0.25.'
const NUMBER = /^(?:\d+(?:\.\d*)?|\.\d+)$/
const LARGEST = 1000

/** The input `thresholds`: `level=number` pairs; levels that are left out keep their default, and none is below the one before. */
export function readThresholds(reader: InputReader): DriftThresholds {
  const given = new Map<string, number>()
  for (const pair of pairsOf(reader.text('thresholds'))) {
    const problem = take(pair, given)
    if (problem !== undefined) reader.reject('thresholds', problem, EXAMPLE)
  }
  const thresholds = { ...DEFAULT_THRESHOLDS, ...Object.fromEntries(given) }
  const { notice, warn, retrain } = thresholds
  if (notice > warn || warn > retrain)
    reader.reject(
      'thresholds',
      `notice ${notice}, warn ${warn}, retrain ${retrain} do not ascend`,
      'Each level must be at least the one before.'
    )
  return thresholds
}

function pairsOf(text = ''): readonly string[] {
  return text
    .split(/[,\n]/)
    .map(pair => pair.trim())
    .filter(pair => pair !== '')
}

/** Adds a pair to those given, or says what is wrong with it. */
function take(pair: string, given: Map<string, number>): string | undefined {
  const [name = '', text = '', ...more] = pair.split('=').map(part => part.trim())
  const level = LEVELS.find(known => known === name)
  if (level === undefined) {
    const nearest = nearestName(name, LEVELS)
    return `"${name.slice(0, 40)}" is no level${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`
  }
  const value = Number(text)
  if (more.length > 0 || !NUMBER.test(text) || value <= 0 || value > LARGEST)
    return `"${pair.slice(0, 60)}" is not ${level}= and a number above 0`
  if (given.has(level)) return `${level} is there twice`
  given.set(level, value)
  return undefined
}
