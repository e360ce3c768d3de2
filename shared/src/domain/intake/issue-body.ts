import type { FormTemplate } from './form-template.js'
import { entryOf, maxTextLength, type DocumentNode, type MapNode, type Reading } from './document-node.js'
import { mapExpected } from './map-expected.js'
import type { MarkdownBlock } from './markdown-block.js'
import { isRequestFence, markdownBlocks } from './markdown-blocks.js'
import { readJson } from './read-json.js'
import { readYaml } from './read-yaml.js'
import { halfCharacter, loneSurrogate } from './lone-surrogate.js'
import { derivedText, diagnosticAt, type Explanation, type SourceText } from './source-text.js'
import { isWrapped, unwrap, type Unwrapped } from './wrapped-request.js'
import { phrase } from '../text/phrase.js'

/** How an issue or a file is read. */
export interface BodyOptions {
  /** The fields a request may have: they tell a bare YAML body from prose, and name the headings of a form. */
  readonly fieldNames: readonly string[]
  /** Where an answer of a form is a text, whatever it looks like (see `PlainValueOptions`). */
  readonly textFields: ReadonlySet<string>
  /** Loads the issue form whose headings may stand in the body; given the body's own, for choosing among forms. */
  readonly loadForm?: (headings: readonly string[]) => Promise<FormTemplate | undefined>
}

/** The fields of a request; `title` is that of a wrapped one. */
export type RequestDocument = MapNode & { readonly title?: string }

/**
 * The request in an issue body: its one fenced yaml or json block at top level, or its issue form, or the whole
 * body as YAML or JSON; a wrapped form (`title`, `labels`, `body`) is unwrapped. What is quoted, nested in a list or inside
 * an HTML comment does not count.
 */
export async function readIssueBody(
  source: SourceText,
  options: BodyOptions
): Promise<Reading<RequestDocument>> {
  const unusable = unusableText(source)
  if (unusable !== undefined) return unusable
  const reading = await readAnyForm(source, options)
  return reading.ok ? unwrapped(reading.value, options) : reading
}

/** The request in a file of its own: the whole file is YAML, or JSON, possibly in the wrapped form. */
export async function readRequestFile(
  source: SourceText,
  options: BodyOptions
): Promise<Reading<RequestDocument>> {
  const unusable = unusableText(source)
  if (unusable !== undefined) return unusable
  const reading = /\.json$/i.test(source.name) ? readJson(source) : await readYaml(source)
  return reading.ok ? unwrapped(reading.value, options) : reading
}

/** The one tagged block of a text, undefined when there is none. */
export async function readTaggedBlock(source: SourceText): Promise<Reading<DocumentNode | undefined>> {
  const blocks = await blocksOf(source)
  return blocks.ok ? readOnlyFence(source, blocks.value) : blocks
}

async function readAnyForm(source: SourceText, options: BodyOptions): Promise<Reading<DocumentNode>> {
  const object = await readWholeObject(source, options)
  if (object !== undefined) return object
  if (!mayHoldBlocks(source.text)) return readBare(source, options)
  const blocks = await blocksOf(source)
  if (!blocks.ok) return blocks
  const [first] = blocks.value
  if (first?.kind === 'heading' && first.depth === 3) {
    const { readIssueForm } = await import('./issue-form.js')
    const form = await readIssueForm(source, blocks.value, { ...options, firstHeading: first.text })
    if (form !== undefined) return form
  }
  const around = await readAroundFences(source, blocks.value, options)
  if (around !== undefined) return { ok: true, value: around }
  const fenced = await readOnlyFence(source, blocks.value)
  if (!fenced.ok) return fenced
  if (fenced.value !== undefined) return { ok: true, value: fenced.value }
  const bare = await readBare(source, options)
  if (bare.ok) return bare
  const { explainMissingRequest } = await import('./missing-request.js')
  return { ok: false, problems: [await explainMissingRequest(source, blocks.value, options)] }
}

