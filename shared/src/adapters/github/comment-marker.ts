import { UserError } from '../../errors.js'

/** Longest body GitHub takes, in characters. */
export const MAX_COMMENT_CHARACTERS = 65_536

const WORD = /^[A-Za-z0-9][A-Za-z0-9._:/@=+-]{0,199}$/
const HIDDEN = /^<!-- ([^\n]{1,220}) -->$/

/**
 * The hidden line that carries a marker: `<!-- mlops:word -->`. A marker that is already an HTML comment stays as it
 * is; anything else is a `UserError` `comment-marker-invalid`.
 */
export function hiddenMarker(marker: string): string {
  const word = HIDDEN.exec(marker)?.[1] ?? marker
  if (!WORD.test(word) || word.includes('--')) {
    throw new UserError(
      'comment-marker-invalid',
      `${JSON.stringify(marker.slice(0, 80))} cannot mark a comment`,
      {
        hint: 'use one word of letters, digits and . _ : / @ = + -'
      }
    )
  }
  return word === marker ? `<!-- mlops:${word} -->` : marker
}

/** The body with the marker as its last line; too long for GitHub is a `UserError` `comment-too-long`. */
export function markedBody(body: string, marker: string): string {
  const text = carriesMarker(body, marker) ? body : `${body.trimEnd()}\n\n${hiddenMarker(marker)}`
  if (text.length <= MAX_COMMENT_CHARACTERS) return text
  throw new UserError('comment-too-long', `the comment has ${text.length} characters`, {
    hint: `GitHub takes ${MAX_COMMENT_CHARACTERS}; shorten it and link to the full report`
  })
}

/** Whether the marker is the last line: quoted or pasted further up it means nothing. */
export function carriesMarker(body: string, marker: string): boolean {
  const end = body.trimEnd()
  return end.slice(end.lastIndexOf('\n') + 1) === hiddenMarker(marker)
}
