import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// The only platform of the release: elsewhere the actions that need the runtime say so.
const PLATFORM = join('bin', 'napi-v6', 'linux', 'x64')

// The npm packages have no licence texts; these are the ones that the same release publishes elsewhere.
const NOTICES = fileURLToPath(new URL('notices/', import.meta.url))

const versionIn = modules =>
  JSON.parse(readFileSync(join(modules, 'onnxruntime-node', 'package.json'), 'utf8')).version

/** Copies what onnxruntime-node needs at run time on linux/x64, once for all actions, with its licences. */
export function stageNatives(source, target) {
  const version = versionIn(source)
  const notices = join(NOTICES, `onnxruntime-${version}`)
  if (!existsSync(notices))
    throw new Error(`scripts/notices has no licence and third-party notices of onnxruntime ${version}`)
  // Copied last: when it is there, everything is.
  const complete = join(target, 'onnxruntime-node', 'ThirdPartyNotices.txt')
  if (existsSync(complete) && versionIn(target) === version) return
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const copy = (name, parts) => {
    for (const part of parts)
      cpSync(join(source, name, part), join(target, name, part), { recursive: true, dereference: true })
    copyFileSync(join(notices, 'LICENSE'), join(target, name, 'LICENSE'))
  }
  copy('onnxruntime-common', ['package.json', join('dist', 'cjs')])
  copy('onnxruntime-node', [
    'package.json',
    'dist',
    join(PLATFORM, 'onnxruntime_binding.node'),
    join(PLATFORM, 'libonnxruntime.so.1')
  ])
  copyFileSync(join(notices, 'ThirdPartyNotices.txt'), complete)
}
