import { describe, expect, test } from '@jest/globals'
import { toReport } from '../src/summary.js'
import { issueBody, World } from './world.js'

const mostSeconds = 1
const mostProblems = 51

const asYaml = (text: string) => `\`\`\`yaml\n${text}\n\`\`\``
const asJson = (text: string) => `\`\`\`json\n${text}\n\`\`\``
const request = 'algorithm: random_forest\ndataset_id: d1\n'

/** As many pieces as fit into a body. */
function many(piece: (index: number) => string): string {
  const pieces: string[] = []
  for (let [index, length] = [0, 0]; length < 64_000; index += 1) {
    const next = piece(index)
    pieces.push(next)
    length += next.length
  }
  return pieces.join('')
}

/** One fault thousands of times on one line: each has a column to count. */
const bodies: readonly (readonly [string, string])[] = [
  ['brackets that close nothing', asYaml(many(() => '}'))],
  ['brackets that close and open', asYaml(many(() => '}]'))],
  ['commas in a list', asYaml(`a: [${many(() => ',')}]`)],
  ['quotes', asYaml(many(() => '"'))],
  ['anchors', asYaml(many(() => '&a '))],
  ['aliases', asYaml(many(() => '*a '))],
  ['tags', asYaml(many(() => '!!a '))],
  ['strangers beside a wrapped body', asYaml(`{body: x, ${many(index => `a${index}: 1, `)}}`)],
  ['the same in JSON', asJson(`{"body": "x"${many(index => `, "a${index}": 1`)}}`)],
  ['hyperparameters', asYaml(`${request}hyperparameters: {${many(index => `a${index}: 1, `)}}`)],
  [
    'hyperparameters of a member',
    asYaml(
      `algorithm: ensemble\ndataset_id: d1\nhyperparameters: {members: [{algorithm: xgboost, hyperparameters: {${many(index => `a${index}: 1, `)}}}, {algorithm: xgboost}]}`
    )
  ],
  [
    'ranges',
    asYaml(
      `${request}tuning: {strategy: random, max_jobs: 5, ranges: {${many(index => `a${index}: {min: 3, max: 4}, `)}}}`
    )
  ],
  ['expressions', asYaml(`${request}custom_metrics: {${many(index => `m${index}: "mean(", `)}}`)]
]

const changes: readonly (readonly [string, string])[] = [
  ['fields nobody knows that are to go', asYaml(`{${many(index => `a${index}: null, `)}}`)],
  [
    'fields that are to go from where they are not',
    asYaml(`{model_id: {${many(index => `a${index}: null, `)}}}`)
  ]
]

/** The better of two times: what else the machine does must not decide. */
async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 2; round += 1) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1e6)
  }
  return Math.min(...times)
}

describe('65 kB of faults on one line are told in bounded time, and not all of them', () => {
  test.each(bodies)(
    '%s',
    async (_name, body) => {
      const answer = async () => {
        const outcome = await new World().label('writer', { body })
        await toReport(outcome, 'ja')
        expect(outcome.reasonCode).toBe('request-invalid')
        expect(outcome.problems?.length).toBeLessThanOrEqual(mostProblems)
      }
      expect(await secondsOf(answer)).toBeLessThan(mostSeconds)
    },
    60_000
  )

  test.each(changes)(
    'of a retraining: %s',
    async (_name, block) => {
      const answer = async () => {
        const world = new World()
        await world.label('writer', { body: issueBody })
        const outcome = await world.comment('writer', `/mlops retrain\n\n${block}`)
        expect(outcome.reasonCode).toBe('request-invalid')
        expect(outcome.problems?.length).toBeLessThanOrEqual(mostProblems)
      }
      expect(await secondsOf(answer)).toBeLessThan(mostSeconds)
    },
    60_000
  )
})
