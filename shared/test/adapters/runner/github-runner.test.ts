import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { GitHubRunner } from '../../../src/adapters/runner/github-runner.js'
import { parseKeyValueFile } from '../../../testing/workflow-runner/commands/key-value-file.js'

let directory: string
let printed: string[]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'runner-'))
  printed = []
})
afterEach(() => {
  rmSync(directory, { recursive: true, force: true })
})

const path = (name: string) => join(directory, name)
const text = (name: string) => readFileSync(path(name), 'utf8')

function runner(environment: Readonly<Record<string, string>> = {}): GitHubRunner {
  const files = {
    GITHUB_OUTPUT: path('output'),
    GITHUB_STATE: path('state'),
    GITHUB_STEP_SUMMARY: path('summary')
  }
  return new GitHubRunner({ ...files, ...environment }, new AbortController().signal, line => {
    printed.push(line)
  })
}

describe('inputs and variables', () => {
  test('an input is found by its name as the runner spells it, trimmed', () => {
    const given = runner({ 'INPUT_TRAINING-ID': ' \n a b\t', INPUT_MY_INPUT: 'c' })
    expect([given.input('training-id'), given.input('my input'), given.input('none')]).toEqual([
      'a b',
      'c',
      ''
    ])
  })

  test('an empty variable is an absent one', () => {
    const given = runner({ GITHUB_SHA: '', GITHUB_RUN_ID: '7' })
    expect([given.variable('GITHUB_SHA'), given.variable('GITHUB_RUN_ID')]).toEqual([undefined, '7'])
  })

  test('state comes from the main step', () => {
    expect([runner({ STATE_pid: '12' }).state('pid'), runner().state('pid')]).toEqual(['12', ''])
  })
})

describe('outputs', () => {
  const injections = [
    'a\nproceed=true',
    'ghadelimiter_\nghadelimiter_0\nproceed<<x\ntrue\nx',
    '<<EOF\nEOF',
    'a\r\nb\rc',
    '',
    '\n\n'
  ]

  test.each(injections)('%j is one value', value => {
    const given = runner()
    given.setOutput('request', value)
    given.setOutput('proceed', 'false')
    expect([...parseKeyValueFile(text('output'))]).toEqual([
      ['request', value],
      ['proceed', 'false']
    ])
  })

  test('any text comes back as it was, from outputs and state alike', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), value => {
        writeFileSync(path('output'), '')
        writeFileSync(path('state'), '')
        const given = runner()
        given.setOutput('a', value)
        given.saveState('b', value)
        expect([...parseKeyValueFile(text('output')), ...parseKeyValueFile(text('state'))]).toEqual([
          ['a', value],
          ['b', value]
        ])
      })
    )
  })

  test('without the files of a runner they are dropped', () => {
    const given = runner({ GITHUB_OUTPUT: '' })
    given.setOutput('a', 'b')
    expect(() => text('output')).toThrow('ENOENT')
  })
})

describe('the log', () => {
  test('text is no command; groups, masks and annotations are', () => {
    const given = runner()
    given.log('::error::x\nsecond')
    given.group('a\n::error::b', [' ::warning::c'])
    given.mask('s3cret%')
    given.mask('abc')
    given.annotate({ level: 'notice', title: 't', message: 'm', file: 'f', line: 1, column: 2 })
    expect(printed).toEqual([
      ':\u200b:error::x',
      'second',
      '::group::a :\u200b:error::b',
      ' :\u200b:warning::c',
      '::endgroup::',
      '::add-mask::s3cret%25',
      '::notice title=t,file=f,line=1,col=2::m'
    ])
  })

  test('an annotation is at most 4000 characters long', () => {
    runner().annotate({ level: 'error', message: 'é'.repeat(5000) })
    expect(printed).toEqual([`::error::${'é'.repeat(4000)}`])
  })
})

describe('the job summary', () => {
  test('parts are appended in order', () => {
    const given = runner()
    given.appendSummary('# a')
    given.appendSummary('b')
    expect(text('summary')).toBe('# a\nb\n')
  })

  test('what goes beyond the limit, in bytes, is left out with a warning; what is smaller still fits', () => {
    const given = runner()
    given.appendSummary('x'.repeat(600_000))
    given.appendSummary('é'.repeat(300_000))
    given.appendSummary('end')
    expect(text('summary')).toBe(`${'x'.repeat(600_000)}\nend\n`)
    expect(printed).toHaveLength(1)
    expect(printed[0]).toMatch(/^::warning::The job summary is larger than GitHub shows/)
  })
})
