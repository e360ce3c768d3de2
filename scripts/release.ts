import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { SuiteError } from '../shared/src/errors.js'
import { buildDist } from './release/build-dist.js'
import { makeRelease } from './release/make-release.js'
import { rehearseArchive } from './rehearse/rehearse-archive.js'

const USAGE = `npm run release -- vX.Y.Z [--dry-run] [--push [--remote <name>]]

Builds HEAD in a clean clone, commits dist/ on top of it, and tags that commit vX.Y.Z and vX.
  --dry-run   says what would happen and changes nothing
  --push      rehearses the archive, then pushes exactly these tags, all or none
  --remote    where to push; default: origin`

const say = (line: string) => process.stdout.write(`${line}\n`)

async function rehearse(archive: string): Promise<void> {
  const { failed } = await rehearseArchive({ archive, say })
  if (failed > 0) throw new Error(`the rehearsal failed; nothing was tagged`)
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean', default: false },
      push: { type: 'boolean', default: false },
      remote: { type: 'string', default: 'origin' }
    }
  })
  const [version] = positionals
  if (version === undefined || positionals.length > 1) {
    say(USAGE)
    return 2
  }
  await makeRelease({
    repository: fileURLToPath(new URL('../..', import.meta.url)),
    version,
    dryRun: values['dry-run'],
    pushTo: values.push ? values.remote : undefined,
    build: buildDist,
    rehearse,
    say
  })
  return 0
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof SuiteError)) throw error
  say(error.message)
  if (error.hint !== undefined) say(error.hint)
  process.exitCode = 1
}
