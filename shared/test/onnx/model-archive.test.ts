import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { readModelArchive } from '../../src/onnx/model-archive.js'
import { toOnnx } from '../../src/onnx/to-onnx.js'
import { kitArchive, xgboostBytes } from './fixtures.js'
import { modelError } from './model-error.js'
import { packed } from './pack.js'

const xgboostJson = xgboostBytes('binary.json')
const xgboostUbj = xgboostBytes('binary-ubj.ubj')

describe('what an archive holds', () => {
  test('the kit’s model, with its manifest and metrics', async () => {
    const archive = await kitArchive('forest-binary')
    expect(archive).toMatchObject({
      kind: 'kit',
      manifest: { algorithm: 'random_forest' },
      metrics: { accuracy: 0.5 }
    })
    // Of the pickle only a glance is kept.
    expect(archive.files.get('model.joblib')?.length).toBeLessThanOrEqual(16)
  })

  test.each([
    {
      name: 'model.onnx before others',
      entries: [{ name: 'model.onnx' }, { name: 'm.json', content: xgboostJson }],
      found: { kind: 'onnx', modelFile: 'model.onnx' }
    },
    {
      name: 'the only .onnx',
      entries: [{ name: './net.onnx' }],
      found: { kind: 'onnx', modelFile: 'net.onnx' }
    },
    {
      name: 'two .onnx',
      entries: [{ name: 'a.onnx' }, { name: 'b.onnx' }],
      found: { kind: 'unknown', reason: expect.stringContaining('a.onnx, b.onnx') }
    },
    {
      name: 'XGBoost JSON of any name',
      entries: [
        { name: 'metrics.json', content: '{}' },
        { name: 'booster', content: xgboostJson }
      ],
      found: { kind: 'xgboost-json', modelFile: 'booster' }
    },
    {
      name: 'XGBoost UBJ',
      entries: [{ name: 'xgboost-model', content: xgboostUbj }],
      found: { kind: 'xgboost-ubj', modelFile: 'xgboost-model' }
    },
    {
      name: 'both XGBoost files',
      entries: [
        { name: 'a.ubj', content: xgboostUbj },
        { name: 'a.json', content: xgboostJson }
      ],
      found: { kind: 'unknown' }
    },
    {
      name: 'LightGBM text',
      entries: [{ name: 'model.txt', content: 'tree\nversion=v4\n' }],
      found: { kind: 'lightgbm', modelFile: 'model.txt' }
    },
    {
      name: 'old XGBoost binary',
      entries: [{ name: 'xgboost-model', content: 'binf\0\0' }],
      found: { kind: 'unknown', reason: expect.stringContaining('save it as .json or .ubj') }
    },
    {
      name: 'a pickle',
      entries: [{ name: 'xgboost-model', content: Uint8Array.of(0x80, 4, 0x95) }],
      found: { kind: 'unknown', reason: 'xgboost-model is a pickle, which is never loaded' }
    },
    {
      name: 'a manifest alone',
      entries: [{ name: 'manifest.json', content: '{}' }],
      found: { kind: 'unknown' }
    },
    { name: 'models deeper down', entries: [{ name: 'code/model.onnx' }], found: { kind: 'unknown' } },
    {
      name: 'nothing',
      entries: [],
      found: { kind: 'unknown', reason: expect.stringContaining('no model.onnx') }
    }
  ])('$name', async ({ entries, found }) => {
    expect(await readModelArchive(await packed(entries))).toMatchObject(found)
  })

  test('a stream in pieces', async () => {
    const bytes = await packed([{ name: 'model.onnx', content: 'x'.repeat(2000) }])
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
    }
    const archive = await readModelArchive(pieces())
    expect(archive.files.get('model.onnx')).toHaveLength(2000)
  })
})

