const MAX_LINE = 10_000

/** Takes a stream piece by piece. */
export interface LineSplitter {
  push(text: string): void
  /** The stream is over: what has no line end yet is the last line. */
  end(): void
}

/**
 * Splits a stream into lines at LF, CRLF and CR, which progress bars use. A line is cut at 10,000 characters; no more
 * than that is kept, whatever arrives.
 */
export function lineSplitter(onLine: (line: string) => void): LineSplitter {
  let line = ''
  let started = false
  let afterReturn = false
  const add = (piece: string) => {
    started ||= piece !== ''
    line += piece.slice(0, MAX_LINE - line.length)
  }
  const finish = () => {
    onLine(line)
    line = ''
    started = false
  }
  return {
    push(text) {
      if (text === '') return
      // A CRLF may arrive in two pieces.
      const rest = afterReturn && text.startsWith('\n') ? text.slice(1) : text
      afterReturn = text.endsWith('\r')
      const pieces = rest.split(/\r\n|[\r\n]/)
      const last = pieces.pop() ?? ''
      for (const piece of pieces) {
        add(piece)
        finish()
      }
      add(last)
    },
    end() {
      if (started) finish()
    }
  }
}
