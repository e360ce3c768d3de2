import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { describe, expect, test } from '@jest/globals'
import { ModelProtoSchema, TensorProtoSchema, type ModelProto } from '../../src/onnx/generated/onnx_pb.js'
import type { ModelArchive } from '../../src/onnx/model-archive.js'
import { inspectOnnx } from '../../src/onnx/onnx-inspection.js'
import { readSignature } from '../../src/onnx/signature-metadata.js'
import { toOnnx } from '../../src/onnx/to-onnx.js'
import { archiveOf, kitArchive, xgboostBytes } from './fixtures.js'
import { modelError } from './model-error.js'

const onnxArchive = (bytes: Uint8Array): ModelArchive => ({
  kind: 'onnx',
  modelFile: 'model.onnx',
  files: new Map([['model.onnx', bytes]])
})

const changed = (bytes: Uint8Array, change: (model: ModelProto) => void): Uint8Array => {
  const model = fromBinary(ModelProtoSchema, bytes)
  change(model)
  return toBinary(ModelProtoSchema, model)
}

describe('toOnnx', () => {
  test('writes the interface the format page promises', async () => {
    const { bytes } = toOnnx(await kitArchive('mixed-one-hot'))
    const { graph, irVersion, opsetImport } = fromBinary(ModelProtoSchema, bytes)
    const describeValue = (value: NonNullable<typeof graph>['input'][number]): unknown => {
      const tensor = value.type?.value.value
      return [value.name, tensor?.elemType, tensor?.shape?.dim.map(({ value: size }) => size.value)]
    }
    // Element types by number: 1 = float32, 8 = text.
    expect(graph?.input.map(describeValue)).toEqual([
      ['features', 1, ['N', 2n]],
      ['categorical_features', 8, ['N', 2n]]
    ])
    expect(graph?.output.map(describeValue)).toEqual([
      ['label', 8, ['N']],
      ['probabilities', 1, ['N', 2n]]
    ])
    expect(irVersion).toBe(8n)
    expect(opsetImport.map(({ domain, version }) => [domain, version])).toEqual([
      ['', 17n],
      ['ai.onnx.ml', 3n]
    ])
  })

  test('has only the inputs the model needs, and one output for regression', async () => {
    const inputs = async (name: string) =>
      fromBinary(ModelProtoSchema, toOnnx(await kitArchive(name)).bytes).graph?.input.map(value => value.name)
    expect(await inputs('categories-only')).toEqual(['categorical_features'])
    expect(await inputs('forest-regression')).toEqual(['features'])
    const { graph } = fromBinary(ModelProtoSchema, toOnnx(await kitArchive('forest-regression')).bytes)
    expect(graph?.output.map(value => value.name)).toEqual(['prediction'])
  })

  test('carries its signature and its run', async () => {
    const { bytes, signature, manifest } = toOnnx(await kitArchive('mixed-ordinal'), {
      trainingId: 'train-20250110-093000-1a2b3c4d'
    })
    const { metadata } = inspectOnnx(bytes)
    expect(metadata.get('mlops.training_id')).toBe('train-20250110-093000-1a2b3c4d')
    expect(readSignature(metadata)).toEqual(signature)
    expect(signature).toEqual({
      schema_version: 1,
      task: 'classification',
      algorithm: 'random_forest',
      target: 'target',
      features: [
        { name: 'n0', kind: 'numeric' },
        { name: 'n1', kind: 'numeric' },
        { name: 'job', kind: 'categorical' },
        { name: 'flag', kind: 'categorical' }
      ],
      classes: ['no', 'yes'],
      positive_class: 'yes'
    })
    expect(manifest?.features[2]).toMatchObject({ categories: ['', 'clerk', 'nurse', 'Ärztin'] })
  })

  test('takes the run from the manifest when nobody says it', async () => {
    const archive = await kitArchive('linear-regression')
    if (archive.kind !== 'kit') throw new Error('no kit archive')
    const manifest = { ...archive.manifest, training_id: 'train-20250110-093000-1a2b3c4d' }
    const { metadata } = inspectOnnx(toOnnx({ ...archive, manifest }).bytes)
    expect(metadata.get('mlops.training_id')).toBe('train-20250110-093000-1a2b3c4d')
    expect(inspectOnnx(toOnnx(archive).bytes).metadata.has('mlops.training_id')).toBe(false)
  })

  test('is the same bytes every time', async () => {
    const once = toOnnx(await kitArchive('xgboost-binary')).bytes
    const again = toOnnx(await kitArchive('xgboost-binary')).bytes
    expect(Buffer.from(once).equals(again)).toBe(true)
  })

  test('passes a user’s ONNX file through, with its signature if it has one', async () => {
    const { bytes, signature } = toOnnx(await kitArchive('forest-binary'))
    expect(toOnnx(onnxArchive(bytes))).toEqual({ bytes, signature })
    const foreign = changed(bytes, model => (model.metadataProps = []))
    expect(toOnnx(onnxArchive(foreign))).toEqual({ bytes: foreign })
  })

  test('refuses weights in another file', async () => {
    const { bytes } = toOnnx(await kitArchive('linear-regression'))
    const external = changed(bytes, model => {
      const data = [{ key: 'location', value: '../../secret' }]
      model.graph?.initializer.push(
        create(TensorProtoSchema, { name: 'w', dataType: 1, dims: [1n], externalData: data, dataLocation: 1 })
      )
    })
    expect(() => toOnnx(onnxArchive(external))).toThrow(
      modelError('model-unsupported', 'weights lie in another file')
    )
  })

  test.each([
    { name: 'a text', bytes: new TextEncoder().encode('hello, this is no model') },
    { name: 'nothing', bytes: new Uint8Array() },
    { name: 'a graph that is cut', bytes: Uint8Array.of(0x3a, 100, 0x0a) },
    { name: 'a length beyond its message', bytes: Uint8Array.of(0x3a, 2, 0x0a, 100) }
  ])('refuses $name as ONNX', ({ bytes }) => {
    expect(() => toOnnx(onnxArchive(bytes))).toThrow(
      modelError('model-unreadable', 'not a readable ONNX file')
    )
  })

  test('refuses graphs nested without end', () => {
    // attribute.g (field 6) → node (1) → attribute (5) → …, each a length-delimited field around the one before.
    let inner = Uint8Array.of()
    const wrap = (field: number): void => {
      const length = inner.length
      const head = length < 128 ? [length] : [(length & 127) | 128, length >> 7]
      inner = Uint8Array.from([(field << 3) | 2, ...head, ...inner])
    }
    for (let depth = 0; depth < 100; depth++) [6, 5, 1].forEach(wrap)
    wrap(7)
    expect(() => inspectOnnx(inner)).toThrow(modelError('model-unreadable', 'not a readable ONNX file'))
  })

  test('refuses native files that are cut', () => {
    const json = xgboostBytes('binary.json')
    const ubj = xgboostBytes('binary-ubj.ubj')
    for (const share of [0.1, 0.5, 0.9]) {
      const cutJson = json.subarray(0, json.length * share)
      const cutUbj = ubj.subarray(0, ubj.length * share)
      expect(() => toOnnx(archiveOf('m.json', cutJson))).toThrow(
        modelError('model-unreadable', 'm.json: not JSON')
      )
      expect(() => toOnnx(archiveOf('m.ubj', cutUbj))).toThrow(modelError('model-unreadable', 'm.ubj: byte'))
    }
  })
})
