import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { MAX_ARCHIVE_BYTES, megabytes } from '../release/archive.js'
import { finding, type Checklist, type Findings } from './checklist.js'
import type { UnpackedRelease } from './unpacked-release.js'

/** What users and their auditors look for beside the actions. */
const CARRIED = [
  'LICENSE',
  'README.md',
  'docs/releasing.md',
  'package-lock.json',
  'shared/training-kit',
  'workflows-examples'
]
const NOTICES = ['LICENSE', 'ThirdPartyNotices.txt']

/** Where a release comes from: the archive, and the project whose `node_modules` npm verified. */
export interface ArchiveOrigin {
  readonly archive: string
  readonly projectRoot: string
}

/** Checks what can be seen without starting anything. */
export async function checkArchive(
  list: Checklist,
  release: UnpackedRelease,
  { archive, projectRoot }: ArchiveOrigin
): Promise<void> {
  const { size } = statSync(archive)
  await list.check(`the archive has ${megabytes(size)}`, () =>
    finding(size <= MAX_ARCHIVE_BYTES, `more than ${megabytes(MAX_ARCHIVE_BYTES)}`)
  )
  await list.check('no node_modules above the unpacked files', () => modulesAbove(release.root))
  await list.check('it carries licence, documents, training kit and examples', () =>
    CARRIED.filter(path => !existsSync(join(release.root, path))).map(path => `${path} is missing`)
  )
  await list.check(`${release.actions.length} actions name programs that are there`, () => programs(release))
  await list.check('every bundle and the runtime have their licences', () => licences(release))
  await list.check('the native runtime is the npm package, byte for byte', () =>
    natives(release, projectRoot)
  )
  await list.check('no file in dist/ knows where it was built', () => buildPaths(release, projectRoot))
}

function modulesAbove(root: string): Findings {
  const parent = dirname(root)
  if (parent === root) return []
  const modules = join(parent, 'node_modules')
  return [...finding(!existsSync(modules), `${modules} is there`), ...modulesAbove(parent)]
}

function programs({ root, actions }: UnpackedRelease): Findings {
  return actions.flatMap(action => [
    ...finding(action.using === 'node24', `${action.name} uses ${action.using}, not node24`),
    ...action.programs.flatMap(program => [
      ...finding(program.startsWith(join(root, 'dist/')), `${action.name}: ${program} is outside dist/`),
      ...finding(existsSync(program), `${action.name}: ${relative(root, program)} is missing`)
    ])
  ])
}

function licences({ root, actions }: UnpackedRelease): Findings {
  const paths = [
    ...actions.map(action => join('dist', action.name, 'licenses.txt')),
    ...NOTICES.map(name => join('dist/node_modules/onnxruntime-node', name)),
    'dist/node_modules/onnxruntime-common/LICENSE'
  ]
  return paths.filter(path => !hasText(join(root, path))).map(path => `${path} is missing or empty`)
}

const hasText = (path: string) => existsSync(path) && readFileSync(path, 'utf8').trim() !== ''

function natives({ root }: UnpackedRelease, projectRoot: string): Findings {
  const shipped = join(root, 'dist/node_modules')
  const files = filesBelow(shipped).filter(path => !NOTICES.some(name => path.endsWith(`/${name}`)))
  const libraries = files.filter(path => /\.node$|\.so/.test(path))
  return [
    ...finding(libraries.length === 2, `${libraries.length} native files instead of two`),
    ...files.flatMap(path => {
      const original = join(projectRoot, 'node_modules', relative(shipped, path))
      return finding(existsSync(original) && sha256(path) === sha256(original), `${path} is another file`)
    })
  ]
}

function buildPaths({ root }: UnpackedRelease, projectRoot: string): Findings {
  const traces = [projectRoot, join(tmpdir(), 'mlops-'), `${homedir()}/`, 'file:///']
  const ours = filesBelow(join(root, 'dist')).filter(path => !path.includes('/node_modules/'))
  return ours.flatMap(path => {
    const bytes = readFileSync(path)
    return traces
      .filter(trace => bytes.includes(trace))
      .map(trace => `${relative(root, path)} contains ${trace}`)
  })
}

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap(entry => {
    const path = join(directory, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}
