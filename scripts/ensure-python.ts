import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { childEnvironment } from '../shared/src/adapters/python/child-environment.js'
import { findInterpreter } from '../shared/src/adapters/python/find-interpreter.js'
import { numpy, scikitLearn, xgboost } from '../shared/src/adapters/python/requirements.js'

/** An interpreter with all that the training kit can use; what is missing is installed, and said. */
export async function ensurePython(log: (line: string) => void): Promise<string> {
  const wish = {
    python: undefined,
    preferred: process.env['MLOPS_PYTHON'],
    requirements: [numpy, scikitLearn, xgboost]
  }
  const toolDirectory = process.env['RUNNER_TOOL_CACHE'] ?? join(homedir(), '.cache')
  const found = await findInterpreter(wish, {
    environment: childEnvironment(process.env),
    toolDirectory,
    log
  })
  return found.path
}

// As a program: says what it does on standard error and prints the interpreter.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(await ensurePython(line => process.stderr.write(`${line}\n`)))
}
