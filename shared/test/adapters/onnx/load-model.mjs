// Loads the model on standard input, through the adapter or (`plain`) onnxruntime alone, and reports on standard output.
import { register } from 'node:module'
import { buffer } from 'node:stream/consumers'

register('./typescript-hooks.mjs', import.meta.url)

const nativesLoaded = () =>
  process.report.getReport().sharedObjects.some(path => path.includes('onnxruntime'))
const model = new Uint8Array(await buffer(process.stdin))

if (process.argv[2] === 'plain') {
  const { InferenceSession } = await import('onnxruntime-node')
  await InferenceSession.create(model)
} else {
  const { OnnxInferenceRuntime } = await import('../../../src/adapters/onnx/onnx-inference-runtime.ts')
  const runtime = new OnnxInferenceRuntime()
  const before = nativesLoaded()
  const loaded = await runtime.load(model)
  console.log(JSON.stringify({ before, after: nativesLoaded() }))
  await loaded.close()
}
