import * as z from 'zod/mini'
import { unreadable } from './model-errors.js'
import { duplicateJsonKey } from './json-duplicate-keys.js'

/** Bytes of one value of each element type that is read. */
const VALUE_BYTES = { F64: 8, F32: 4, I64: 8, I32: 4, I16: 2, U8: 1, I8: 1, BOOL: 1 } as const

export type TensorType = keyof typeof VALUE_BYTES

/** One tensor: its shape, and its little-endian bytes (a view of the file). */
export interface SafeTensor {
  readonly name: string
  readonly type: TensorType
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

const LENGTH_BYTES = 8
const MAX_HEADER_BYTES = 4 * 1024 * 1024
const MAX_TENSORS = 10_000
const TENSOR_NAME = /^[A-Za-z][A-Za-z0-9._-]{0,199}$/

const types = Object.keys(VALUE_BYTES) as [TensorType, ...TensorType[]]
const size = z.int().check(z.nonnegative())
const entrySchema = z.strictObject({
  dtype: z.enum(types),
  shape: z.array(size).check(z.maxLength(8)),
  data_offsets: z.tuple([size, size])
})

interface Entry {
  readonly name: string
  readonly type: TensorType
  readonly shape: readonly number[]
  readonly begin: number
  readonly end: number
}

const damaged = (message: string, place: string): Error => unreadable(`${place}: ${message}`)

/** The header and where the buffers begin. */
function splitHeader(file: Uint8Array, place: string): { text: string; start: number } {
  if (file.length < LENGTH_BYTES) throw damaged(`only ${file.length} bytes, not a safetensors file`, place)
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true)
  if (length > BigInt(MAX_HEADER_BYTES))
    throw damaged(`a header of ${length.toString()} bytes is too long`, place)
  const start = LENGTH_BYTES + Number(length)
  if (start > file.length)
    throw damaged(`the header of ${length.toString()} bytes goes beyond the file`, place)
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(LENGTH_BYTES, start)),
      start
    }
  } catch (cause) {
    throw unreadable(`${place}: the header is not UTF-8`, { cause })
  }
}

function parseHeader(text: string, place: string): Record<string, unknown> {
  let header: unknown
  try {
    header = JSON.parse(text)
  } catch (cause) {
    throw unreadable(`${place}: the header is not JSON`, { cause })
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw damaged('the header is not an object', place)
  const duplicate = duplicateJsonKey(text)
  if (duplicate !== undefined) throw damaged(`the header names '${duplicate.slice(0, 100)}' twice`, place)
  return header as Record<string, unknown>
}

function readEntry(name: string, value: unknown, place: string): Entry {
  if (!TENSOR_NAME.test(name)) throw damaged(`${JSON.stringify(name.slice(0, 100))} is no tensor name`, place)
  const parsed = entrySchema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw damaged(
      `tensor '${name}': ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is malformed'}`,
      place
    )
  }
  const { dtype, shape, data_offsets } = parsed.data
  const [begin, end] = data_offsets
  const expected = shape.reduce((product, length) => product * length, VALUE_BYTES[dtype])
  if (end - begin !== expected)
    throw damaged(
      `tensor '${name}': ${dtype} [${shape.join(', ')}] needs ${expected} bytes, not ${end - begin}`,
      place
    )
  return { name, type: dtype, shape, begin, end }
}

/** The format wants the tensors side by side: no gap, no overlap, nothing left at the end. */
function checkLayout(entries: readonly Entry[], bytes: number, place: string): void {
  const sorted = [...entries].sort((left, right) => left.begin - right.begin || left.end - right.end)
  let position = 0
  for (const { name, begin, end } of sorted) {
    if (end > bytes) throw damaged(`tensor '${name}': ends at byte ${end} of ${bytes}`, place)
    if (begin !== position)
      throw damaged(
        `tensor '${name}': ${begin < position ? 'overlaps' : 'leaves a gap to'} the one before`,
        place
      )
    position = end
  }
  if (position !== bytes) throw damaged(`${bytes - position} bytes belong to no tensor`, place)
}

/**
 * Reads a safetensors file (8-byte little-endian header length, JSON header, buffers) without copying the buffers.
 * Whatever is out of order is a `UserError` with code `model-unreadable` that starts with `place`.
 */
export function readSafetensors(
  file: Uint8Array,
  place = 'model.safetensors'
): ReadonlyMap<string, SafeTensor> {
  const { text, start } = splitHeader(file, place)
  const header = parseHeader(text, place)
  const names = Object.keys(header).filter(name => name !== '__metadata__')
  if (names.length > MAX_TENSORS) throw damaged(`${names.length} tensors are too many`, place)
  const entries = names.map(name => readEntry(name, header[name], place))
  checkLayout(entries, file.length - start, place)
  return new Map(
    entries.map(({ name, type, shape, begin, end }) => [
      name,
      { name, type, shape, bytes: file.subarray(start + begin, start + end) }
    ])
  )
}
