import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// The only platform of the release: elsewhere the actions that need the runtime say so.
const PLATFORM = join('bin', 'napi-v6', 'linux', 'x64')

/** Copies what onnxruntime-node needs at run time on linux/x64, once for all actions. */
export function stageNatives(source, target) {
  const version = JSON.parse(readFileSync(join(source, 'onnxruntime-node', 'package.json'), 'utf8')).version
  const stamp = join(target, '.staged')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) return
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const copy = (name, parts) => {
    for (const part of parts)
      cpSync(join(source, name, part), join(target, name, part), { recursive: true, dereference: true })
  }
  copy('onnxruntime-node', [
    'package.json',
    'dist',
    join(PLATFORM, 'onnxruntime_binding.node'),
    join(PLATFORM, 'libonnxruntime.so.1')
  ])
  copy('onnxruntime-common', ['package.json', join('dist', 'cjs')])
  writeFileSync(stamp, version)
}
