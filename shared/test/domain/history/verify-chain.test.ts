import { describe, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { verifyChain, type HistoryFileText } from '../../../src/domain/history/verify-chain.js'
import { headAfter, historyText, linkAfter } from '../../../src/domain/history/history-chain.js'
import type { HistoryEntry, HistoryHead } from '../../../src/domain/records/history-entry.js'
import { sha256Of } from '../../../src/domain/text/sha256-of.js'

/** A chain of `length` runs as record-history would write it. */
function chain(length: number): Map<string, string> {
  const files = new Map<string, string>()
  let head: HistoryHead | undefined
  for (let run = 1; run <= length; run++) {
    const id = `train-20250110-0000${String(run).padStart(2, '0')}-0000000${run % 10}`
    const report = `# Run ${run}\n`
    const entry: HistoryEntry = {
      schema_version: 1,
      ...linkAfter(head),
      training_id: id,
      decision: 'pass',
      request: { seed: run },
      training: null,
      evaluation: null,
      decision_record: null,
      report_sha256: sha256Of(report),
      recorded_at: '2025-01-10T00:00:00Z'
    }
    head = headAfter(entry)
    files.set(`${id}.json`, historyText(entry)).set(`${id}.md`, report).set('HEAD.json', historyText(head))
  }
  return files
}

const verify = (files: Map<string, string>) =>
  verifyChain([...files].map(([name, text]): HistoryFileText => ({ name, text })))
const nameOf = (run: number, ending: string) =>
  `train-20250110-0000${String(run).padStart(2, '0')}-0000000${run % 10}.${ending}`
const edit = (files: Map<string, string>, name: string, change: (text: string) => string) =>
  new Map([...files].map(([key, text]) => [key, key === name ? change(text) : text]))

describe('verifyChain', () => {
  test('the digest is SHA-256 of the bytes in UTF-8', () => {
    // echo -n 'é' | sha256sum
    expect(sha256Of('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c')
    expect(sha256Of('')).toBe(createHash('sha256').digest('hex'))
  })

  test('an empty history is intact', () => {
    expect(verifyChain([])).toEqual({ intact: true, entries: 0 })
  })

  test('an untouched chain is intact', () => {
    expect(verify(chain(12))).toEqual({ intact: true, entries: 12 })
  })

  const five = chain(5)
  const without = (...names: string[]) => new Map([...five].filter(([name]) => !names.includes(name)))
  const cases: [string, Map<string, string>, string][] = [
    [
      'one digit of an old entry is edited',
      edit(five, nameOf(2, 'json'), text => text.replace('"seed": 2', '"seed": 3')),
      nameOf(2, 'json')
    ],
    [
      'white space of an entry is edited',
      edit(five, nameOf(4, 'json'), text => `${text} `),
      nameOf(4, 'json')
    ],
    [
      'the last entry is edited',
      edit(five, nameOf(5, 'json'), text => text.replace('pass', 'PASS')),
      nameOf(5, 'json')
    ],
    ['a report is edited', edit(five, nameOf(3, 'md'), () => '# Better run\n'), nameOf(3, 'md')],
    ['a report is dropped', without(nameOf(1, 'md')), nameOf(1, 'md')],
    ['a middle entry is dropped', without(nameOf(3, 'json'), nameOf(3, 'md')), 'entry 3'],
    ['the end is cut off', without(nameOf(5, 'json'), nameOf(5, 'md')), nameOf(5, 'json')],
    ['the head is dropped', without('HEAD.json'), 'HEAD.json'],
    ['the head is not JSON', edit(five, 'HEAD.json', () => 'x'), 'HEAD.json'],
    [
      'the head points to an earlier entry',
      new Map([...five, ['HEAD.json', chain(4).get('HEAD.json') ?? '']]),
      nameOf(5, 'json')
    ],
    ['a foreign entry is added', new Map([...five, ['train-x.json', '{}']]), 'train-x.json']
  ]
  test.each(cases)('%s: named', (_case, files, place) => {
    expect(verify(files)).toMatchObject({ intact: false, place })
  })

  test('two entries change places: named', () => {
    const [second, third] = [five.get(nameOf(2, 'json')) ?? '', five.get(nameOf(3, 'json')) ?? '']
    const swapped = new Map([...five, [nameOf(2, 'json'), third], [nameOf(3, 'json'), second]])
    expect(verify(swapped).intact).toBe(false)
  })
})
