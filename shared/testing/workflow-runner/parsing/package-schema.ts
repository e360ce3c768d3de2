import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { JSONObjectReader } from '@actions/workflow-parser/templates/json-object-reader'
import { TemplateSchema } from '@actions/workflow-parser/templates/schema/index'

const PACKAGE_DIRECTORY = join('node_modules', '@actions', 'workflow-parser', 'dist')

/**
 * GitHub's published schema of workflow files or of action manifests.
 *
 * `@actions/workflow-parser` imports these two JSON files without an import attribute, which plain Node refuses
 * (ERR_IMPORT_ATTRIBUTE_MISSING). So nothing here imports the package's index, `parseWorkflow` or `parseAction`,
 * whose module graphs reach those JSON imports: the schemas are read as files, and only modules free of them are used.
 */
export function loadPackageSchema(kind: 'workflow' | 'action'): TemplateSchema {
  const text = readFileSync(join(packageDirectory(), `${kind}-v1.0.min.json`), 'utf8')
  return TemplateSchema.load(new JSONObjectReader(undefined, text))
}

function packageDirectory(): string {
  let directory = dirname(fileURLToPath(import.meta.url))
  for (;;) {
    const candidate = join(directory, PACKAGE_DIRECTORY)
    if (existsSync(candidate)) return candidate
    const parent = dirname(directory)
    if (parent === directory) throw new Error('@actions/workflow-parser is not installed')
    directory = parent
  }
}
