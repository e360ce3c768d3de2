import { UserError } from '../../src/errors.js'
import type { TextFiles } from '../../src/ports/text-files.js'

/** Text files of a workspace that exists only in a test. */
export class InMemoryTextFiles implements TextFiles {
  readonly #files: Map<string, string>

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.#files = new Map(Object.entries(files))
  }

  put(path: string, text: string): void {
    this.#files.set(path, text)
  }

  async read(path: string, maxBytes = 1024 * 1024): Promise<string | undefined> {
    const text = this.#files.get(path)
    if (text !== undefined && Buffer.byteLength(text) > maxBytes) {
      throw new UserError('file-too-large', `${path} is larger than ${maxBytes} bytes`)
    }
    return text
  }

  async list(directory: string): Promise<readonly string[]> {
    const prefix = `${directory}/`
    return [...this.#files.keys()]
      .filter(path => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
      .map(path => path.slice(prefix.length))
      .sort()
  }
}
