const STOP = 0
const TRUE = 1
const FALSE = 2
const BYTE = 3
const DOUBLE = 7
const BINARY = 8
const LIST = 9
const STRUCT = 12

const MAX_DEPTH = 16
const MAX_VARINT_BYTES = 10
/** Structs and lists in one message; each becomes an object. */
const MAX_CONTAINERS = 2_000_000

/** Where the reading of a message stands. */
interface Cursor {
  readonly bytes: Uint8Array
  position: number
  containers: number
}

/**
 * The position after the Thrift struct (compact protocol) at `start`, undefined when the bytes end before it does. What
 * a parser would choke on is an `Error`: deep nesting, endless numbers, millions of lists, unknown types.
 */
export function thriftEnd(bytes: Uint8Array, start: number): number | undefined {
  const cursor = { bytes, position: start, containers: 0 }
  skipStruct(cursor, 0)
  return cursor.position > bytes.length ? undefined : cursor.position
}

function skipStruct(cursor: Cursor, depth: number): void {
  enter(cursor, depth)
  // Past the end there are only zeros, and zero is the end of a struct.
  for (let type = nextByte(cursor); (type & 15) !== STOP; type = nextByte(cursor)) {
    if (type >> 4 === 0) skipVarint(cursor)
    const isFlag = (type & 15) === TRUE || (type & 15) === FALSE
    if (!isFlag) skipElement(cursor, type & 15, depth)
  }
}

function skipElement(cursor: Cursor, type: number, depth: number): void {
  switch (type) {
    // In lists; the value of a field is its type.
    case TRUE:
    case FALSE:
    case BYTE:
      cursor.position++
      return
    case DOUBLE:
      cursor.position += 8
      return
    case BINARY: {
      const length = skipVarint(cursor)
      cursor.position += length
      return
    }
    case LIST:
      skipList(cursor, depth + 1)
      return
    case STRUCT:
      skipStruct(cursor, depth + 1)
      return
    default:
      if (type > DOUBLE || type === STOP) throw new Error(`a header with a value of type ${type}`)
      skipVarint(cursor)
  }
}

function skipList(cursor: Cursor, depth: number): void {
  enter(cursor, depth)
  const head = nextByte(cursor)
  const length = head >> 4 === 15 ? skipVarint(cursor) : head >> 4
  for (let index = 0; index < length && cursor.position < cursor.bytes.length; index++) {
    skipElement(cursor, head & 15, depth)
  }
  // Elements take a byte at least: a list that goes on behind the end is cut off.
  if (cursor.position >= cursor.bytes.length) cursor.position = cursor.bytes.length + 1
}

function enter(cursor: Cursor, depth: number): void {
  cursor.containers++
  if (depth > MAX_DEPTH) throw new Error('a header that is nested too deeply')
  if (cursor.containers > MAX_CONTAINERS) throw new Error('a header with too many parts')
}

function nextByte(cursor: Cursor): number {
  return cursor.bytes[cursor.position++] ?? 0
}

/** The value of the number skipped, as far as lengths need it. */
function skipVarint(cursor: Cursor): number {
  let value = 0
  for (let index = 0; index < MAX_VARINT_BYTES; index++) {
    const byte = nextByte(cursor)
    value += (byte & 127) * 2 ** (7 * index)
    if (byte < 128) return value
  }
  throw new Error('a header with an endless number')
}
