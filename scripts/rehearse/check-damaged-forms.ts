import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finding, type Checklist } from './checklist.js'
import type { UnpackedRelease } from './unpacked-release.js'

/** Whether every bundle starts, in a copy of the release, when what V8 compiled at build time is not V8's any more. */
export async function checkDamagedForms(
  list: Checklist,
  release: UnpackedRelease,
  node24: string
): Promise<void> {
  const copy = `${release.root}-damaged`
  execFileSync('cp', ['-r', '--', release.root, copy])
  for (const { name } of release.actions)
    await list.check(`${name} starts from its source when its compiled form is damaged`, () => {
      const bundle = join(copy, 'dist', name)
      const form = join(bundle, 'compiled', formsOf(node24), 'main.js.bin')
      if (!existsSync(form)) return ['it has no compiled form for the Node that runs actions']
      writeFileSync(form, 'damaged', { flag: 'r+' })
      const environment = { INPUT_LANGUAGE: 'none' }
      const run = spawnSync(node24, [join(bundle, 'index.js')], { encoding: 'utf8', env: environment })
      const named = run.stdout.includes(`::error title=${name}%3A invalid-inputs::`)
      return finding(named, run.stdout + run.stderr)
    })
}

/** The directory of the forms for a Node, as the loader of a bundle spells it. */
function formsOf(node: string): string {
  const spelling = '`${process.version}-${process.platform}-${process.arch}`'
  return execFileSync(node, ['-p', spelling]).toString().trim()
}
