import type { QuantizationResult } from '../../../src/onnx/quantize/quantization-result.js'
import { quantizeDynamic } from '../../../src/onnx/quantize/quantize-dynamic.js'

/** The model in int8; a model of which nothing is made int8 is an error. */
export function quantized(model: Uint8Array): QuantizationResult & { kind: 'quantized' } {
  const result = quantizeDynamic(model)
  if (result.kind !== 'quantized') throw new Error(result.reason)
  return result
}
