import { UserError } from '../../errors.js'
import type { ModelSignature } from '../../domain/records/model-signature.js'
import type { FeatureMatrix } from '../../tables/feature-matrix.js'
import type { ModelInputs } from './model-inputs.js'

const mismatch = (message: string): UserError =>
  new UserError('feature-mismatch', message, {
    hint: 'give the model exactly the features it was trained on, in their order'
  })

interface Side {
  readonly kind: 'numeric' | 'text'
  readonly names: readonly string[]
  /** How many the model takes, null = it does not say. */
  readonly wanted: number | null
  readonly expectedNames: readonly string[] | undefined
}

function checkSide({ kind, names, wanted, expectedNames }: Side): void {
  if (wanted !== null && names.length !== wanted)
    throw mismatch(`the model takes ${wanted} ${kind} features, the data has ${names.length}`)
  const stray = expectedNames?.findIndex((name, place) => name !== names[place]) ?? -1
  if (stray >= 0)
    throw mismatch(
      `the model's ${kind} feature ${stray + 1} is '${expectedNames?.[stray] ?? ''}', the data's '${names[stray] ?? ''}'`
    )
}

/** The features are those the model takes, by number and, where it carries a signature, by name; else `UserError` `feature-mismatch`. */
export function checkFeatures(
  features: FeatureMatrix,
  inputs: ModelInputs,
  signature?: ModelSignature
): void {
  const named = (kind: string): readonly string[] | undefined =>
    signature?.features.filter(feature => feature.kind === kind).map(({ name }) => name)
  checkSide({
    kind: 'numeric',
    names: features.numericNames,
    wanted: inputs.numeric === undefined ? 0 : inputs.numeric.width,
    expectedNames: named('numeric')
  })
  checkSide({
    kind: 'text',
    names: features.categoricalNames,
    wanted: inputs.categorical === undefined ? 0 : inputs.categorical.width,
    expectedNames: named('categorical')
  })
}
