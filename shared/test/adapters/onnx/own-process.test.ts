import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { create } from '@bufbuild/protobuf'
import { expect, test } from '@jest/globals'
import { TensorProtoSchema } from '../../../src/onnx/generated/onnx_pb.js'
import { dotModel, edited } from './user-models.js'

const script = fileURLToPath(new URL('./load-model.mjs', import.meta.url))

function run(model: Uint8Array, how: 'adapter' | 'plain'): { stdout: string; stderr: string } {
  const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', script, how], {
    input: model,
    encoding: 'utf8'
  })
  return { stdout, stderr }
}

/** onnxruntime warns about constants nobody uses, and quotes their names. */
const talkative = edited(dotModel(), model => {
  model.graph?.initializer.push(
    create(TensorProtoSchema, { name: '\n::error::pwned', dataType: 1, dims: [1n], floatData: [0] })
  )
})

test('a hostile model prints nothing, though onnxruntime alone would print what it says', () => {
  expect(run(talkative, 'plain').stderr).toContain('\n::error::pwned')
  expect(run(talkative, 'adapter')).toEqual({ stdout: expect.stringMatching(/^\{.*\}\n$/), stderr: '' })
})

test('the native library is loaded with the first model, not before', () => {
  expect(JSON.parse(run(dotModel(), 'adapter').stdout)).toEqual({ before: false, after: true })
})
