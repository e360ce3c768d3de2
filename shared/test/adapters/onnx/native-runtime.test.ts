import { describe, expect, test } from '@jest/globals'
import { loadNativeRuntime, type NativeHost } from '../../../src/adapters/onnx/native-runtime.js'
import { modelError } from '../../onnx/model-error.js'

const missing = (): Promise<never> => Promise.reject(new Error('Cannot find module\n::error::x'))
const never = (): Promise<never> => Promise.reject(new Error('must not be imported'))
const host = (change: Partial<NativeHost>): NativeHost => ({
  platform: 'linux',
  architecture: 'x64',
  hasGlibc: () => true,
  importRuntime: missing,
  ...change
})

describe('loadNativeRuntime', () => {
  test.each([
    {
      name: 'macOS',
      change: { platform: 'darwin', importRuntime: never },
      message: 'models cannot be run on darwin/x64'
    },
    {
      name: 'ARM',
      change: { architecture: 'arm64', importRuntime: never },
      message: 'models cannot be run on linux/arm64'
    },
    {
      name: 'Alpine',
      change: { hasGlibc: () => false },
      message: 'models cannot be run on linux/x64: its C library is not glibc'
    },
    {
      name: 'a release without natives',
      change: {},
      message: 'models cannot be run on linux/x64: Cannot find module ::error::x'
    }
  ])('$name: one line that names the platform', async ({ change, message }) => {
    const failure = loadNativeRuntime(host(change))
    await expect(failure).rejects.toEqual(modelError('unsupported-platform', message))
    await expect(failure).rejects.toMatchObject({
      message,
      hint: expect.stringContaining('linux/x64 with glibc')
    })
  })

  test('loads here, and is silent from the first call on', async () => {
    const { env } = await loadNativeRuntime()
    expect(env.logLevel).toBe('fatal')
  })
})
