import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

/** The variable by which a job's processes are known, as on GitHub's runner. */
export const TRACKING_VARIABLE = 'RUNNER_TRACKING_ID'

const ATTEMPTS = 100
const PAUSE_MS = 10

/** Kills the processes a job left behind, those whose environment carries its tracking id, and waits for their end (Linux only). */
export async function killLeftovers(trackingId: string): Promise<void> {
  const marker = `${TRACKING_VARIABLE}=${trackingId}`
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const leftovers = processIds().filter(pid => environmentOf(pid).split('\0').includes(marker))
    if (leftovers.length === 0) return
    for (const pid of leftovers) kill(pid)
    await setTimeout(PAUSE_MS)
  }
}

function processIds(): number[] {
  try {
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(Number)
      .filter(pid => pid !== process.pid)
  } catch {
    return []
  }
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
  } catch {
    return ''
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself in the meantime.
  }
}
