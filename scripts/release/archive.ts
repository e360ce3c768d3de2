import { statSync } from 'node:fs'
import { UserError } from '../../shared/src/errors.js'
import { git } from './git.js'

/** What a release archive may weigh: every job that uses an action downloads it. */
export const MAX_ARCHIVE_BYTES = 30_000_000

/** Bytes as megabytes with one digit. */
export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

/** Archives a commit as GitHub does and returns the size; above the limit: `UserError` `archive-too-large`. */
export function archiveCommit(repository: string, commit: string, file: string): number {
  git(repository, ['archive', '--format=tar.gz', '--prefix=mlops-actions/', `--output=${file}`, commit])
  const { size } = statSync(file)
  if (size <= MAX_ARCHIVE_BYTES) return size
  throw new UserError(
    'archive-too-large',
    `the archive has ${megabytes(size)}, ${megabytes(MAX_ARCHIVE_BYTES)} are allowed`,
    { hint: 'Look for what grew: du -a dist | sort -n.' }
  )
}
