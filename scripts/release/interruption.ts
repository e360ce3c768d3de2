import { readFileSync, readdirSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'

const INTERRUPTED = 130

/**
 * From now on SIGINT, SIGTERM and SIGHUP kill everything this process started and exit with 130; what is to be removed
 * then is removed on `exit`, when nobody writes to it any more.
 */
export function endWhenInterrupted(): void {
  // Stays in place while it works: the terminal and npm may each send the same signal.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
}

/** Lets a signal take effect that came while a child held this process up. */
export const heedSignals = (): Promise<void> => setImmediate()

function end(): never {
  for (const pid of descendants()) kill(pid)
  process.exit(INTERRUPTED)
}

/** A process, and its whole group when it leads one. */
function kill(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL')
    } catch {
      // It leads no group, or has ended.
    }
  }
}

function descendants(): readonly number[] {
  const parents = parentsOfProcesses()
  const found = [process.pid]
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child)
  return found.slice(1)
}

function parentsOfProcesses(): ReadonlyMap<number, number> {
  const pids = names('/proc').filter(name => /^\d+$/.test(name))
  return new Map(pids.flatMap(pid => parentOf(pid)).map(({ pid, parent }) => [pid, parent]))
}

function parentOf(pid: string): { readonly pid: number; readonly parent: number }[] {
  try {
    // "pid (name) state parent …", and a name may hold anything.
    const [, parent] = /.*\) \S (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? []
    return parent === undefined ? [] : [{ pid: Number(pid), parent: Number(parent) }]
  } catch {
    return []
  }
}

function names(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}
