import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve, sep } from 'node:path'
import { UserError } from '../../errors.js'
import { isTableName, type TableFile } from '../read-table.js'

/** A data file, or the data files of a directory; links are followed, and what is outside the workspace is an error. */
export async function workspaceFiles(path: string, workspace: string): Promise<readonly TableFile[]> {
  const root = await realpath(workspace)
  const real = await placeInside(root, path)
  if (!(await stat(real)).isDirectory()) return [{ name: basename(real), path: real }]
  const names = (await readdir(real)).filter(isTableName).sort()
  if (names.length === 0) throw missing(path)
  return Promise.all(names.map(async name => ({ name, path: await placeInside(root, join(path, name)) })))
}

/** Where a path of the workspace really leads. */
async function placeInside(root: string, path: string): Promise<string> {
  const real = await realpath(resolve(root, path)).catch(() => undefined)
  if (real === undefined) throw missing(path)
  if (real === root || real.startsWith(root + sep)) return real
  throw new UserError('dataset-missing', `"${path}" leads out of the workspace`, {
    hint: 'Name a file or directory inside the workspace.'
  })
}

function missing(path: string): UserError {
  return new UserError('dataset-missing', `"${path}" holds no data file`, {
    hint: 'Name a .csv, .csv.gz or .parquet file, or a directory with such files.'
  })
}
