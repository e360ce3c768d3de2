import { open } from 'node:fs/promises'
import type { Container } from './container/container.js'

const LONGEST = 1024

/** Why a container's program failed, in the words of DescribeTrainingJob: its file `failure`, and the exit code. */
export async function failureReason(container: Container, exitCode: number): Promise<string> {
  const told = await readStart(container.path('output', 'failure'))
  const suffix = `, exit code: ${exitCode}`
  return `AlgorithmError: ${told}`.slice(0, LONGEST - suffix.length) + suffix
}

async function readStart(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined)
  if (file === undefined) return ''
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST * 4))
    return buffer.subarray(0, bytesRead).toString('utf8').trim().slice(0, LONGEST)
  } finally {
    await file.close()
  }
}
