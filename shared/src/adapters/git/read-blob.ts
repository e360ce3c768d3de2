import { ServiceError } from '../../errors.js'
import { notARepository } from './branch-source.js'
import { gitFailed, tryGit } from './run-git.js'

/** The bytes of a file at a commit, or undefined when there is no file of that path. */
export async function readBlob(directory: string, commit: string, path: string): Promise<Buffer | undefined> {
  const args = ['cat-file', '--batch']
  // The first question tells a missing commit from a missing file.
  const input = `${commit}^{tree}\n${commit}:${path}\n`
  const result = await tryGit(args, { directory, input })
  if (result.exitCode !== 0) throw notARepository(directory, gitFailed(args, result))
  const tree = nextObject(result.output)
  if (tree.type === 'missing') {
    throw new ServiceError('git-commit-missing', `the repository has no commit ${commit}`)
  }
  const file = nextObject(tree.rest)
  return file.type === 'blob' ? file.bytes : undefined
}

interface BatchObject {
  readonly type: string
  readonly bytes: Buffer
  readonly rest: Buffer
}

/** Splits the first `<id> <type> <size>\n<bytes>\n`, or `<question> missing\n`, off the output of cat-file --batch. */
function nextObject(output: Buffer): BatchObject {
  const end = output.indexOf(0x0a)
  const header = output.subarray(0, Math.max(end, 0)).toString('utf8')
  const found = /^[0-9a-f]+ (blob|tree|commit|tag) (\d+)$/.exec(header)
  if (found === null) return { type: 'missing', bytes: Buffer.alloc(0), rest: output.subarray(end + 1) }
  const start = end + 1
  const stop = start + Number(found[2])
  return { type: found[1] ?? 'missing', bytes: output.subarray(start, stop), rest: output.subarray(stop + 1) }
}
