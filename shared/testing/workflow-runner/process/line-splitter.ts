const MAX_LINE_CHARACTERS = 1_000_000

/** Cuts a stream of text into lines; a line longer than a million characters is cut into pieces. */
export class LineSplitter {
  readonly #onLine: (line: string) => void
  #pieces: string[] = []
  #length = 0

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  /** Takes the next piece of text. */
  push(text: string): void {
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.#append(text.slice(start, end))
      this.flush(true)
      start = end + 1
    }
    this.#append(text.slice(start))
  }

  /** Hands over what is left; `always` also when it is empty. */
  flush(always = false): void {
    if (this.#length === 0 && !always) return
    const line = this.#pieces.join('')
    this.#pieces = []
    this.#length = 0
    this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line)
  }

  #append(text: string): void {
    if (text === '') return
    this.#pieces.push(text)
    this.#length += text.length
    if (this.#length > MAX_LINE_CHARACTERS) this.flush()
  }
}