/** A text that is one JSON object, or meant to be one on its only line. */
async function readWholeObject(
  source: SourceText,
  options: BodyOptions
): Promise<Reading<DocumentNode> | undefined> {
  const text = source.text.trim()
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined
  const json = readJson(source)
  if (json.ok) return json
  if (text.includes('\n')) return undefined
  if (namesField(text.matchAll(/[{,] *"?([a-z_]{1,40})"? *:/g), options.fieldNames)) return readYaml(source)
  return /^\{\s*"/.test(text) ? json : undefined
}

/** A bare request, or a wrapped one, that has fences in its texts: what they hold is then a part of these texts. */
async function readAroundFences(
  source: SourceText,
  blocks: readonly MarkdownBlock[],
  options: BodyOptions
): Promise<MapNode | undefined> {
  const fence = blocks.find(isRequestFence)
  if (fence === undefined || !mentionsField(source.text.slice(0, fence.start), options.fieldNames))
    return undefined
  const bare = await readYaml(source)
  return bare.ok && bare.value.kind === 'map' ? bare.value : undefined
}

function mayHoldBlocks(text: string): boolean {
  return /^[^\n]*(?:```|~~~)|^ {0,3}### /m.test(text)
}

async function blocksOf(source: SourceText): Promise<Reading<readonly MarkdownBlock[]>> {
  const blocks = await markdownBlocks(source.text)
  if (blocks !== undefined) return { ok: true, value: blocks }
  return failure(source, 0, {
    message: 'the text has too many lines, lists or quotes to look for a request in it',
    hint: 'Leave only the request and a few words.'
  })
}

async function readOnlyFence(
  source: SourceText,
  blocks: readonly MarkdownBlock[]
): Promise<Reading<DocumentNode | undefined>> {
  const fences = blocks.filter(isRequestFence)
  const [first, second] = fences
  if (first === undefined) return { ok: true, value: undefined }
  if (second !== undefined) return failure(source, second.start, twoBlocks)
  if (!first.closed) return failure(source, first.start, neverClosed(source.text.slice(first.start)))
  const inside = derivedText(source, first.lines)
  return first.language === 'json' ? readJson(inside) : readYaml(inside)
}

const twoBlocks = {
  message: 'this is the second yaml or json block; a request is one block',
  hint: 'Remove it, or change its tag to "text".'
}
/** What closes a fence is as long as what opened it, and of the same kind. */
function neverClosed(block: string): Explanation {
  const mark = /^(?:`+|~+)/.exec(block)?.[0].slice(0, 40) ?? ''
  return { message: 'this block is never closed', hint: phrase`End it with a line of ${mark} alone.` }
}

async function readBare(source: SourceText, options: BodyOptions): Promise<Reading<DocumentNode>> {
  if (mentionsField(source.text, options.fieldNames)) return readYaml(source)
  const { noRequest } = await import('./missing-request.js')
  return failure(source, 0, noRequest)
}

function mentionsField(text: string, names: readonly string[]): boolean {
  return namesField(text.matchAll(/^\{? *"?([a-z_]{1,40})"? *:/gm), names)
}

function namesField(keys: Iterable<RegExpExecArray>, names: readonly string[]): boolean {
  const known = new Set([...names, 'body'])
  for (const [, name] of keys) if (known.has(name ?? '')) return true
  return false
}

async function unwrapped(node: DocumentNode, options: BodyOptions): Promise<Reading<RequestDocument>> {
  if (node.kind !== 'map') return failure(node.source, node.start, mapExpected(node))
  if (!isWrapped(node)) return { ok: true, value: node }
  const body = unwrap(node)
  if (!body.ok) return body
  const inner = await readInside(body.value, options)
  if (!inner.ok) return inner
  if (inner.value.kind !== 'map')
    return failure(inner.value.source, inner.value.start, mapExpected(inner.value))
  const nested = entryOf(inner.value, 'body')
  if (nested !== undefined) return failure(nested.source, nested.start, wrappedTwice)
  const title = entryOf(node, 'title')?.value
  const named = title?.kind === 'scalar' && title.value !== null ? { title: title.text } : {}
  return { ok: true, value: { ...inner.value, ...named } }
}

async function readInside(body: Unwrapped, options: BodyOptions): Promise<Reading<DocumentNode>> {
  return body.kind === 'map' ? { ok: true, value: body.node } : readAnyForm(body.text, options)
}

const wrappedTwice = { message: 'a wrapped request cannot hold another one' }

function unusableText(source: SourceText): Reading<never> | undefined {
  if (source.text.length > maxTextLength) return failure(source, 0, tooLong(source.text.length))
  const half = loneSurrogate(source.text)
  return half === undefined ? undefined : failure(source, half, halfCharacter)
}

function tooLong(length: number): Explanation {
  return {
    message: phrase`the text has ${length} characters; at most ${maxTextLength} are read`,
    hint: 'Shorten it.'
  }
}

function failure(source: SourceText, offset: number, explanation: Explanation): Reading<never> {
  return { ok: false, problems: [diagnosticAt(source, offset, explanation)] }
}
