import { UserError, type Problem } from '../errors.js'

/** The model file is damaged or contradicts itself: `UserError` with code `model-unreadable`. */
export const unreadable = (
  message: string,
  details: { readonly hint?: string; readonly cause?: unknown; readonly problems?: readonly Problem[] } = {}
): UserError =>
  new UserError('model-unreadable', message, {
    hint: 'train the model again; if the file was copied, compare its SHA-256 with the recorded one',
    ...details
  })

/** The model file is sound but of a kind that cannot be turned into ONNX: `UserError` with code `model-unsupported`. */
export const unsupported = (message: string, hint: string): UserError =>
  new UserError('model-unsupported', message, { hint })

/** The file says that its weights are in another one, which is never opened: `UserError` with code `model-unsupported`. */
export const externalWeights = (): UserError =>
  unsupported('model.onnx: the weights lie in another file', 'save the weights inside the .onnx file')
