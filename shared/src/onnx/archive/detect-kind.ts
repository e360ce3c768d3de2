type Files = ReadonlyMap<string, Uint8Array>
type NativeKind = 'xgboost-json' | 'xgboost-ubj' | 'lightgbm'

/** What was found, and in which file; or why nothing was. */
export type Finding =
  | { readonly kind: 'kit' }
  | { readonly kind: 'onnx' | NativeKind; readonly modelFile: string }
  | { readonly kind: 'unknown'; readonly reason: string }

const HEAD_BYTES = 4096

/** The start of a file, one character per byte. */
const head = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1')

/** XGBoost writes its two top-level members, `learner` and `version`, in this order and nothing before them. */
function nativeKind(bytes: Uint8Array): NativeKind | undefined {
  const start = head(bytes)
  if (/^\s*\{\s*"(?:learner|version)"\s*:/.test(start)) return 'xgboost-json'
  if (/^\{[iUIlL]\0*(?:\x07learner|\x07version)/.test(start)) return 'xgboost-ubj'
  if (/^tree\r?\nversion=/.test(start)) return 'lightgbm'
  return undefined
}

/** Files nothing can be made of, each with what to do instead. */
function refusedKind(name: string, bytes: Uint8Array): string | undefined {
  const start = head(bytes)
  if (start.startsWith('binf') || start.startsWith('bs64'))
    return `${name} is in XGBoost's old binary format; save it as .json or .ubj`
  if (start.startsWith('\x80') || /\.(?:pkl|pickle|joblib)$/.test(name))
    return `${name} is a pickle, which is never loaded`
  return undefined
}

function findNative(files: Files): Finding | undefined {
  const found = [...files].flatMap(([name, bytes]) => {
    const kind = name === 'manifest.json' || name === 'metrics.json' ? undefined : nativeKind(bytes)
    return kind === undefined ? [] : [{ kind, modelFile: name }]
  })
  if (found.length < 2) return found[0]
  return {
    kind: 'unknown',
    reason: `there are several models: ${found.map(({ modelFile }) => modelFile).join(', ')}`
  }
}

function findOnnx(files: Files): Finding | undefined {
  if (files.has('model.onnx')) return { kind: 'onnx', modelFile: 'model.onnx' }
  const found = [...files.keys()].filter(name => name.endsWith('.onnx'))
  const [only] = found
  if (found.length > 1)
    return { kind: 'unknown', reason: `there are several models: ${found.join(', ')}; name one model.onnx` }
  return only === undefined ? undefined : { kind: 'onnx', modelFile: only }
}

/** Says which model the files are: the kit's before ONNX before a library's own format. */
export function detectKind(files: Files): Finding {
  if (files.has('manifest.json') && files.has('model.safetensors')) return { kind: 'kit' }
  const found = findOnnx(files) ?? findNative(files)
  if (found !== undefined) return found
  const refused = [...files]
    .map(([name, bytes]) => refusedKind(name, bytes))
    .find(reason => reason !== undefined)
  return {
    kind: 'unknown',
    reason: refused ?? 'it holds no model.onnx, no XGBoost or LightGBM model and no manifest.json'
  }
}
