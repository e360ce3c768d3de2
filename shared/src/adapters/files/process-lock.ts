import { link, readFile, readlink, stat, unlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ServiceError } from '../../errors.js'
import { isFileError } from './file-errors.js'

const FOREIGN_LOCK_LIFE_MS = 30_000
const GIVE_UP_MS = 60_000

interface Holder {
  readonly id: string
  readonly machine: string
  readonly pid: number
  readonly startedAt: string
}

/** Start time of a process in clock ticks since boot: tells a process from a later one with the same number. */
async function processStart(pid: number): Promise<string | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

async function machineName(): Promise<string> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '')
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'latin1').catch(() => '')
  return `${hostname()} ${boot.trim()} ${namespace}`
}

async function self(): Promise<Holder> {
  return {
    id: randomUUID(),
    machine: await machineName(),
    pid: process.pid,
    startedAt: (await processStart(process.pid)) ?? ''
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Partial<Holder>
    const complete =
      typeof value.id === 'string' && typeof value.machine === 'string' && typeof value.pid === 'number'
    return complete && /^[0-9a-f-]{36}$/.test(value.id) ? (value as Holder) : undefined
  } catch {
    return undefined
  }
}

/** Dead: its process is gone. On another machine nobody can know, so such a lock dies of age. */
async function isDead(holder: Holder, path: string, machine: string): Promise<boolean> {
  if (holder.machine === machine) {
    const started = await processStart(holder.pid)
    if (started !== undefined) return started !== holder.startedAt
    try {
      process.kill(holder.pid, 0)
      return false
    } catch {
      return true
    }
  }
  const { mtimeMs } = await stat(path)
  return Date.now() - mtimeMs > FOREIGN_LOCK_LIFE_MS
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return parseHolder(await readFile(path, 'utf8'))
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return undefined
    throw error
  }
}

async function tryTake(path: string, me: Holder): Promise<boolean> {
  const draft = `${path}.${me.id}.draft`
  await writeFile(draft, JSON.stringify(me), { flag: 'wx' })
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (isFileError(error, 'EEXIST')) return false
    throw error
  } finally {
    await unlink(draft)
  }
}

/**
 * Removes the lock of a dead holder. Only who holds the lock named after that very holder may remove it, so two
 * breakers cannot remove a lock that a third has meanwhile taken.
 */
async function breakDeadLock(path: string, dead: Holder): Promise<void> {
  await withProcessLock(`${path}.${dead.id}`, async () => {
    const now = await readHolder(path)
    if (now?.id === dead.id) await unlink(path)
  })
}

async function release(path: string, me: Holder): Promise<void> {
  const now = await readHolder(path)
  if (now?.id === me.id) await unlink(path)
}

/** Runs `work` while holding an exclusive lock file; the lock of a killed process is taken over at once. */
export async function withProcessLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const me = await self()
  const deadline = Date.now() + GIVE_UP_MS
  for (let wait = 2; !(await tryTake(path, me)); wait = Math.min(wait * 2, 100)) {
    const holder = await readHolder(path)
    if (holder !== undefined && (await isDead(holder, path, me.machine).catch(() => false))) {
      await breakDeadLock(path, holder)
      continue
    }
    if (Date.now() > deadline) {
      throw new ServiceError(
        'store-locked',
        `the store stays locked by process ${holder?.pid ?? 'unknown'} (${path})`,
        {
          hint: 'Wait for that process, or remove the lock file when it is gone.',
          retryable: true
        }
      )
    }
    await sleep(wait + Math.random() * wait)
  }
  try {
    return await work()
  } finally {
    await release(path, me)
  }
}
