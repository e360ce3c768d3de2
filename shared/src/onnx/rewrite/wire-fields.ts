import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** Where a field lies in its message: its tag at `start`, its content from `content` to `end`. */
export interface Field {
  readonly number: number
  readonly wireType: WireType
  readonly start: number
  readonly content: number
  readonly end: number
}

const utf8 = new TextDecoder()

/** The fields of a protobuf message one after the other; a message that is cut is a `RangeError`. */
export function* fieldsOf(message: Uint8Array): Generator<Field, void, undefined> {
  const reader = new BinaryReader(message)
  while (reader.pos < message.length) {
    const start = reader.pos
    const [number, wireType] = reader.tag()
    const afterTag = reader.pos
    reader.skip(wireType, number)
    const end = reader.pos
    reader.pos = afterTag
    if (wireType === WireType.LengthDelimited) reader.uint32()
    const content = reader.pos
    reader.pos = end
    yield { number, wireType, start, content, end }
  }
}

/** The content of a text, bytes or message field, as a view. */
export const contentOf = (message: Uint8Array, { content, end }: Field): Uint8Array =>
  message.subarray(content, end)

/** A field as it is, tag included, as a view. */
export const wholeOf = (message: Uint8Array, { start, end }: Field): Uint8Array =>
  message.subarray(start, end)

export const textOf = (message: Uint8Array, field: Field): string => utf8.decode(contentOf(message, field))

/** An integer of up to 53 bits; larger ones, which no size can be, are not a number. */
export function integerOf(message: Uint8Array, field: Field): number {
  const value = Number(new BinaryReader(message.subarray(field.content, field.end)).int64())
  return Number.isSafeInteger(value) ? value : NaN
}

/** A message, text or bytes field around this content, as pieces that are not copied yet. */
export function fieldAround(number: number, content: readonly Uint8Array[]): Uint8Array[] {
  const length = content.reduce((sum, piece) => sum + piece.length, 0)
  const head = new BinaryWriter().tag(number, WireType.LengthDelimited).uint32(length).finish()
  return [head, ...content]
}

/** The pieces as one array. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let position = 0
  for (const piece of pieces) {
    whole.set(piece, position)
    position += piece.length
  }
  return whole
}
