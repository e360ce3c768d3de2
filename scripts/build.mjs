// Compiles to lib/ and bundles every action into dist/<action>/, with the native runtime once in dist/node_modules/.
// `--lib` stops after lib/. Nothing is done twice: a bundle is rebuilt when any compiled source changed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileBundle, compilingNode } from './compile-bundle.mjs'
import { stageNatives } from './stage-natives.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const inRoot = (...parts) => join(root, ...parts)

const TEST_SERVER_FILES = [
  'github-server/openapi/generated',
  'aws-server/service-models/generated',
  'aws-server/sagemaker/container/toolkit'
]

const BUILDERS = [
  'build.mjs',
  'bundle.mjs',
  'bundle-licences.mjs',
  'bundle-loader.cjs',
  'compile-bundle.mjs',
  'record-compiled.cjs'
]

function run(program, args) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [inRoot(program), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit']
    })
    let output = ''
    child.stdout.on('data', text => (output += text))
    child.on('close', code =>
      code === 0 ? done() : fail(new Error(`${program} ${args.join(' ')}\n${output}`))
    )
  })
}

function filesBelow(directory) {
  return readdirSync(directory, { withFileTypes: true }).flatMap(entry => {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return path.endsWith('.js') ? [path] : []
  })
}

function digestOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths.sort()) hash.update(path.slice(root.length)).update(readFileSync(path))
  return hash.digest('hex')
}

async function compile() {
  await run('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.build.json'])
  // What the test servers read beside their code.
  for (const folder of TEST_SERVER_FILES) {
    const parts = ['shared', 'testing', ...folder.split('/')]
    cpSync(inRoot(...parts), inRoot('lib', ...parts), { recursive: true })
  }
}

function entries() {
  return readdirSync(inRoot('actions')).flatMap(action =>
    ['index', 'post'].flatMap(entry => {
      const compiled = inRoot('lib', 'actions', action, 'src', `${entry}.js`)
      return existsSync(compiled) ? [{ action, entry, compiled }] : []
    })
  )
}

async function bundle({ action, entry, compiled }, sharedDigest) {
  const out = inRoot('dist', ...(entry === 'index' ? [action] : [action, entry]))
  const stamp = inRoot('lib', '.bundles', `${action}-${entry}`)
  const digest =
    digestOf([...filesBelow(inRoot('lib', 'actions', action)), inRoot('package-lock.json')]) +
    sharedDigest +
    compilingNode
  const bundled = join(out, 'index.js')
  if (existsSync(bundled) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return false
  if (entry === 'index') rmSync(out, { recursive: true, force: true })
  await run('scripts/bundle.mjs', [compiled, out])
  await compileBundle(out, action)
  mkdirSync(inRoot('lib', '.bundles'), { recursive: true })
  writeFileSync(stamp, digest)
  return true
}

async function bundleAll() {
  const sharedDigest = digestOf([
    ...filesBelow(inRoot('lib', 'shared', 'src')),
    ...BUILDERS.map(name => inRoot('scripts', name))
  ])
  const queue = entries().sort((a, b) => (a.entry === 'index' ? -1 : 1) - (b.entry === 'index' ? -1 : 1))
  let built = 0
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      if (await bundle(next, sharedDigest)) built++
  }
  await Promise.all([work(), work()])
  return built
}

const started = Date.now()
await compile()
if (!process.argv.includes('--lib')) {
  const built = await bundleAll()
  stageNatives(inRoot('node_modules'), inRoot('dist', 'node_modules'))
  const size = filesBelow(inRoot('dist')).reduce((sum, path) => sum + statSync(path).size, 0)
  console.log(
    `Built ${built} bundle(s) of ${entries().length} in ${((Date.now() - started) / 1000).toFixed(1)} s; JavaScript in dist: ${(size / 1e6).toFixed(1)} MB`
  )
}