describe('hostile and damaged archives', () => {
  test('links and devices are passed over', async () => {
    const archive = await readModelArchive(
      await packed([
        { name: 'model.onnx', type: 'symlink', linkname: '/etc/passwd' },
        { name: 'hard.onnx', type: 'link', linkname: '../../secret' },
        { name: 'pipe.onnx', type: 'fifo' },
        { name: 'folder.onnx', type: 'directory' }
      ])
    )
    expect(archive.kind).toBe('unknown')
    expect(archive.files.size).toBe(0)
  })

  test.each([
    { name: 'a path up', entries: [{ name: '../model.onnx' }], part: '"../model.onnx" leads out' },
    { name: 'a hidden path up', entries: [{ name: 'a/../../model.onnx' }], part: 'leads out' },
    { name: 'an absolute path', entries: [{ name: '/model.onnx' }], part: 'leads out' },
    {
      name: 'a path up of a link',
      entries: [{ name: '../x', type: 'symlink' as const, linkname: 'y' }],
      part: 'leads out'
    },
    {
      name: 'a name twice',
      entries: [{ name: 'model.onnx' }, { name: './model.onnx' }],
      part: '"model.onnx" is there twice'
    },
    {
      name: 'a manifest that is no JSON',
      entries: [{ name: 'manifest.json', content: '{' }, { name: 'model.safetensors' }],
      part: 'manifest.json: not JSON'
    },
    {
      name: 'a manifest of another format',
      entries: [{ name: 'manifest.json', content: '{"format":"other"}' }, { name: 'model.safetensors' }],
      part: 'manifest.json: format'
    }
  ])('$name', async ({ entries, part }) => {
    await expect(readModelArchive(await packed(entries))).rejects.toEqual(
      modelError('model-unreadable', part)
    )
  })

  test.each([
    { name: 'no gzip', bytes: new TextEncoder().encode('hello') },
    { name: 'nothing', bytes: new Uint8Array() },
    { name: 'gzip of something else', bytes: new Uint8Array(gzipSync('x'.repeat(600))) }
  ])('$name', async ({ bytes }) => {
    await expect(readModelArchive(bytes)).rejects.toEqual(
      modelError('model-unreadable', 'not a readable gzipped tar')
    )
  })

  test('a missing file', async () => {
    await expect(readModelArchive('no/such/model.tar.gz')).rejects.toEqual(
      modelError('model-unreadable', 'model.tar.gz')
    )
  })

  test('an archive cut anywhere is refused', async () => {
    const bytes = await packed([{ name: 'model.onnx', content: Buffer.from(xgboostJson) }])
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async length => {
        await expect(readModelArchive(bytes.subarray(0, length))).rejects.toMatchObject({
          code: 'model-unreadable'
        })
      }),
      { numRuns: 30 }
    )
  })

  test.each([
    { name: 'a file', limits: { maxFileBytes: 999 }, part: 'model.onnx has 1000 bytes' },
    { name: 'all files', limits: { maxTotalBytes: 1999 }, part: 'more than 1999 bytes unpacked' },
    { name: 'the number of entries', limits: { maxEntries: 1 }, part: 'more than 1 entries' }
  ])('the size of $name is bounded', async ({ limits, part }) => {
    const bytes = await packed([
      { name: 'model.onnx', content: new Uint8Array(1000) },
      { name: 'code/deep.py', content: new Uint8Array(1000) }
    ])
    await expect(readModelArchive(bytes, limits)).rejects.toEqual(modelError('model-too-large', part))
    expect((await readModelArchive(bytes)).kind).toBe('onnx')
  })

  test.each([
    { name: 'no JSON', content: '{"a": NaN}' },
    { name: 'texts', content: '{"a": "b"}' },
    { name: 'a list', content: '[1]' }
  ])('metrics that are $name', async ({ content }) => {
    const bytes = await packed([{ name: 'metrics.json', content }])
    await expect(readModelArchive(bytes)).rejects.toEqual(modelError('metrics-unreadable', 'metrics.json: '))
  })
})

describe('models that are not converted', () => {
  test.each([
    {
      name: 'LightGBM',
      entries: [{ name: 'model.txt', content: 'tree\nversion=v4\n' }],
      part: 'LightGBM text models'
    },
    { name: 'unknown files', entries: [{ name: 'weights.pt' }], part: 'it holds no model.onnx' },
    { name: 'pickles', entries: [{ name: 'model.pkl', content: 'x' }], part: 'model.pkl is a pickle' }
  ])('$name', async ({ entries, part }) => {
    const archive = await readModelArchive(await packed(entries))
    expect(() => toOnnx(archive)).toThrow(modelError('model-unsupported', part))
  })
})
