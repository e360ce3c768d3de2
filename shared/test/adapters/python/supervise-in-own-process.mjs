// Supervises a shell script in a process of its own, which a test may kill, and passes on what it prints.
import { register } from 'node:module'

register('../onnx/typescript-hooks.mjs', import.meta.url)

const { superviseProcess } = await import('../../../src/adapters/python/supervised-process.ts')
await superviseProcess('/bin/sh', ['-c', process.argv[2]], {
  environment: { PATH: '/usr/bin:/bin' },
  directory: process.cwd(),
  signal: new AbortController().signal,
  maxRuntimeSeconds: undefined,
  onLine: line => console.log(line)
})
