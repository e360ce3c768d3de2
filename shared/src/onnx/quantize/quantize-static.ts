import type { ValueRange } from '../../ports/inference-runtime.js'
import { viewModel } from '../rewrite/model-view.js'
import { readable } from '../rewrite/readable.js'
import { weightLimit } from './int8-matrix.js'
import { NameCensus } from './name-census.js'
import type { QuantizationOptions, QuantizationResult } from './quantization-result.js'
import { quantizeProducts } from './quantize-products.js'
import { StaticRewriter } from './static-rewriter.js'

/**
 * Makes the weights of MatMul and Gemm int8, and their activations uint8 by ranges seen beforehand (see `calibrationTensors`):
 * what lies outside its range is clipped. Errors are those of `quantizeDynamic`.
 */
export function quantizeStatic(
  model: Uint8Array,
  ranges: ReadonlyMap<string, ValueRange>,
  options: QuantizationOptions = {}
): QuantizationResult {
  return readable(() => {
    const view = viewModel(model)
    const names = new NameCensus(view)
    const rewriter = new StaticRewriter(names, tensor => ranges.get(tensor))
    return quantizeProducts(view, { names, rewriter, limit: weightLimit(options) })
  })
}
