import { nearestName } from '../text/nearest-name.js'

export const commandWords = ['retrain', 'approve', 'reject', 'rollback', 'cancel', 'status', 'help'] as const
export type CommandWord = (typeof commandWords)[number]

/** A command and its arguments; `version` is `v1.2.3`, `reason` is at most 500 characters on one line. */
export interface CommentCommand {
  readonly word: CommandWord
  readonly version?: string
  readonly reason?: string
}

/** What a comment asks for. */
export type CommentReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'command'; readonly command: CommentCommand }
  | { readonly kind: 'unknown-word'; readonly word: string; readonly nearest: CommandWord | undefined }
  | { readonly kind: 'bad-arguments'; readonly word: CommandWord; readonly argument: string }

const maxReason = 500

// Four blanks would make it a code block. Without the flag i, by which U+017F would be an s.
const commandLine = /^\p{Zs}{0,3}\/[Mm][Ll][Oo][Pp][Ss](?:[\p{Zs}\t]+(\S+)(.*))?[\p{Zs}\t]*$/u
const lineEnd = /\r\n?|[\n\u0085\u2028\u2029]/

/**
 * Reads the first line of a comment: `/mlops <word> [version] [reason: …]`, in any case of letters. A comment that does
 * not start with `/mlops` asks for nothing. Blanks and the colon may be full-width ones, as Japanese keyboards write
 * them.
 */
export function readCommentCommand(body: string): CommentReading {
  const firstLine = body.replace(/^\uFEFF/, '').split(lineEnd, 1)[0] ?? ''
  const match = commandLine.exec(firstLine.slice(0, 2000))
  if (match === null) return { kind: 'none' }
  const written = (match[1] ?? 'help').toLowerCase()
  const word = commandWords.find(known => known === written)
  if (word === undefined) {
    const nearest = commandWords.find(known => known === nearestName(written, commandWords))
    return { kind: 'unknown-word', word: written.slice(0, 40), nearest }
  }
  return readArguments(word, (match[2] ?? '').trim())
}

function readArguments(word: CommandWord, text: string): CommentReading {
  const [beforeReason = '', ...afterReason] = text.split(/(?:^|\s)reason[:：]/)
  const reason = oneLine(afterReason.join(' reason:'))
  const argument = beforeReason.trim()
  const takesVersion = word === 'approve' || word === 'reject' || word === 'rollback'
  const version = argument === '' || !takesVersion ? undefined : versionOf(argument)
  if (argument !== '' && version === undefined)
    return { kind: 'bad-arguments', word, argument: argument.slice(0, 80) }
  const command = {
    word,
    ...(version === undefined ? {} : { version }),
    ...(reason === '' ? {} : { reason })
  }
  return { kind: 'command', command }
}

function oneLine(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, maxReason)
    .replace(/[\uD800-\uDBFF]$/, '')
}

function versionOf(text: string): string | undefined {
  const match = /^v?(\d{1,9}\.\d{1,9}\.\d{1,9})$/.exec(text)
  return match?.[1] === undefined ? undefined : `v${match[1]}`
}
