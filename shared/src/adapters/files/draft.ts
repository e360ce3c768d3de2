import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isFileError } from './file-errors.js'

const randomWord = () => Math.random().toString(36).slice(2)

/** A path for a draft that nobody else uses; opened with `wx`, so that a name that repeats is an error, not a loss. */
export function draftPath(workDirectory: string): string {
  return join(workDirectory, `${process.pid}-${randomWord()}${randomWord()}.draft`)
}

/** Writes a draft to the disk, hands it to `place`, and removes what is left of it. */
export async function withDraft<T>(path: string, bytes: Uint8Array, place: () => T | Promise<T>): Promise<T> {
  try {
    writeFileSync(path, bytes, { flag: 'wx', flush: true })
    return await place()
  } finally {
    rmSync(path, { force: true })
  }
}

/** Replaces what the target holds, atomically. */
export function replace(draft: string, target: string): true {
  renameSync(draft, target)
  return true
}

/** Gives the draft the target's name if nothing has it, atomically; false when something has. */
export function claim(draft: string, target: string): boolean {
  try {
    linkSync(draft, target)
    return true
  } catch (error) {
    if (isFileError(error, 'EEXIST')) return false
    throw error
  }
}
