import { loadNativeRuntime } from '../../src/adapters/onnx/native-runtime.js'
import { inspectOnnx } from '../../src/onnx/onnx-inspection.js'

/** Numbers with their shape. */
export interface Numbers {
  readonly values: Float32Array
  readonly dims: readonly number[]
}

/** What onnxruntime computes for these inputs: the first output. */
export async function runModel(bytes: Uint8Array, inputs: Record<string, Numbers>): Promise<Numbers> {
  const { InferenceSession, Tensor } = await loadNativeRuntime()
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 4 })
  try {
    const feeds = Object.entries(inputs).map(([name, { values, dims }]) => {
      return [name, new Tensor('float32', values, [...dims])] as const
    })
    const results = await session.run(Object.fromEntries(feeds))
    const output = results[session.outputNames[0] ?? '']
    if (!(output?.data instanceof Float32Array)) throw new Error('the first output is not float32')
    return { values: output.data, dims: output.dims }
  } finally {
    await session.release()
  }
}

/** How often each operator occurs. */
export const operatorsOf = (bytes: Uint8Array): Record<string, number> =>
  Object.fromEntries(inspectOnnx(bytes).operators)
