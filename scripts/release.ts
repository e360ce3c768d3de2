import { fileURLToPath } from 'node:url'
import { UserError } from '../shared/src/errors.js'
import { buildDist } from './release/build-dist.js'
import { makeRelease } from './release/make-release.js'
import { readArguments, runScript, wrongUsage } from './release/run-script.js'
import { rehearseArchive } from './rehearse/rehearse-archive.js'

const USAGE = `npm run release -- vX.Y.Z [--dry-run] [--push [--remote <name>]]

Builds HEAD in a clean clone, commits dist/ on top of it, and tags that commit vX.Y.Z and vX.
  --dry-run   says what would happen and changes nothing
  --push      rehearses the archive, then pushes exactly these tags, all or none
  --remote    where to push; default: origin`

const say = (line: string) => process.stdout.write(`${line}\n`)

async function rehearse(archive: string): Promise<void> {
  const { failed } = await rehearseArchive({ archive, say })
  if (failed > 0)
    throw new UserError('rehearsal-failed', `the rehearsal failed (${failed}); nothing was tagged`)
}

async function main(): Promise<number> {
  const { values, positionals } = readArguments(USAGE, {
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean', default: false },
      push: { type: 'boolean', default: false },
      remote: { type: 'string', default: 'origin' }
    }
  })
  const [version] = positionals
  if (version === undefined || positionals.length > 1) throw wrongUsage('One version is released.', USAGE)
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

await runScript(say, main)
