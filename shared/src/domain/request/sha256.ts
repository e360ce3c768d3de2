const blockBytes = 64

/** The first 32 bits of the fractional parts of a root of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
function rootBits(count: number, root: (prime: number) => number): Int32Array {
  const bits = new Int32Array(count)
  for (let candidate = 2, found = 0; found < count; candidate += 1) {
    if (!isPrime(candidate)) continue
    const value = root(candidate)
    bits[found] = (value - Math.floor(value)) * 2 ** 32
    found += 1
  }
  return bits
}

function isPrime(candidate: number): boolean {
  for (let divisor = 2; divisor * divisor <= candidate; divisor += 1)
    if (candidate % divisor === 0) return false
  return true
}

/**
 * Lower-case hexadecimal SHA-256 of bytes, or of a text's UTF-8 bytes (FIPS 180-4). For small contents: Node's crypto
 * module is faster but takes 4 ms to load.
 */
export function sha256Hex(content: string | Uint8Array): string {
  const rounds = rootBits(64, Math.cbrt)
  const state = rootBits(8, Math.sqrt)
  const message = padded(typeof content === 'string' ? new TextEncoder().encode(content) : content)
  const schedule = new Int32Array(64)
  for (let offset = 0; offset < message.byteLength; offset += blockBytes) {
    for (let word = 0; word < 16; word += 1) schedule[word] = message.getInt32(offset + word * 4)
    compress(state, schedule, rounds)
  }
  return Array.from(state, word => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

function padded(bytes: Uint8Array): DataView {
  const length = Math.ceil((bytes.length + 9) / blockBytes) * blockBytes
  const message = new Uint8Array(length)
  message.set(bytes)
  message[bytes.length] = 0x80
  const view = new DataView(message.buffer)
  view.setUint32(length - 8, Math.floor(bytes.length / 2 ** 29))
  view.setUint32(length - 4, bytes.length << 3)
  return view
}

const rotate = (word: number, bits: number) => (word >>> bits) | (word << (32 - bits))
const at = (words: Int32Array, index: number) => words[index] ?? 0

function extend(schedule: Int32Array): void {
  for (let index = 16; index < 64; index += 1) {
    const [early, late] = [at(schedule, index - 15), at(schedule, index - 2)]
    const first = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
    const second = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
    schedule[index] = at(schedule, index - 16) + first + at(schedule, index - 7) + second
  }
}

function compress(state: Int32Array, schedule: Int32Array, rounds: Int32Array): void {
  extend(schedule)
  const work = Int32Array.from(state)
  for (let round = 0; round < 64; round += 1) {
    const [a, e] = [at(work, 0), at(work, 4)]
    const choice = (e & at(work, 5)) ^ (~e & at(work, 6))
    const majority = (a & at(work, 1)) ^ (a & at(work, 2)) ^ (at(work, 1) & at(work, 2))
    const mixedE = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const mixedA = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const first = at(work, 7) + mixedE + choice + at(rounds, round) + at(schedule, round)
    work.copyWithin(1, 0, 7)
    work[4] = at(work, 4) + first
    work[0] = first + mixedA + majority
  }
  for (let index = 0; index < 8; index += 1) state[index] = at(state, index) + at(work, index)
}
