import { medians, type Program } from '../bench/launch.js'
import type { UnpackedRelease } from './unpacked-release.js'

const LIMITS = { rounds: 9, seconds: 6 }

/** How long each action takes to find its inputs wrong, beside bare Node: one line each. */
export function startTimes(release: UnpackedRelease, node24: string): string[] {
  const bare: Program = {
    name: 'node -e 0',
    args: ['-e', '0'],
    environment: () => ({}),
    complaint: ({ exitCode }) => (exitCode === 0 ? undefined : 'Node does not start')
  }
  const actions = release.actions.map(({ name, programs }): Program => ({
    name,
    args: programs.slice(0, 1),
    environment: () => ({ INPUT_LANGUAGE: 'none' }),
    complaint: ({ exitCode }) => (exitCode === 1 ? undefined : 'it accepted a wrong input')
  }))
  const { milliseconds } = medians(node24, [bare, ...actions], LIMITS)
  return [bare, ...actions].map(
    ({ name }, index) => `${name.padEnd(16)} ${(milliseconds[index] ?? NaN).toFixed(1).padStart(6)} ms`
  )
}
