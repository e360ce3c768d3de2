import { createHash, verify, type KeyObject } from 'node:crypto'
import { expect } from '@jest/globals'
import { canonicalJson } from '../../../shared/src/domain/request/canonical-json.js'
import type { EdgeManifest } from '../../../shared/src/domain/records/edge-manifest.js'
import type { World } from './world.js'

/** Whether a reader finds a manifest; where one stands, everything it says must be so. */
export async function expectWholeOrAbsent(world: World, version: string, key?: KeyObject): Promise<boolean> {
  const bytes = await world.bytes(`edge/churn/${version}/manifest.json`)
  if (bytes === undefined) return false
  const manifest = JSON.parse(new TextDecoder().decode(bytes)) as EdgeManifest
  expect(new TextDecoder().decode(bytes)).toBe(canonicalJson(manifest))
  for (const file of manifest.files) {
    const content = await world.bytes(`edge/churn/${version}/${file.path}`)
    expect(content?.length).toBe(file.size_bytes)
    expect(
      createHash('sha256')
        .update(content ?? '')
        .digest('hex')
    ).toBe(file.sha256)
  }
  if (key !== undefined) {
    const signature = (await world.bytes(`edge/churn/${version}/manifest.sig`)) ?? new Uint8Array()
    expect(verify(null, bytes, key, signature)).toBe(true)
  }
  return true
}
