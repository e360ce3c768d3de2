import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, expect, test } from '@jest/globals'
import { checkArchive } from '../../scripts/rehearse/check-archive.js'
import { Checklist } from '../../scripts/rehearse/checklist.js'
import { unpackRelease } from '../../scripts/rehearse/unpacked-release.js'

const roots: string[] = []
let root: string
const at = (path: string) => join(root, path)

function write(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), text)
}

const NATIVES = [
  'onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node',
  'onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1',
  'onnxruntime-common/package.json'
]
const CARRIED = [
  'LICENSE',
  'README.md',
  'docs/releasing.md',
  'package-lock.json',
  'shared/training-kit/train.py',
  'workflows-examples/README.md',
  'dist/train/index.js',
  'dist/train/licenses.txt',
  'dist/node_modules/onnxruntime-node/LICENSE',
  'dist/node_modules/onnxruntime-node/ThirdPartyNotices.txt',
  'dist/node_modules/onnxruntime-common/LICENSE'
]
const ACTION = 'inputs: {store: {default: .mlops}}\nruns: {using: node24, main: ../../dist/train/index.js}\n'

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rehearsal-test-'))
  roots.push(root)
  for (const path of CARRIED) write(`release/${path}`, 'text')
  write('release/actions/train/action.yml', ACTION)
  for (const path of NATIVES)
    for (const place of ['release/dist', 'project']) write(`${place}/node_modules/${path}`, path)
})
afterAll(() => {
  for (const path of roots) rmSync(path, { recursive: true, force: true })
})

/** Packs the release and returns what the rehearsal says of the archive, one line for each check that fails. */
async function failures(): Promise<string[]> {
  execFileSync('tar', ['-czf', at('release.tar.gz'), '-C', root, 'release'])
  const lines: string[] = []
  const list = new Checklist(line => lines.push(line))
  const release = unpackRelease(at('release.tar.gz'), at('unpacked'))
  await checkArchive(list, release, { archive: at('release.tar.gz'), projectRoot: at('project') })
  expect(list.passed + list.failed).toBe(7)
  const failed = lines.flatMap((line, index) =>
    line.includes('FAILED') ? [`${line.trim()}: ${lines[index + 1]?.trim() ?? ''}`] : []
  )
  expect(failed).toHaveLength(list.failed)
  return failed
}

test('a sound archive passes', async () => {
  expect(await failures()).toEqual([])
})

const damages: readonly (readonly [string, () => void, RegExp])[] = [
  ['packages above it', () => write('node_modules/yaml/index.js', ''), /no node_modules above.*is there/],
  ['no licence', () => rmSync(at('release/LICENSE')), /it carries.*LICENSE is missing/],
  [
    'an action for another Node',
    () => write('release/actions/train/action.yml', ACTION.replace('node24', 'node20')),
    /actions name programs.*uses node20/
  ],
  [
    'no program',
    () => rmSync(at('release/dist/train/index.js')),
    /actions name programs.*index\.js is missing/
  ],
  [
    'no program for the end of a job',
    () => write('release/actions/train/action.yml', ACTION.replace('main:', 'post: post.js, main:')),
    /actions name programs.*post\.js is outside dist/
  ],
  [
    'a bundle with an empty list of licences',
    () => write('release/dist/train/licenses.txt', '\n'),
    /every bundle.*licenses\.txt is missing or empty/
  ],
  [
    'another native library than npm has',
    () => write(`release/dist/node_modules/${NATIVES[1] ?? ''}`, 'patched'),
    /native runtime.*libonnxruntime\.so\.1 is another file/
  ],
  [
    'one native library more',
    () => write('release/dist/node_modules/onnxruntime-node/bin/extra.node', ''),
    /native runtime.*3 native files/
  ],
  [
    'the directory of the build in a bundle',
    () => write('release/dist/train/index.js', `require(${JSON.stringify(at('project/lib/x.js'))})`),
    /knows where it was built.*train\/index\.js contains/
  ]
]

test.each(damages)('an archive with %s fails one check', async (_case, damage, message) => {
  damage()
  expect(await failures()).toEqual([expect.stringMatching(message)])
})

test('what a check throws is its finding', async () => {
  const lines: string[] = []
  const list = new Checklist(line => lines.push(line))
  const held = await list.check('it works', () => {
    throw new Error('it does not')
  })
  expect({ held, passed: list.passed, failed: list.failed }).toEqual({ held: false, passed: 0, failed: 1 })
  expect(lines.join('\n')).toMatch(/FAILED it works\n\s+it does not/)
})
