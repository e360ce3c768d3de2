import { layout } from '../domain/store/layout.js'
import { UserError } from '../errors.js'
import type { ObjectStore } from '../ports/object-store.js'

/** The error for a model without a registry; `also` says what else may help. */
export function modelUnknown(store: ObjectStore, modelId: string, also = ''): UserError {
  return new UserError('model-unknown', `${store.uri(layout.registry(modelId))} does not exist`, {
    hint: `Check model-id and store; the action register writes the registry of ${modelId}.${also}`
  })
}
