/** Offset of half of a surrogate pair: no character, which UTF-8 cannot hold and digests cannot tell apart. */
export function loneSurrogate(text: string): number | undefined {
  return /\p{Cs}/u.exec(text)?.index
}

export const halfCharacter = { message: 'half of a surrogate pair stands here, which is no character' }
