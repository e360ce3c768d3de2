import type { DocumentNode, MapNode } from './document-node.js'

/** A position inside a value: keys and list indexes from the root. */
export type ValuePath = readonly PropertyKey[]

export interface PlainValueOptions {
  /** Dotted paths (`*` for list items) where a scalar counts as the text it is spelled as. */
  readonly textFields: ReadonlySet<string>
}

/** The plain value of a document; objects have no prototype, so that no key means more than itself. */
export function plainValue(node: DocumentNode, options: PlainValueOptions): unknown {
  return valueAt(node, '', options)
}

function valueAt(node: DocumentNode, path: string, options: PlainValueOptions): unknown {
  if (node.kind === 'scalar') {
    return node.value !== null && options.textFields.has(path) ? node.text : node.value
  }
  const prefix = path === '' ? '' : `${path}.`
  if (node.kind === 'sequence') return node.items.map(item => valueAt(item, `${prefix}*`, options))
  const map = Object.create(null) as Record<string, unknown>
  for (const { key, value } of node.entries) map[key] = valueAt(value, `${prefix}${key}`, options)
  return map
}

/** The node of a value, or the deepest ancestor that is there. */
export function locate(root: DocumentNode, path: ValuePath): DocumentNode {
  let node = root
  for (const step of path) {
    const next =
      node.kind === 'map'
        ? valueOf(node, step)
        : node.kind === 'sequence'
          ? node.items[Number(step)]
          : undefined
    if (next === undefined) break
    node = next
  }
  return node
}

/** Where a key of the map at a path stands. */
export function locateKey(
  root: DocumentNode,
  path: ValuePath,
  key: string
): Pick<DocumentNode, 'source' | 'start'> {
  let node: DocumentNode | undefined = root
  for (const step of path) {
    node =
      node?.kind === 'map'
        ? valueOf(node, step)
        : node?.kind === 'sequence'
          ? node.items[Number(step)]
          : undefined
  }
  const entry = node?.kind === 'map' ? node.entries.find(candidate => candidate.key === key) : undefined
  return entry ?? locate(root, path)
}

function valueOf(map: MapNode, key: PropertyKey): DocumentNode | undefined {
  return map.entries.find(entry => entry.key === key)?.value
}
