// Builds what is stale, then runs the compiled script: node scripts/run.mjs <name> [arguments]
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const [name, ...args] = process.argv.slice(2)
// A release is built by itself, from a commit.
const needsBundles = !['docs', 'rehearse', 'release'].includes(name)

const build = spawnSync(process.execPath, ['scripts/build.mjs', ...(needsBundles ? [] : ['--lib'])], {
  cwd: root,
  stdio: 'inherit'
})
if (build.status !== 0) process.exit(build.status ?? 1)
const ran = spawnSync(process.execPath, [`lib/scripts/${name}.js`, ...args], { cwd: root, stdio: 'inherit' })
process.exit(ran.status ?? 1)
