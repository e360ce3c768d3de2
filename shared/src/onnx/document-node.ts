import { unreadable } from './model-errors.js'

/** A value of a parsed document that knows where it stands; wrong types are `UserError`s with code `model-unreadable`. */
export class DocumentNode {
  readonly place: string
  readonly #value: unknown

  constructor(value: unknown, place: string) {
    this.#value = value
    this.place = place
  }

  /** The member, which must be there. */
  get(key: string): DocumentNode {
    const member = this.find(key)
    if (member === undefined) throw unreadable(`${this.place}: '${key}' is missing`)
    return member
  }

  /** The member, or undefined. */
  find(key: string): DocumentNode | undefined {
    const value = this.#value
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.#wrong('an object')
    const member = Object.getOwnPropertyDescriptor(value, key)
    return member === undefined ? undefined : new DocumentNode(member.value, `${this.place}.${key}`)
  }

  items(): DocumentNode[] {
    const value = this.#value
    if (!Array.isArray(value)) throw this.#wrong('a list')
    return value.map((item, index) => new DocumentNode(item, `${this.place}[${index}]`))
  }

  text(): string {
    if (typeof this.#value !== 'string') throw this.#wrong('a text')
    return this.#value
  }

  /** A whole number of at least 0, also when written as a text. */
  count(): number {
    const value = typeof this.#value === 'string' ? Number(this.#value) : this.#value
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw this.#wrong('a count')
    return value
  }

  /** A list of numbers; true and false count as 1 and 0. */
  numbers(): Float64Array {
    const value = this.#value
    if (value instanceof Float64Array) return value
    if (!Array.isArray(value)) throw this.#wrong('a list of numbers')
    const numbers = new Float64Array(value.length)
    for (let index = 0; index < numbers.length; index++) {
      const item: unknown = value[index]
      if (typeof item !== 'number' && typeof item !== 'boolean') throw this.#wrong('a list of numbers')
      numbers[index] = Number(item)
    }
    return numbers
  }

  /** A list of 32-bit integers. */
  integers(): Int32Array {
    const numbers = this.numbers()
    const integers = Int32Array.from(numbers)
    if (integers.some((integer, index) => integer !== numbers[index])) throw this.#wrong('a list of integers')
    return integers
  }

  #wrong(expected: string): Error {
    return unreadable(`${this.place}: is not ${expected}`)
  }
}
