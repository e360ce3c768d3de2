import * as z from 'zod/mini'
import type { Requirement } from './requirements.js'
import { runCommand } from './run-command.js'

/** A Python interpreter and what it can import. */
export interface Interpreter {
  readonly path: string
  readonly version: string
  /** Module name to version, of the required modules that can be imported. */
  readonly modules: Readonly<Record<string, string>>
  readonly missing: readonly string[]
}

const answer = z.object({ version: z.string(), found: z.record(z.string(), z.string()) })

const SCRIPT = `
import importlib, json, sys
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = str(getattr(importlib.import_module(name), "__version__", "unknown"))
    except Exception:
        pass
print(json.dumps({"version": "%d.%d.%d" % sys.version_info[:3], "found": found}))
`

/** Really imports the modules: installed metadata says little about a broken installation. Undefined: not a Python ≥ 3.10. */
export async function probe(
  path: string,
  requirements: readonly Requirement[],
  environment: Readonly<Record<string, string>>
): Promise<Interpreter | undefined> {
  const modules = requirements.map(requirement => requirement.module)
  const result = await runCommand(path, ['-c', SCRIPT, ...modules], { environment, timeoutSeconds: 60 })
  if (result.code !== 0) return undefined
  const answered = parseAnswer(result.stdout)
  if (answered === undefined || !/^3\.\d\d\./.test(answered.version)) return undefined
  const missing = modules.filter(name => !Object.hasOwn(answered.found, name))
  return { path, version: answered.version, modules: answered.found, missing }
}

function parseAnswer(stdout: string): z.infer<typeof answer> | undefined {
  try {
    return answer.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
  } catch {
    return undefined
  }
}
