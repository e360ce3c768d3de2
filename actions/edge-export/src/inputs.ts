import { readCommonInputs, type CommonInputs } from '../../../shared/src/action/common-inputs.js'
import type { InputReader } from '../../../shared/src/action/inputs.js'
import { quantizeModes, type EdgeWishes } from '../../../shared/src/domain/edge/settings.js'
import { parseSizeBytes } from '../../../shared/src/domain/request/byte-size.js'
import { isLongDuration, parseDurationMilliseconds } from '../../../shared/src/domain/request/duration.js'
import { decisions } from './outcome.js'

/** The inputs of `edge-export`. */
export interface EdgeInputs extends CommonInputs {
  readonly modelId: string | undefined
  /** Undefined: the version of the run, else what is in production. */
  readonly version: string | undefined
  /** Undefined fields are the request's, else the policy's. */
  readonly wishes: EdgeWishes & { readonly expires_after: string | undefined }
  /** PEM text. */
  readonly signingKey: string | undefined
  readonly neoTargetDevice: string | undefined
}

/** Reads the inputs of `edge-export`. */
export function readEdgeInputs(reader: InputReader): EdgeInputs {
  const common = readCommonInputs(reader, decisions)
  const inputs: EdgeInputs = {
    ...common,
    modelId: reader.modelId('model-id'),
    version: reader.version('version'),
    wishes: {
      quantize: quantizeOf(reader),
      max_size: measure(reader, 'max-size', { parse: parseSizeBytes, example: 'a size such as 5MB' }),
      max_latency: durationOf(reader, 'max-latency', 'a duration such as 100ms'),
      max_accuracy_loss: shareOf(reader),
      expires_after: durationOf(reader, 'expires-after', 'a duration such as 720h')
    },
    signingKey: reader.secret('signing-key'),
    neoTargetDevice: reader.text('neo-target-device')
  }
  if (inputs.modelId === undefined && inputs.trainingId === undefined)
    reader.reject('model-id', 'is empty', 'Name the model, or pass the training-id of a registered run.')
  return inputs
}

function quantizeOf(reader: InputReader): EdgeWishes['quantize'] {
  return reader.text('quantize') === undefined ? undefined : reader.choice('quantize', quantizeModes, 'auto')
}

function shareOf(reader: InputReader): number | undefined {
  const asked = reader.text('max-accuracy-loss') !== undefined
  return asked ? reader.number('max-accuracy-loss', { min: 0, max: 1, fallback: 0 }) : undefined
}

function durationOf(reader: InputReader, name: string, example: string): string | undefined {
  return measure(reader, name, { parse: parseDurationMilliseconds, example })
}

/** A text with a unit, above zero. */
function measure(
  reader: InputReader,
  name: string,
  how: { parse: (text: string) => number | undefined; example: string }
): string | undefined {
  const text = reader.text(name)
  if (text === undefined) return undefined
  const value = how.parse(text)
  const wrong =
    value === undefined ? unreadable(text, how.example) : value > 0 ? undefined : 'is not above zero'
  if (wrong !== undefined)
    reader.reject(name, `"${text.slice(0, 80)}" ${wrong}`, `Write ${how.example}, above zero.`)
  return text
}

function unreadable(text: string, example: string): string {
  return isLongDuration(text.slice(0, 200)) ? 'is out of range' : `is not ${example}`
}
