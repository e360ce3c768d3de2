import { SuiteError } from '../../errors.js'
import { unreadable } from '../model-errors.js'

/** Runs what reads the file; whatever it stumbles over is a `UserError` with code `model-unreadable`. */
export function readable<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    // What is wrong with the bytes comes as Error or RangeError; TypeErrors are defects.
    if (cause instanceof SuiteError || cause instanceof TypeError) throw cause
    const why = cause instanceof Error ? cause.message : 'unknown'
    throw unreadable(`model.onnx: not a readable ONNX file: ${why}`, {
      hint: 'check the file with onnx.checker',
      cause
    })
  }
}
