import type { EdgeSettings } from '../../../shared/src/domain/edge/settings.js'
import type { EdgeRelease } from '../../../shared/src/domain/records/edge-releases.js'
import type { FoundVersion } from './find-version.js'
import type { Signing } from './signing.js'

/** A registered version with its ONNX file, and how it is to be exported. */
export interface Exporting {
  readonly found: FoundVersion
  readonly onnxSha256: string
  readonly settings: EdgeSettings
  readonly signing: Signing
  readonly current: EdgeRelease | undefined
}
