import { MODEL_ID, VERSION } from '../domain/text/id-patterns.js'
import { UserError, type Problem } from '../errors.js'
import type { Runner } from '../ports/runner.js'

/** Shorter parts of a pasted key are words such as `PRIVATE`. */
const LONG_SECRET = 16

/** Reads an action's inputs and collects every problem; `finish` throws one `UserError` `invalid-inputs` with all of them. */
export class InputReader {
  private readonly runner: Runner
  private readonly problems: Problem[] = []

  constructor(runner: Runner) {
    this.runner = runner
  }

  /** The text of an input, or undefined when it is empty. */
  text(name: string): string | undefined {
    const value = this.runner.input(name)
    return value === '' ? undefined : value
  }

  /** A text that must not show in the log: every line of it is masked, also where line ends were pasted as `\\n`. */
  secret(name: string): string | undefined {
    const value = this.text(name) ?? ''
    const lines = value.split(/\r?\n/).map(line => line.trim())
    const pasted = value.split(/\\[nr]|\s/).filter(part => part.length >= LONG_SECRET)
    for (const part of new Set([...lines, ...pasted])) if (part !== '') this.runner.mask(part)
    return value === '' ? undefined : value
  }

  textOr(name: string, fallback: string): string {
    return this.text(name) ?? fallback
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.text(name)?.toLowerCase()
    if (value === undefined) return fallback
    if (value !== 'true' && value !== 'false')
      this.reject(name, `"${value}" is neither true nor false`, 'Write true or false.')
    return value === 'true'
  }

  /** A number within bounds, both inclusive. */
  number(name: string, bounds: { min: number; max: number; fallback: number; integer?: boolean }): number {
    const text = this.text(name)
    if (text === undefined) return bounds.fallback
    const value = Number(text)
    const wrong =
      !Number.isFinite(value) ||
      value < bounds.min ||
      value > bounds.max ||
      (bounds.integer === true && !Number.isInteger(value))
    if (!wrong) return value
    const kind = bounds.integer === true ? 'a whole number' : 'a number'
    this.reject(
      name,
      `"${text}" is not ${kind} from ${bounds.min} to ${bounds.max}`,
      `Write ${kind} in that range.`
    )
    return bounds.fallback
  }

  choice<T extends string>(name: string, options: readonly T[], fallback: T): T {
    const text = this.text(name)
    const found = options.find(option => option === text)
    if (text !== undefined && found === undefined) {
      this.reject(name, `"${text}" is not one of its values`, `Use one of: ${options.join(', ')}.`)
    }
    return found ?? fallback
  }

  /** Comma- or line-separated words, each one of `options`. */
  words<T extends string>(name: string, options: readonly T[], fallback: readonly T[]): readonly T[] {
    const text = this.text(name)
    if (text === undefined) return fallback
    const words = text
      .split(/[,\n]/)
      .map(word => word.trim())
      .filter(word => word !== '')
    const known = words.filter((word): word is T => options.some(option => option === word))
    for (const word of words) {
      if (!known.some(k => k === word))
        this.reject(name, `"${word}" is not one of its values`, `Use any of: ${options.join(', ')}.`)
    }
    return known
  }

  /** A text that must match; undefined when empty. */
  matching(name: string, pattern: RegExp, description: string): string | undefined {
    const text = this.text(name)
    if (text !== undefined && !pattern.test(text))
      this.reject(name, `"${text.slice(0, 80)}" is not ${description}`, `Write ${description}.`)
    return text
  }

  /** What a model is called; undefined when empty. */
  modelId(name: string): string | undefined {
    return this.matching(name, MODEL_ID, 'at most 48 lower-case letters, digits and single hyphens')
  }

  /** A version of a model; undefined when empty. */
  version(name: string): string | undefined {
    return this.matching(name, VERSION, 'a version such as v1.2.0')
  }

  reject(name: string, message: string, hint: string): void {
    this.problems.push({ place: `input ${name}`, message, hint })
  }

  finish(): void {
    if (this.problems.length === 0) return
    const list = this.problems.map(problem =>
      `${problem.place}: ${problem.message}. ${problem.hint ?? ''}`.trim()
    )
    throw new UserError('invalid-inputs', list.join('\n'), { problems: this.problems })
  }
}
