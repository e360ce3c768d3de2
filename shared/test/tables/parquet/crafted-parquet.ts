/** A value of Thrift's compact protocol. */
export type Thrift =
  | { readonly i32: number }
  | { readonly i64: bigint }
  | { readonly text: string }
  | { readonly list: readonly Thrift[] }
  | { readonly struct: Readonly<Record<number, Thrift>> }
  | { readonly raw: readonly number[]; readonly type: number }

/** Integers in zigzag and variable length, as the protocol has them. */
export function varint(value: bigint): number[] {
  const bytes: number[] = []
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 128n) return [...bytes, Number(rest)]
    bytes.push(Number(rest & 127n) | 128)
  }
}

const zigzag = (value: bigint) => varint((value << 1n) ^ (value >> 63n))

function typeOf(value: Thrift): number {
  if ('i32' in value) return 5
  if ('i64' in value) return 6
  if ('text' in value) return 8
  if ('list' in value) return 9
  return 'struct' in value ? 12 : value.type
}

function bytesOf(value: Thrift): number[] {
  if ('i32' in value) return zigzag(BigInt(value.i32))
  if ('i64' in value) return zigzag(value.i64)
  if ('text' in value) return [...varint(BigInt(Buffer.byteLength(value.text))), ...Buffer.from(value.text)]
  if ('raw' in value) return [...value.raw]
  if ('struct' in value) return structBytes(value.struct)
  const [first] = value.list
  const type = first === undefined ? 12 : typeOf(first)
  return [0xf0 | type, ...varint(BigInt(value.list.length)), ...value.list.flatMap(bytesOf)]
}

/** A struct by field number. */
export function structBytes(fields: Readonly<Record<number, Thrift>>): number[] {
  const parts = Object.entries(fields).flatMap(([id, value]) => [
    typeOf(value),
    ...zigzag(BigInt(id)),
    ...bytesOf(value)
  ])
  return [...parts, 0]
}

/** What a crafted file claims; defaults are those of a sane file of one column `x` of doubles. */
export interface Claims {
  readonly rows?: bigint
  readonly groupRows?: bigint
  readonly offset?: bigint
  readonly dictionaryOffset?: bigint
  readonly size?: bigint
  readonly type?: number
  readonly codec?: number
  readonly names?: readonly string[]
  readonly rootChildren?: number
  readonly schema?: readonly Thrift[]
}

const MAGIC = [...Buffer.from('PAR1')]

/** A file of these pages whose footer says what it is told to. */
export function craftedFile(pages: readonly number[], claims: Claims = {}): Uint8Array {
  const names = claims.names ?? ['x']
  const type = claims.type ?? 5
  const column = (name: string): Thrift => ({
    struct: {
      2: { i64: 4n },
      3: {
        struct: {
          1: { i32: type },
          2: { list: [{ i32: 0 }] },
          3: { list: [{ text: name }] },
          4: { i32: claims.codec ?? 0 },
          5: { i64: claims.rows ?? 1n },
          6: { i64: claims.size ?? BigInt(pages.length) },
          7: { i64: claims.size ?? BigInt(pages.length) },
          9: { i64: claims.offset ?? 4n },
          ...(claims.dictionaryOffset === undefined ? {} : { 11: { i64: claims.dictionaryOffset } })
        }
      }
    }
  })
  const leaves = names.map((name): Thrift => ({
    struct: { 1: { i32: type }, 3: { i32: 0 }, 4: { text: name } }
  }))
  const root: Thrift = { struct: { 4: { text: 'root' }, 5: { i32: claims.rootChildren ?? names.length } } }
  const rows = claims.rows ?? 1n
  const group = { 1: { list: names.map(column) }, 2: { i64: 8n }, 3: { i64: claims.groupRows ?? rows } }
  return withFooter(pages, {
    1: { i32: 1 },
    2: { list: [root, ...(claims.schema ?? leaves)] },
    3: { i64: rows },
    4: { list: [{ struct: group }] }
  })
}

/** A file of these pages and any footer. */
export function withFooter(pages: readonly number[], footer: Readonly<Record<number, Thrift>>): Uint8Array {
  return withFooterBytes(pages, structBytes(footer))
}

/** A file of these pages and any bytes for a footer. */
export function withFooterBytes(pages: readonly number[], footer: readonly number[]): Uint8Array {
  const length = new Uint8Array(new Uint32Array([footer.length]).buffer)
  return Uint8Array.from([...MAGIC, ...pages, ...footer, ...length, ...MAGIC])
}

/** What a crafted page claims; defaults are those of a sane page of one double. */
export interface PageClaims {
  readonly size?: number
  readonly compressedSize?: number
  readonly values?: number
  readonly encoding?: number
  readonly crc?: number
  readonly extra?: Readonly<Record<number, Thrift>>
}

/** A data page (version 1) with its header. */
export function dataPage(bytes: readonly number[], claims: PageClaims = {}): number[] {
  const facts = {
    1: { i32: claims.values ?? 1 },
    2: { i32: claims.encoding ?? 0 },
    3: { i32: 3 },
    4: { i32: 3 }
  }
  const header = {
    1: { i32: 0 },
    2: { i32: claims.size ?? bytes.length },
    3: { i32: claims.compressedSize ?? bytes.length },
    ...(claims.crc === undefined ? {} : { 4: { i32: claims.crc } }),
    5: { struct: facts },
    ...claims.extra
  }
  return [...structBytes(header), ...bytes]
}

/** A dictionary page with its header. */
export function dictionaryPage(bytes: readonly number[], values: number): number[] {
  const facts = { 1: { i32: values }, 2: { i32: 0 } }
  const header = { 1: { i32: 2 }, 2: { i32: bytes.length }, 3: { i32: bytes.length }, 7: { struct: facts } }
  return [...structBytes(header), ...bytes]
}
