import type { CommonInputs } from '../../src/action/common-inputs.js'
import { InputReader } from '../../src/action/inputs.js'
import { trainingId } from './records.js'
import { InMemoryRunner } from '../fakes/in-memory-runner.js'

/** Inputs of an action as its reader makes them from texts; `training-id` is the builders' run unless given. */
export function inputsOf<I extends CommonInputs>(
  read: (reader: InputReader) => I,
  texts: Readonly<Record<string, string>> = {}
): I {
  const runner = new InMemoryRunner({ 'training-id': trainingId, ...texts })
  const reader = new InputReader(runner)
  const inputs = read(reader)
  reader.finish()
  return inputs
}
