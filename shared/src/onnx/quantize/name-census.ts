import { graphPartsOf, type GraphPart, type ModelView } from '../rewrite/model-view.js'
import { subgraphsOf, type NodeView } from '../rewrite/node-view.js'

/** How often each name of a model is read, in subgraphs too; names nobody reads count 0. */
export class NameCensus {
  readonly #reads = new Map<string, number>()
  #fresh = 0

  constructor({ parts }: ModelView) {
    for (const part of parts) this.#visit(part)
  }

  reads(name: string): number {
    return this.#reads.get(name) ?? 0
  }

  /** A name the model does not have yet. */
  fresh(stem: string): string {
    // The number never goes back, so names made to collide cost one step each.
    for (;;) {
      this.#fresh += 1
      const name = `${stem}_${this.#fresh}`
      if (!this.#reads.has(name)) return name
    }
  }

  #visit(part: GraphPart): void {
    if (part.kind === 'node') this.#visitNode(part.node)
    else if (part.kind === 'initializer') this.#see(part.tensor.name, 0)
    // What a caller may feed or fetch is used outside the file.
    else if (part.kind === 'input' || part.kind === 'output') this.#see(part.name, 1)
  }

  #visitNode(node: NodeView): void {
    for (const name of node.inputs) this.#see(name, 1)
    for (const name of node.outputs) this.#see(name, 0)
    for (const graph of subgraphsOf(node)) for (const part of graphPartsOf(graph)) this.#visit(part)
  }

  #see(name: string, reads: number): void {
    this.#reads.set(name, this.reads(name) + reads)
  }
}
