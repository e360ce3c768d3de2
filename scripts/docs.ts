import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parse } from 'yaml'
import { checkLinks } from './docs/check-links.js'
import { checkPolicies } from './docs/check-policies.js'
import { checkSnippets } from './docs/check-snippets.js'
import { generatedFiles } from './docs/generated-files.js'
import {
  inputsTable,
  outputsTable,
  reasonTable,
  type ActionMetadata,
  type ReasonCodes
} from './docs/tables.js'

const lib = dirname(fileURLToPath(import.meta.url))
const root = join(lib, '..', '..')

/** Replaces what stands between `<!-- name:start -->` and `<!-- name:end -->`. */
function fill(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`]
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the markers ${start} and ${end} are missing`)
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`
}

async function reasonCodesOf(action: string): Promise<ReasonCodes> {
  const outcome = join(root, 'lib', 'actions', action, 'src', 'outcome.js')
  const { reasonCodes } = (await import(pathToFileURL(outcome).href)) as { reasonCodes: ReasonCodes }
  return reasonCodes
}

async function generate(action: string): Promise<{ path: string; before: string; after: string }> {
  const path = join(root, 'actions', action, 'README.md')
  const metadata = parse(readFileSync(join(root, 'actions', action, 'action.yml'), 'utf8')) as ActionMetadata
  const before = readFileSync(path, 'utf8')
  const withInputs = fill(before, 'inputs', inputsTable(metadata))
  const withOutputs = fill(withInputs, 'outputs', outputsTable(metadata))
  return { path, before, after: fill(withOutputs, 'reason-codes', reasonTable(await reasonCodesOf(action))) }
}

const check = process.argv.includes('--check')
const problems = [...checkLinks(root), ...checkSnippets(root), ...checkPolicies(root)]
for (const action of readdirSync(join(root, 'actions'))) {
  try {
    const { path, before, after } = await generate(action)
    if (before === after) continue
    if (check)
      problems.push(
        `actions/${action}/README.md: the tables are not those of action.yml and outcome.ts; run npm run docs`
      )
    else writeFileSync(path, after)
  } catch (error) {
    problems.push(`actions/${action}/README.md: ${error instanceof Error ? error.message : String(error)}`)
  }
}
for (const [path, text] of await generatedFiles()) {
  const file = join(root, path)
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
  if (check) problems.push(`${path}: not what is generated from the fields of a request; run npm run docs`)
  else {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}
for (const problem of problems) console.error(problem)
console.log(
  problems.length === 0
    ? 'Documentation is up to date.'
    : `${problems.length} problem(s) in the documentation.`
)
process.exitCode = problems.length === 0 ? 0 : 1
