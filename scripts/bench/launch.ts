import { spawnSync } from 'node:child_process'

/** A program that is measured, and how to tell that it did its work. */
export interface Program {
  readonly name: string
  readonly args: readonly string[]
  /** Its whole environment, made anew for every launch. */
  environment(): Readonly<Record<string, string>>
  /** What was wrong with a launch, or undefined. */
  complaint(launch: Launch): string | undefined
}

/** One launch, from start to exit. */
export interface Launch {
  readonly milliseconds: number
  readonly exitCode: number | null
  readonly printed: string
}

/** Runs a program once by an interpreter; throws when it did not do its work. */
export function launch(interpreter: string, program: Program): Launch {
  const environment = program.environment()
  const start = process.hrtime.bigint()
  const child = spawnSync(interpreter, program.args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6
  const printed = `${child.stdout.toString()}${child.stderr.toString()}`
  const done = { milliseconds, exitCode: child.status, printed }
  const complaint = program.complaint(done)
  if (complaint !== undefined) throw new Error(`${program.name}: ${complaint}\n${printed}`)
  return done
}

/** Median milliseconds of each program, launched in turn `rounds` times, or until the time is up. */
export function medians(
  node: string,
  programs: readonly Program[],
  limits: { readonly rounds: number; readonly seconds: number }
): { readonly rounds: number; readonly milliseconds: readonly number[] } {
  const times: number[][] = programs.map(() => [])
  const end = Date.now() + limits.seconds * 1000
  let rounds = 0
  while (rounds < limits.rounds && (rounds < 5 || Date.now() < end)) {
    for (const [index, program] of programs.entries()) times[index]?.push(launch(node, program).milliseconds)
    rounds += 1
  }
  return { rounds, milliseconds: times.map(median) }
}

/** The middle of the values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return (low + high) / 2
}
