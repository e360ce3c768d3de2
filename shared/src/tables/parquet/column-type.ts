import type { SchemaElement } from 'hyparquet'
import { isoDate, isoTime, isoTimeOfDay } from './iso-time.js'

/** How the stored values of a Parquet column become cells; raw values are never null. */
export interface ColumnType {
  readonly kind: 'numeric' | 'text'
  /** The stored numbers are the cells: arrays of them can be copied. */
  readonly direct: boolean
  /** The value as a number, undefined when no double represents it. */
  readonly toNumber: (raw: unknown) => number | undefined
  readonly toText: (raw: unknown) => string
}

/** How a column is read, or the reason why it cannot be. */
export type ColumnTypeResult = { readonly type: ColumnType } | { readonly refusal: string }

const DECIMALS = { MILLIS: 3, MICROS: 6, NANOS: 9 } as const
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * The reading of a leaf column. Numbers and decimals are numeric; texts, enums, JSON, UUIDs and booleans
 * (`true`, `false`) are text; dates and times are ISO 8601 text with as many decimals as needed.
 */
export function columnType(element: SchemaElement): ColumnTypeResult {
  const type = logicalType(element) ?? convertedType(element) ?? physicalType(element)
  return type === undefined ? { refusal: `of type ${typeName(element)}` } : { type }
}

function logicalType({ logical_type: logical, type }: SchemaElement): ColumnType | undefined {
  switch (logical?.type) {
    case 'DECIMAL':
      return decimal(logical.scale)
    case 'DATE':
      return text(isoDate)
    case 'TIMESTAMP':
      return text(raw => isoTime(raw, DECIMALS[logical.unit], logical.isAdjustedToUTC ? 'Z' : ''))
    case 'TIME':
      return text(raw => isoTimeOfDay(raw, DECIMALS[logical.unit]))
    case 'INTEGER':
      return logical.isSigned ? undefined : unsigned(logical.bitWidth)
    case 'FLOAT16':
      return number(raw => halfFloat(raw))
    case 'UUID':
      return type === 'FIXED_LEN_BYTE_ARRAY' ? text(uuid) : undefined
    default:
      return undefined
  }
}

function convertedType({ converted_type: converted, scale }: SchemaElement): ColumnType | undefined {
  switch (converted) {
    case 'DECIMAL':
      return decimal(scale ?? 0)
    case 'DATE':
      return text(isoDate)
    case 'TIMESTAMP_MILLIS':
      return text(raw => isoTime(raw, 3, 'Z'))
    case 'TIMESTAMP_MICROS':
      return text(raw => isoTime(raw, 6, 'Z'))
    case 'TIME_MILLIS':
      return text(raw => isoTimeOfDay(raw, 3))
    case 'TIME_MICROS':
      return text(raw => isoTimeOfDay(raw, 6))
    case 'UINT_8':
    case 'UINT_16':
    case 'UINT_32':
      return unsigned(32)
    case 'UINT_64':
      return unsigned(64)
    default:
      return undefined
  }
}

const UNREADABLE: ReadonlySet<string> = new Set(['BSON', 'INTERVAL', 'VARIANT', 'GEOMETRY', 'GEOGRAPHY'])

function physicalType(element: SchemaElement): ColumnType | undefined {
  if (UNREADABLE.has(typeName(element))) return undefined
  switch (element.type) {
    case 'INT32':
    case 'FLOAT':
    case 'DOUBLE':
      return { ...number(raw => raw as number), direct: true }
    case 'INT64':
      return number(safeNumber, String)
    case 'INT96':
      return text(raw => isoTime(julianNanoseconds(raw), 9, 'Z'))
    case 'BOOLEAN':
      return text(String)
    case 'BYTE_ARRAY':
      return text(raw => utf8.decode(raw as Uint8Array))
    default:
      return undefined
  }
}

function typeName(element: SchemaElement): string {
  return element.logical_type?.type ?? element.converted_type ?? element.type ?? 'unknown'
}

function text(toText: (raw: unknown) => string): ColumnType {
  return { kind: 'text', direct: false, toNumber: () => undefined, toText }
}

function number(
  toNumber: (raw: unknown) => number | undefined,
  toText?: (raw: unknown) => string
): ColumnType {
  return { kind: 'numeric', direct: false, toNumber, toText: toText ?? (raw => String(toNumber(raw))) }
}

function safeNumber(raw: unknown): number | undefined {
  const value = Number(raw)
  return Number.isSafeInteger(value) ? value : undefined
}

function unsigned(bits: number): ColumnType {
  const exact = (raw: unknown) => BigInt.asUintN(bits === 64 ? 64 : 32, asBigInt(raw))
  return number(
    raw => safeNumber(exact(raw)),
    raw => String(exact(raw))
  )
}

function decimal(scale: number): ColumnType {
  return number(
    raw => Number(`${asBigInt(raw)}e${-scale}`),
    raw => decimalText(asBigInt(raw), scale)
  )
}

function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(Number(`${unscaled}e${-scale}`))
  const sign = unscaled < 0n ? '-' : ''
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(Math.min(scale, 400) + 1, '0')
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** An integer, or the big-endian two's complement bytes of one. */
function asBigInt(raw: unknown): bigint {
  if (typeof raw === 'bigint') return raw
  if (typeof raw === 'number') return BigInt(raw)
  if (!(raw instanceof Uint8Array) || raw.length > 32) throw new Error('a decimal of an unknown form')
  return BigInt.asIntN(8 * raw.length, BigInt(`0x${Buffer.from(raw).toString('hex') || '0'}`))
}

/** Days since the Julian epoch above 64 bits of nanoseconds, as nanoseconds since 1970. */
function julianNanoseconds(raw: unknown): bigint {
  const value = asBigInt(raw)
  return ((value >> 64n) - 2_440_588n) * 86_400_000_000_000n + BigInt.asUintN(64, value)
}

function uuid(raw: unknown): string {
  const hex = Buffer.from(raw as Uint8Array).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function halfFloat(raw: unknown): number {
  const [low = 0, high = 0] = raw as Uint8Array
  const sign = high >> 7 === 0 ? 1 : -1
  const exponent = (high >> 2) & 31
  const fraction = ((high & 3) << 8) | low
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15))
}
