// Builds what is stale, then runs the compiled script: node scripts/run.mjs <name> [arguments]
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const [name, ...args] = process.argv.slice(2)
// A release is built by itself, from a commit.
const needsBundles = !['docs', 'rehearse', 'release'].includes(name)

/** Runs a Node program to its end and gives its exit code; signals go on to it, so that it can tidy up. */
function run(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('exit', (code, signal) => done(code ?? 128 + constants.signals[signal]))
  })
}

const built = await run(['scripts/build.mjs', ...(needsBundles ? [] : ['--lib'])])
process.exit(built === 0 ? await run([`lib/scripts/${name}.js`, ...args]) : built)
