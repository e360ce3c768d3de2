import { describe, expect, test } from '@jest/globals'
import { parseCommand } from '../../../testing/workflow-runner/commands/parse-command.js'

describe('parseCommand', () => {
  const cases: [line: string, name: string, properties: Record<string, string>, data: string][] = [
    ['::error::message', 'error', {}, 'message'],
    ['   ::error::indented', 'error', {}, 'indented'],
    ['::ERROR::upper case', 'error', {}, 'upper case'],
    [
      '::error file=a.ts,line=3,title=T%3A x%2Cy::m',
      'error',
      { file: 'a.ts', line: '3', title: 'T: x,y' },
      'm'
    ],
    ['::error::100%25%0Anext%0D%3A', 'error', {}, '100%\nnext\r%3A'],
    ['::error::%250A', 'error', {}, '%0A'],
    ['::error::a::b', 'error', {}, 'a::b'],
    ['::error x=a=b::m', 'error', { x: 'a=b' }, 'm'],
    ['::group::', 'group', {}, ''],
    ['##[warning]text', 'warning', {}, 'text'],
    ['prefix ##[set-output name=a;]v%5D%3B', 'set-output', { name: 'a' }, 'v];']
  ]
  test.each(cases)('%s', (line, name, properties, data) => {
    const command = parseCommand(line)
    expect(command?.name).toBe(name)
    expect(Object.fromEntries(command?.properties ?? [])).toEqual(properties)
    expect(command?.data).toBe(data)
  })

  test.each([
    'text',
    'x ::error::m',
    '::error:',
    '::unknown::x',
    '::::',
    ':: error::x',
    '##[',
    '##[nonsense]x',
    ''
  ])('takes %j for text', line => {
    expect(parseCommand(line)).toBeUndefined()
  })
})
