import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import { readKitModel } from '../../src/onnx/kit/read-kit-model.js'
import { readParityRows } from '../../src/onnx/kit/read-parity-rows.js'
import { readModelArchive, type ModelArchive } from '../../src/onnx/model-archive.js'
import type { FittedModel } from '../../src/onnx/fitted-model.js'
import type { ParityRows } from '../../src/onnx/parity.js'
import { readSafetensors } from '../../src/onnx/safetensors.js'
import type { FeatureMatrix } from '../../src/tables/feature-matrix.js'

const folder = (kind: 'kit' | 'xgboost'): string =>
  fileURLToPath(new URL(`./fixtures/${kind}/`, import.meta.url))

/** Names of the kit archives made by fixtures/generate.py. */
export const kitNames: readonly string[] = readdirSync(folder('kit')).map(file => file.replace('.tar.gz', ''))

export const kitArchive = (name: string): Promise<ModelArchive> =>
  readModelArchive(`${folder('kit')}${name}.tar.gz`)

/** A kit fixture taken apart, for tests that change it. */
export async function kitModel(name: string): Promise<{ model: FittedModel; parity: ParityRows }> {
  const archive = await kitArchive(name)
  if (archive.kind !== 'kit') throw new Error(`${name} is no kit archive`)
  const tensors = readSafetensors(archive.files.get('model.safetensors') ?? new Uint8Array())
  const parity = readParityRows(archive.manifest, tensors)
  if (parity === undefined) throw new Error(`${name} has no parity rows`)
  return { model: readKitModel(archive.manifest, tensors), parity }
}

const expectationFile = z.object({
  rows: z.array(z.array(z.nullable(z.number()))),
  expected: z.array(z.array(z.number())),
  best: z.optional(z.array(z.array(z.number())))
})

/** Raw rows and the predictions of the library. */
export type Expectation = z.infer<typeof expectationFile>

/** The files of the native XGBoost fixtures. */
export const xgboostFiles: readonly string[] = readdirSync(folder('xgboost')).filter(
  file => !file.endsWith('.expected.json')
)

export const xgboostBytes = (file: string): Uint8Array =>
  new Uint8Array(readFileSync(`${folder('xgboost')}${file}`))

export function xgboostExpectation(file: string): Expectation {
  const name = file.replace(/\.(?:json|ubj)$/, '.expected.json')
  return expectationFile.parse(JSON.parse(readFileSync(`${folder('xgboost')}${name}`, 'utf8')))
}

export function archiveOf(file: string, bytes: Uint8Array): ModelArchive {
  const kind = file.endsWith('.ubj') ? 'xgboost-ubj' : 'xgboost-json'
  return { kind, modelFile: file, files: new Map([[file, bytes]]) }
}

/** Rows of numbers, null = missing, as features of these names. */
export const numericRows = (
  rows: readonly (readonly (number | null)[])[],
  names: readonly string[]
): FeatureMatrix => ({
  rows: rows.length,
  numericNames: names,
  numeric: Float32Array.from(rows.flatMap(row => row.map(cell => cell ?? NaN))),
  categoricalNames: [],
  categorical: []
})
