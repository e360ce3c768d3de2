import { CARRIAGE_RETURN, COMMA, LINE_FEED, QUOTE } from './bytes.js'

/** What stopped a field from being read. */
export type FieldFault = 'text-after-quote' | 'lone-carriage-return'

/** Finds one field of any form (RFC 4180) in a window that ends with a line feed. */
export class FieldReader {
  /** Where the content lies; quoted content with doubled quotes is in a buffer of its own. */
  content: Buffer = Buffer.alloc(0)
  start = 0
  end = 0
  /** Line feeds inside the content. */
  lineBreaks = 0
  fault: FieldFault | undefined

  /** The position of the delimiter after the field at `position`, or −1 when its closing quote is not there yet. */
  read(bytes: Buffer, position: number, limit: number): number {
    this.lineBreaks = 0
    this.fault = undefined
    return bytes[position] === QUOTE ? this.#quoted(bytes, position + 1, limit) : this.#bare(bytes, position)
  }

  /** The content as text. */
  text(): string {
    return this.content.toString('utf8', this.start, this.end)
  }

  #bare(bytes: Buffer, start: number): number {
    let position = start
    let byte = bytes[position]
    while (byte !== COMMA && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) byte = bytes[++position]
    this.#set(bytes, start, position)
    return this.#delimiter(bytes, position, 'lone-carriage-return')
  }

  #quoted(bytes: Buffer, start: number, limit: number): number {
    let position = start
    let doubled = false
    for (;;) {
      position = bytes.indexOf(QUOTE, position)
      if (position < 0 || position >= limit) return -1
      if (bytes[position + 1] !== QUOTE || position + 1 >= limit) break
      doubled = true
      position += 2
    }
    this.#set(bytes, start, position)
    this.lineBreaks = countLineFeeds(bytes, start, position)
    if (doubled) this.#unescape()
    return this.#delimiter(bytes, position + 1, 'text-after-quote')
  }

  #set(content: Buffer, start: number, end: number): void {
    this.content = content
    this.start = start
    this.end = end
  }

  #delimiter(bytes: Buffer, position: number, fault: FieldFault): number {
    const byte = bytes[position]
    if (byte === COMMA || byte === LINE_FEED) return position
    if (byte === CARRIAGE_RETURN && bytes[position + 1] === LINE_FEED) return position
    this.fault = fault
    return position
  }

  #unescape(): void {
    const target = Buffer.allocUnsafe(this.end - this.start)
    let length = 0
    for (let position = this.start; position < this.end; position++) {
      const byte = this.content[position] ?? 0
      if (byte === QUOTE) position++
      target[length++] = byte
    }
    this.#set(target, 0, length)
  }
}

function countLineFeeds(bytes: Buffer, start: number, end: number): number {
  // Never searches beyond the field: a long line of short fields would cost its length squared.
  let count = 0
  for (let position = start; position < end; position++) if (bytes[position] === LINE_FEED) count++
  return count
}
