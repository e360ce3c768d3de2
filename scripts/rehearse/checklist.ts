/** What is wrong, in one line each; nothing: all is well. */
export type Findings = readonly string[]

/** Checks with names, counted and told one by one. */
export class Checklist {
  #passed = 0
  #failed = 0
  readonly #say: (line: string) => void

  constructor(say: (line: string) => void) {
    this.#say = say
  }

  get passed(): number {
    return this.#passed
  }

  get failed(): number {
    return this.#failed
  }

  /** Carries a check out; what it throws is a finding. */
  async check(name: string, work: () => Findings | Promise<Findings>): Promise<boolean> {
    const findings = await this.#findings(work)
    if (findings.length === 0) this.#passed += 1
    else this.#failed += 1
    this.#say(`  ${findings.length === 0 ? 'ok    ' : 'FAILED'} ${name}`)
    for (const finding of findings) this.#say(`           ${finding.replaceAll('\n', '\n           ')}`)
    return findings.length === 0
  }

  async #findings(work: () => Findings | Promise<Findings>): Promise<Findings> {
    try {
      return await work()
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)]
    }
  }
}

/** A finding when a condition does not hold. */
export const finding = (holds: boolean, message: string): Findings => (holds ? [] : [message])
