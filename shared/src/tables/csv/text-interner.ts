import { randomInt } from 'node:crypto'
import type { TextBudget } from '../text-budget.js'

/** Bookkeeping per distinct text: hash slot, hash, offset and the string header made at the end. */
const ENTRY_BYTES = 48

/**
 * Numbers distinct byte strings in order of first appearance: an open-addressing table over one byte arena, so
 * that a repeated cell costs neither a string nor an allocation. The hash is seeded: a file cannot choose collisions.
 */
export class TextInterner {
  readonly #seed = randomInt(2 ** 31)
  readonly #budget: TextBudget
  #arena: Buffer = Buffer.allocUnsafe(1024)
  #arenaEnd = 0
  #starts = new Float64Array(64)
  #hashes = new Int32Array(64)
  #slots = new Int32Array(128).fill(-1)
  #count = 0

  /** What is taken from the budget is never given back. */
  constructor(budget: TextBudget) {
    this.#budget = budget
  }

  /** The code of `bytes[start, end)`, or −1 when it is new and the dictionary is full. */
  code(bytes: Buffer, start: number, end: number): number {
    const hash = hashBytes(bytes, start, end, this.#seed)
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (;;) {
      const code = this.#slots[slot] ?? -1
      if (code < 0) return this.#add(bytes.subarray(start, end), hash, slot)
      if (this.#hashes[code] === hash && this.#equals(code, bytes, start, end)) return code
      slot = (slot + 1) & mask
    }
  }

  /** The texts by code. */
  dictionary(): string[] {
    const texts: string[] = []
    for (let code = 0; code < this.#count; code++) {
      texts.push(this.#arena.toString('utf8', this.#starts[code], this.#endOf(code)))
    }
    return texts
  }

  #endOf(code: number): number {
    return code + 1 < this.#count ? (this.#starts[code + 1] ?? 0) : this.#arenaEnd
  }

  #equals(code: number, bytes: Buffer, start: number, end: number): boolean {
    const from = this.#starts[code] ?? 0
    const length = end - start
    if (this.#endOf(code) - from !== length) return false
    const arena = this.#arena
    if (length > 32) return arena.compare(bytes, start, end, from, from + length) === 0
    for (let offset = 0; offset < length; offset++) {
      if (arena[from + offset] !== bytes[start + offset]) return false
    }
    return true
  }

  #add(text: Buffer, hash: number, slot: number): number {
    this.#budget.left -= text.length + ENTRY_BYTES
    if (this.#budget.left < 0) return -1
    const needed = this.#arenaEnd + text.length
    if (needed > this.#arena.length) this.#arena = grown(this.#arena, needed)
    this.#arena.set(text, this.#arenaEnd)
    const code = this.#count++
    if (code === this.#starts.length) this.#growEntries()
    this.#starts[code] = this.#arenaEnd
    this.#hashes[code] = hash
    this.#arenaEnd = needed
    this.#slots[slot] = code
    if (this.#count * 2 > this.#slots.length) this.#rehash()
    return code
  }

  #growEntries(): void {
    const starts = new Float64Array(this.#starts.length * 2)
    starts.set(this.#starts)
    const hashes = new Int32Array(this.#hashes.length * 2)
    hashes.set(this.#hashes)
    this.#starts = starts
    this.#hashes = hashes
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1)
    const mask = slots.length - 1
    for (let code = 0; code < this.#count; code++) {
      let slot = (this.#hashes[code] ?? 0) & mask
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask
      slots[slot] = code
    }
    this.#slots = slots
  }
}

function grown(arena: Buffer, needed: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.max(needed, arena.length * 2))
  larger.set(arena)
  return larger
}

/** FNV-1a with a seed, finished by MurmurHash3's mixer so that the low bits depend on every byte. */
function hashBytes(bytes: Buffer, start: number, end: number, seed: number): number {
  let hash = 0x811c9dc5 ^ seed
  for (let position = start; position < end; position++) {
    hash = Math.imul(hash ^ (bytes[position] ?? 0), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
