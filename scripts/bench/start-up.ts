import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch, medians, type Program } from './launch.js'
import { openSmallIssue, type SmallIssue } from './small-issue.js'
import { node24Path } from '../node24.js'

const TARGET = 1.6
const LIMITS = { rounds: 41, seconds: 7 }
const dist = fileURLToPath(new URL('../../../dist', import.meta.url))
const bundleOf = (action: string) => join(dist, action, 'index.js')
const say = (line: string) => process.stdout.write(`${line}\n`)

const bare: Program = {
  name: 'node -e 0',
  args: ['-e', '0'],
  environment: () => ({}),
  complaint: ({ exitCode }) => (exitCode === 0 ? undefined : 'Node does not start')
}

/** An action that finds its inputs wrong: what every run of it costs before its work begins. */
function startOf(action: string): Program {
  return {
    name: `${action}, wrong inputs`,
    args: [bundleOf(action)],
    environment: () => ({ INPUT_LANGUAGE: 'none' }),
    complaint: ({ exitCode, printed }) =>
      exitCode === 1 && printed.includes(`::error title=${action}%3A invalid-inputs::`)
        ? undefined
        : 'it did not name its wrong inputs'
  }
}

async function programsOf(issue: SmallIssue): Promise<Program[]> {
  const parse = bundleOf('parse-issue')
  const small = issue.program(parse, 'accepted')
  // The first run creates the comment that all others update.
  launch(node24Path, small)
  await issue.replay()
  launch(node24Path, small)
  const calls = await issue.replay()
  const actions = readdirSync(dist).filter(name => name !== 'node_modules')
  const intake = [issue.ignored(parse), issue.program(parse, 'unauthorized'), small]
  return [bare, ...actions.map(startOf), ...intake, calls]
}

function table(node: string, programs: readonly Program[]): void {
  const { rounds, milliseconds } = medians(node, programs, LIMITS)
  const version = execFileSync(node, ['--version']).toString().trim()
  say(`\nNode ${version.slice(1)}: from launch to exit, median of ${rounds} interleaved runs`)
  const base = milliseconds[0] ?? NaN
  for (const [index, { name }] of programs.entries()) {
    const median = milliseconds[index] ?? NaN
    const target = name.startsWith('parse-issue') ? `  (target ${TARGET})` : ''
    const ratio = (median / base).toFixed(2)
    say(`  ${name.padEnd(30)} ${median.toFixed(1).padStart(7)} ms ${ratio.padStart(6)} ×${target}`)
  }
}

/** Launch to exit of every action that has nothing to do, and of `parse-issue` on a small issue; files go to `directory`. */
export async function benchStartUp(directory: string): Promise<void> {
  const issue = await openSmallIssue(directory)
  try {
    const programs = await programsOf(issue)
    for (const node of new Set([node24Path, process.execPath])) table(node, programs)
  } finally {
    issue.close()
  }
}
