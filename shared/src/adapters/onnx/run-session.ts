import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { UserError } from '../../errors.js'
import { oneLine } from './one-line.js'

const FATAL_ONLY = 4

/** One run of a session, silent; a model that fails is a `UserError` with code `inference-failed`. */
export async function runSession(
  session: InferenceSession,
  feeds: Record<string, Tensor>,
  fetches: string[]
): Promise<InferenceSession.ReturnType> {
  try {
    return await session.run(feeds, fetches, { logSeverityLevel: FATAL_ONLY })
  } catch (cause) {
    throw new UserError('inference-failed', `model.onnx: onnxruntime could not run it: ${oneLine(cause)}`, {
      hint: 'the model must take rows of features as exported; try it with onnxruntime in Python',
      cause
    })
  }
}
