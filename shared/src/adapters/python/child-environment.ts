import { availableParallelism } from 'node:os'

const ALLOWED =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|LD_LIBRARY_PATH|CUDA_[A-Z_]+|NVIDIA_[A-Z_]+|RUNNER_TRACKING_ID|SSL_CERT_(FILE|DIR)|(HTTP|HTTPS|NO|ALL)_PROXY|(http|https|no|all)_proxy)$/

/**
 * The environment of a training process: an allow-list, so that no token, no `INPUT_*` and no cloud credential reaches
 * code that a request brought along. (The process runs as the same user: files it can read stay readable to it.)
 */
export function childEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  additions: Readonly<Record<string, string>> = {}
): Record<string, string> {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] => ALLOWED.test(entry[0]) && entry[1] !== undefined
  )
  return {
    ...Object.fromEntries(kept),
    PYTHONNOUSERSITE: '1',
    PYTHONUNBUFFERED: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    // Spinning OpenMP threads make training ten times slower on a shared machine.
    OMP_NUM_THREADS: environment['OMP_NUM_THREADS'] ?? String(availableParallelism()),
    OMP_WAIT_POLICY: 'PASSIVE',
    ...additions
  }
}
