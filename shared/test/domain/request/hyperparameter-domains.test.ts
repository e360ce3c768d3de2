import { execFileSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { hyperparametersOf } from '../../../src/domain/request/hyperparameter-domains.js'
import { kindText } from '../../../src/domain/request/value-kind.js'
import { inEnglish } from '../../../src/domain/text/phrase.js'

const python = process.env['MLOPS_PYTHON'] ?? '/usr/bin/python3'
const kit = new URL('../../../training-kit', import.meta.url).pathname

/** What the training kit takes, in its own words: algorithm, task, name, other names, values. */
const program = `
import json
from mlops_kit.algorithms import ALGORITHMS
print(json.dumps([
    [a.name, task, name, sorted(p.aliases), [k.expected for k in p.kinds]]
    for a in ALGORITHMS.values() for task in a.tasks for name, p in a.parameters(task).items()
]))`

type Row = readonly [
  algorithm: string,
  task: 'classification' | 'regression',
  name: string,
  aliases: readonly string[],
  values: readonly string[]
]

const rows = JSON.parse(
  execFileSync(python, ['-B', '-c', program], { cwd: kit, encoding: 'utf8' })
) as readonly Row[]

/** Python shortens numbers to six digits: 1e+09. */
const inTheKitsWords = (text: string) =>
  text
    .replace(/\(dart and gblinear cannot be exported\)/, '')
    .replace(/1e\+30/g, '1e+30')
    .trim()

describe('the domains of hyperparameters are those of the training kit', () => {
  test.each(rows)('%s for %s: %s', (algorithm, task, name, aliases, values) => {
    const known = hyperparametersOf(algorithm, task)
    const own = (known?.domains.get(name) ?? []).map(kind =>
      inEnglish(kindText(kind)).replace(/^one of gbtree$/, 'gbtree')
    )
    expect(own).toEqual(values.map(inTheKitsWords))
    expect(
      [...(known?.aliases ?? [])]
        .filter(([, of]) => of === name)
        .map(([alias]) => alias)
        .sort()
    ).toEqual(aliases)
  })

  test('there are no others', () => {
    for (const [algorithm, task] of rows) {
      const names = rows.filter(row => row[0] === algorithm && row[1] === task).map(row => row[2])
      expect([...(hyperparametersOf(algorithm, task)?.domains.keys() ?? [])].sort()).toEqual(
        [...names].sort()
      )
    }
  })
})
