import { describe, expect, test } from '@jest/globals'
import { furtherCommands } from '../src/further-commands.js'

describe('furtherCommands', () => {
  test.each<[string, string, readonly string[]]>([
    ['a line below', '/mlops status\n/mlops cancel', ['comment:2:1']],
    ['capitals', '/MLOPS status\n/Mlops cancel', ['comment:2:1']],
    ['leading blanks', ' /mlops status\n  /mlops cancel', ['comment:2:3']],
    ['a lone carriage return', '/mlops status\r/mlops cancel', ['comment:2:1']],
    ['a line separator', '/mlops status\u2028/mlops cancel', ['comment:1:15']],
    ['none', ' /mlops status\nthanks', []],
    ['a quote', '/mlops status\n> /mlops cancel', []],
    ['indented code', '/mlops status\n\n    /mlops cancel', []],
    ['a code block', '/mlops status\n```\n/mlops cancel\n```', []],
    ['a longer word', '/mlops status\n/mlopsx cancel', []]
  ])('finds in %s', async (_name, body, places) => {
    expect((await furtherCommands(body)).map(({ place }) => place)).toEqual(places)
  })
})
