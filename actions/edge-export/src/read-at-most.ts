import { UserError } from '../../../shared/src/errors.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

/** The bytes of an object; undefined when there is none, or a larger one. */
export async function readAtMost(
  store: ObjectStore,
  key: string,
  sizeBytes: number
): Promise<Uint8Array | undefined> {
  try {
    return (await store.read(key, sizeBytes))?.bytes
  } catch (error) {
    if (error instanceof UserError && error.code === 'store-object-too-large') return undefined
    throw error
  }
}
