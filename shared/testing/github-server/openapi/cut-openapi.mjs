// Cuts the operations the test server answers out of GitHub's OpenAPI description:
//   node cut-openapi.mjs <path of api.github.com.json> > github-api.json
import { readFileSync } from 'node:fs'

const REPOSITORY = '/repos/{owner}/{repo}'
const OPERATIONS = {
  '': ['get'],
  '/issues': ['get', 'post'],
  '/issues/{issue_number}': ['get', 'patch'],
  '/issues/{issue_number}/comments': ['get', 'post'],
  '/issues/comments/{comment_id}': ['get', 'patch', 'delete'],
  '/issues/{issue_number}/labels': ['get', 'post'],
  '/issues/{issue_number}/labels/{name}': ['delete'],
  '/labels': ['get', 'post'],
  '/issues/{issue_number}/reactions': ['get', 'post'],
  '/issues/comments/{comment_id}/reactions': ['get', 'post'],
  '/collaborators/{username}/permission': ['get'],
  '/contents/{path}': ['get', 'put'],
  '/git/ref/{ref}': ['get'],
  '/git/refs': ['post'],
  '/git/refs/{ref}': ['patch'],
  '/git/blobs': ['post'],
  '/git/blobs/{file_sha}': ['get'],
  '/git/trees': ['post'],
  '/git/trees/{tree_sha}': ['get'],
  '/git/commits': ['post'],
  '/git/commits/{commit_sha}': ['get'],
  '/dispatches': ['post'],
  '/actions/workflows': ['get'],
  '/actions/workflows/{workflow_id}/dispatches': ['post'],
  '/actions/workflows/{workflow_id}/runs': ['get'],
  '/actions/runs': ['get'],
  '/actions/runs/{run_id}': ['get'],
  '/actions/runs/{run_id}/cancel': ['post']
}
const PROSE = new Set([
  'description',
  'summary',
  'examples',
  'example',
  'externalDocs',
  'x-github',
  'tags',
  'title'
])

const isObject = value => typeof value === 'object' && value !== null
const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]))

/** Drops what only people read; inside `properties` every key is a field name and stays. */
function withoutProse(value, insideProperties = false) {
  if (Array.isArray(value)) return value.map(item => withoutProse(item))
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([key]) => insideProperties || !PROSE.has(key))
  return mapValues(Object.fromEntries(kept), (item, key) =>
    withoutProse(item, !insideProperties && key === 'properties')
  )
}

/** Some alternatives include each other: what fits two of them fits. */
function withAnyOf(value) {
  if (Array.isArray(value)) return value.map(withAnyOf)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key === 'oneOf' && Array.isArray(item) ? 'anyOf' : key,
      withAnyOf(item)
    ])
  )
}

/** OpenAPI 3.0 says `nullable: true`; JSON Schema says `type: [..., 'null']`. */
function withoutNullable(value) {
  if (Array.isArray(value)) return value.map(withoutNullable)
  if (!isObject(value)) return value
  const { nullable, ...rest } = value
  const schema = mapValues(rest, withoutNullable)
  if (isObject(nullable)) return { ...schema, nullable: withoutNullable(nullable) }
  if (nullable !== true) return schema
  if (typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] }
  const choices = Array.isArray(schema.enum) ? { enum: [...new Set([...schema.enum, null])] } : {}
  return { ...schema, type: [schema.type, 'null'], ...choices }
}

const forJsonSchema = value => withAnyOf(withoutNullable(withoutProse(value)))

function cut(description) {
  const components = {}
  const collect = value => {
    if (Array.isArray(value)) return value.forEach(collect)
    if (!isObject(value)) return
    if (typeof value.$ref === 'string') add(value.$ref)
    Object.values(value).forEach(collect)
  }
  const add = reference => {
    const [, , kind, name] = reference.split('/')
    components[kind] ??= {}
    if (name in components[kind]) return
    components[kind][name] = forJsonSchema(description.components[kind][name])
    collect(components[kind][name])
  }
  const paths = {}
  for (const [suffix, methods] of Object.entries(OPERATIONS)) {
    const path = REPOSITORY + suffix
    const operations = methods.map(method => [method, description.paths[path][method]])
    paths[path] = forJsonSchema(Object.fromEntries(operations))
    collect(paths[path])
  }
  return {
    openapi: description.openapi,
    info: { title: 'GitHub REST API (cut)', version: description.info.version },
    paths,
    components
  }
}

const [, , source] = process.argv
process.stdout.write(JSON.stringify(cut(JSON.parse(readFileSync(source, 'utf8')))) + '\n')
