import { viewModel } from '../rewrite/model-view.js'
import { readable } from '../rewrite/readable.js'
import { DynamicRewriter } from './dynamic-rewriter.js'
import { weightLimit } from './int8-matrix.js'
import { NameCensus } from './name-census.js'
import type { QuantizationOptions, QuantizationResult } from './quantization-result.js'
import { quantizeProducts } from './quantize-products.js'

/**
 * Makes the weights of MatMul and Gemm int8, and their activations uint8 at each run with the range of that run:
 * rows scored together share a range, so that a row alone may score a little differently.
 * Bytes that are no ONNX file are a `UserError` with code `model-unreadable`, weights in another file `model-unsupported`.
 */
export function quantizeDynamic(model: Uint8Array, options: QuantizationOptions = {}): QuantizationResult {
  return readable(() => {
    const view = viewModel(model)
    const names = new NameCensus(view)
    return quantizeProducts(view, {
      names,
      rewriter: new DynamicRewriter(names),
      limit: weightLimit(options)
    })
  })
}
