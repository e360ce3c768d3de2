import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { readCommentCommand } from '../../../src/domain/intake/comment-command.js'

describe('readCommentCommand', () => {
  test.each<[string, string, object]>([
    ['retrain', '/mlops retrain', { word: 'retrain' }],
    ['retrain with a block below', '/mlops retrain\n\n```yaml\nseed: 1\n```', { word: 'retrain' }],
    ['retrain with a reason', '/mlops retrain reason: new data', { word: 'retrain', reason: 'new data' }],
    ['approve', '/mlops approve', { word: 'approve' }],
    ['approve a version', '/mlops approve v1.2.3', { word: 'approve', version: 'v1.2.3' }],
    ['a version without v', '/mlops reject 1.2.3', { word: 'reject', version: 'v1.2.3' }],
    [
      'rollback with both',
      '/mlops rollback v1.0.0 reason: drift: bad',
      { word: 'rollback', version: 'v1.0.0', reason: 'drift: bad' }
    ],
    ['rollback with a reason only', '/mlops rollback reason: x', { word: 'rollback', reason: 'x' }],
    ['cancel', '/mlops cancel', { word: 'cancel' }],
    ['status', '/mlops status', { word: 'status' }],
    ['no word is help', '/mlops', { word: 'help' }],
    ['upper case and tabs', '/mlops\tSTATUS ', { word: 'status' }],
    ['CRLF', '/mlops status\r\nmore', { word: 'status' }],
    [
      'full-width blanks and a full-width colon',
      '/mlops\u3000rollback\u3000v1.0.0\u3000reason：精度の低下',
      { word: 'rollback', version: 'v1.0.0', reason: '精度の低下' }
    ],
    ['a no-break space', '/mlops\u00a0cancel\u3000', { word: 'cancel' }],
    ['a byte order mark', '\uFEFF/mlops status', { word: 'status' }],
    ['capitals', '/MLOPS retrain', { word: 'retrain' }],
    ['capitals here and there', '/MLOps Retrain', { word: 'retrain' }],
    ['leading blanks', ' \u3000 /mlops retrain', { word: 'retrain' }],
    ['a byte order mark and a blank', '\uFEFF /mlops status', { word: 'status' }],
    ['a lone carriage return', '/mlops retrain\rseed: 1', { word: 'retrain' }],
    ['a line separator', '/mlops retrain\u2028please', { word: 'retrain' }],
    ['a paragraph separator', '/mlops cancel reason: x\u2029y', { word: 'cancel', reason: 'x' }],
    ['a next line', '/mlops retrain\u0085please', { word: 'retrain' }]
  ])('reads %s', (_name, body, command) => {
    expect(readCommentCommand(body)).toEqual({ kind: 'command', command })
  })

  test.each<[string, string]>([
    ['prose', 'please /mlops retrain'],
    ['a quote', '> /mlops retrain'],
    ['a second line', '\n/mlops retrain'],
    ['a code block', '    /mlops retrain'],
    ['a tab, which makes a code block', '\t/mlops retrain'],
    ['a full-width slash', '／mlops retrain'],
    ['a letter that only folds to an s', '/mlop\u017f retrain'],
    ['a longer word', '/mlopsretrain'],
    ['nothing', '']
  ])('finds no command in %s', (_name, body) => {
    expect(readCommentCommand(body)).toEqual({ kind: 'none' })
  })

  test.each<[string, string, object]>([
    ['a typo', '/mlops retrian', { kind: 'unknown-word', word: 'retrian', nearest: 'retrain' }],
    ['a stranger', '/mlops deploy', { kind: 'unknown-word', word: 'deploy', nearest: undefined }],
    [
      'a version that is none',
      '/mlops rollback latest',
      { kind: 'bad-arguments', word: 'rollback', argument: 'latest' }
    ],
    ['an argument too many', '/mlops cancel now', { kind: 'bad-arguments', word: 'cancel', argument: 'now' }]
  ])('answers %s', (_name, body, expected) => {
    expect(readCommentCommand(body)).toEqual(expected)
  })

  test.each([
    ['x'.repeat(501), 'x'.repeat(500)],
    [`${'x'.repeat(499)}🙂`, 'x'.repeat(499)]
  ])('cuts a reason between characters', (written, reason) => {
    expect(readCommentCommand(`/mlops rollback reason: ${written}`)).toMatchObject({ command: { reason } })
  })

  test('keeps a reason to one bounded line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), text => {
        const reading = readCommentCommand(`/mlops rollback reason: ${text}`)
        const reason = reading.kind === 'command' ? (reading.command.reason ?? '') : ''
        expect(reason.length).toBeLessThanOrEqual(500)
        expect(reason).not.toMatch(/\p{Cc}/u)
      })
    )
  })
})
