import { unreadable } from '../model-errors.js'

const MAX_DEPTH = 64

/** Bytes per value and how to read one; UBJSON numbers are big-endian. */
const NUMBERS: ReadonlyMap<
  string,
  { readonly bytes: number; readonly read: (view: DataView, at: number) => number }
> = new Map([
  ['i', { bytes: 1, read: (view: DataView, at: number) => view.getInt8(at) }],
  ['U', { bytes: 1, read: (view: DataView, at: number) => view.getUint8(at) }],
  ['I', { bytes: 2, read: (view: DataView, at: number) => view.getInt16(at) }],
  ['l', { bytes: 4, read: (view: DataView, at: number) => view.getInt32(at) }],
  ['L', { bytes: 8, read: (view: DataView, at: number) => Number(view.getBigInt64(at)) }],
  ['d', { bytes: 4, read: (view: DataView, at: number) => view.getFloat32(at) }],
  ['D', { bytes: 8, read: (view: DataView, at: number) => view.getFloat64(at) }]
])

const CONSTANTS: ReadonlyMap<string, unknown> = new Map([
  ['Z', null],
  ['T', true],
  ['F', false]
])

class UbjsonReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #place: string
  readonly #text = new TextDecoder('utf-8', { fatal: true })
  #position = 0

  constructor(bytes: Uint8Array, place: string) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#place = place
  }

  document(): unknown {
    const value = this.#value(this.#marker(), 0)
    if (this.#position !== this.#bytes.length) throw this.#flaw('bytes follow the document')
    return value
  }

  #value(marker: string, depth: number): unknown {
    if (depth > MAX_DEPTH) throw this.#flaw('nested too deeply')
    if (marker === '{') return this.#object(depth)
    if (marker === '[') return this.#array(depth)
    if (marker === 'S') return this.#string(this.#length())
    if (marker === 'C') return this.#string(1)
    return CONSTANTS.has(marker) ? CONSTANTS.get(marker) : this.#number(marker)
  }

  #object(depth: number): unknown {
    const object = Object.create(null) as Record<string, unknown>
    const count = this.#optionalCount()
    for (let members = 0; members !== count; members++) {
      if (count === undefined && this.#skip('}')) break
      const key = this.#string(this.#length())
      object[key] = this.#value(this.#marker(), depth + 1)
    }
    return object
  }

  #array(depth: number): unknown {
    if (this.#skip('$')) return this.#numbers(this.#marker())
    const items: unknown[] = []
    const count = this.#optionalCount()
    while (items.length !== count) {
      if (count === undefined && this.#skip(']')) break
      items.push(this.#value(this.#marker(), depth + 1))
    }
    return items
  }

  #numbers(type: string): Float64Array {
    const format = NUMBERS.get(type)
    const count = this.#optionalCount()
    if (format === undefined || count === undefined) throw this.#flaw('an array of an unknown type')
    const start = this.#take(count * format.bytes)
    return Float64Array.from({ length: count }, (_, index) =>
      format.read(this.#view, start + index * format.bytes)
    )
  }

  #number(type: string): number {
    const format = NUMBERS.get(type)
    if (format === undefined) throw this.#flaw(`an unknown marker ${JSON.stringify(type)}`)
    return format.read(this.#view, this.#take(format.bytes))
  }

  #string(length: number): string {
    const start = this.#take(length)
    try {
      return this.#text.decode(this.#bytes.subarray(start, start + length))
    } catch (cause) {
      throw unreadable(`${this.#place}: byte ${start}: a text is not UTF-8`, { cause })
    }
  }

  #length(): number {
    const length = this.#number(this.#marker())
    if (!Number.isInteger(length) || length < 0) throw this.#flaw('a length is negative or no integer')
    // Every member takes at least a byte, so a longer count is a lie and must not be waited for.
    if (length > this.#bytes.length - this.#position) throw this.#flaw('a length goes beyond the file')
    return length
  }

  #optionalCount(): number | undefined {
    return this.#skip('#') ? this.#length() : undefined
  }

  #marker(): string {
    return String.fromCharCode(this.#bytes[this.#take(1)] ?? 0)
  }

  #skip(marker: string): boolean {
    if (this.#bytes[this.#position] !== marker.charCodeAt(0)) return false
    this.#position += 1
    return true
  }

  #take(count: number): number {
    const start = this.#position
    if (count > this.#bytes.length - start) throw this.#flaw('the file ends too early')
    this.#position += count
    return start
  }

  #flaw(what: string): Error {
    return unreadable(`${this.#place}: byte ${this.#position}: ${what}`)
  }
}

/**
 * Decodes Universal Binary JSON (ubjson.org draft 12) as XGBoost writes it. Objects have no prototype, typed arrays
 * become `Float64Array`. Malformed bytes are a `UserError` with code `model-unreadable` that names the byte.
 */
export const decodeUbjson = (bytes: Uint8Array, place: string): unknown =>
  new UbjsonReader(bytes, place).document()
