import { viewModel } from '../rewrite/model-view.js'
import { readable } from '../rewrite/readable.js'
import { weightLimit } from './int8-matrix.js'
import { NameCensus } from './name-census.js'
import { planProducts } from './quantize-products.js'
import { StaticRewriter } from './static-rewriter.js'

const ANY_RANGE = { min: 0, max: 1 }

/** The tensors whose ranges `quantizeStatic` needs, each once, in the order of the file; errors are those of `quantizeDynamic`. */
export function calibrationTensors(model: Uint8Array): readonly string[] {
  return readable(() => {
    const view = viewModel(model)
    const names = new NameCensus(view)
    const rewriter = new StaticRewriter(names, () => ANY_RANGE)
    const { replaced } = planProducts(view, { names, rewriter, limit: weightLimit({}) })
    const products = replaced.flatMap(({ replacements }) => [...replacements.keys()])
    return [...new Set(products.map(({ activation }) => activation))]
  })
}
