const TABLE_SIZE = 65_536

/** The integers as bigint; small ones are shared, because tree ensembles repeat the same few numbers millions of times. */
export function bigints(values: Int32Array | Uint8Array | readonly number[]): bigint[] {
  const table: bigint[] = []
  const result: bigint[] = []
  for (const value of values) {
    if (value < 0 || value >= TABLE_SIZE) result.push(BigInt(value))
    else {
      while (table.length <= value) table.push(BigInt(table.length))
      result.push(table[value] ?? BigInt(value))
    }
  }
  return result
}
