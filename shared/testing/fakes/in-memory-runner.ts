import type { Annotation, Runner } from '../../src/ports/runner.js'

/** A runner that remembers what it was asked and told. */
export class InMemoryRunner implements Runner {
  /** Names of the inputs that were read. */
  readonly asked = new Set<string>()
  readonly outputs = new Map<string, string>()
  readonly annotations: Annotation[] = []
  readonly masked: string[] = []
  readonly lines: string[] = []
  readonly states = new Map<string, string>()
  summary = ''
  readonly cancelled: AbortSignal
  readonly #inputs: ReadonlyMap<string, string>
  readonly #variables: ReadonlyMap<string, string>

  constructor(
    inputs: Readonly<Record<string, string>> = {},
    variables: Readonly<Record<string, string>> = {},
    cancelled: AbortSignal = new AbortController().signal
  ) {
    this.#inputs = new Map(Object.entries(inputs))
    this.#variables = new Map(Object.entries(variables))
    this.cancelled = cancelled
  }

  input(name: string): string {
    this.asked.add(name)
    return (this.#inputs.get(name) ?? '').trim()
  }

  variable(name: string): string | undefined {
    return this.#variables.get(name)
  }

  setOutput(name: string, value: string): void {
    this.outputs.set(name, value)
  }

  saveState(name: string, value: string): void {
    this.states.set(name, value)
  }

  state(name: string): string {
    return this.states.get(name) ?? ''
  }

  mask(secret: string): void {
    this.masked.push(secret)
  }

  log(line: string): void {
    this.lines.push(line)
  }

  group(title: string, lines: readonly string[]): void {
    this.lines.push(title, ...lines)
  }

  annotate(annotation: Annotation): void {
    this.annotations.push(annotation)
  }

  appendSummary(markdown: string): void {
    this.summary += markdown
  }
}
