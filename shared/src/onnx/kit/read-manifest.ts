import { modelManifest, type ModelManifest } from '../../domain/records/model-manifest.js'
import type { Problem } from '../../errors.js'
import { unreadable } from '../model-errors.js'

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw unreadable('manifest.json: not JSON in UTF-8', { cause })
  }
}

/** Reads the kit's manifest; everything wrong with it is one `UserError` with code `model-unreadable`. */
export function readManifest(bytes: Uint8Array): ModelManifest {
  const parsed = modelManifest.safeParse(parseJson(bytes))
  if (parsed.success) return parsed.data
  const problems: Problem[] = parsed.error.issues.slice(0, 20).map(({ path, message }) => ({
    place: `manifest.json: ${path.map(String).join('.') || 'top level'}`,
    message
  }))
  const all = problems.map(({ place, message }) => `${place}: ${message}`).join('; ')
  throw unreadable(all, { problems })
}
