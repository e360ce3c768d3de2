import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { canonicalJson } from '../../../shared/src/domain/request/canonical-json.js'
import type { EdgeManifest } from '../../../shared/src/domain/records/edge-manifest.js'
import { signingOf } from '../src/signing.js'
import { World } from './world.js'

const program = fileURLToPath(new URL('../device/verify_release.py', import.meta.url))
const python = process.env['MLOPS_PYTHON'] ?? '/usr/bin/python3'
const edgeKey = generateKeyPairSync('ed25519')
const signing = signingOf(edgeKey.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), undefined)
const FILES = ['manifest.json', 'manifest.sig', 'model.onnx']

let files: ReadonlyMap<string, Uint8Array>
let directory: string
const path = (name: string) => join(directory, name)

/** A release of today, as the action publishes it. */
beforeAll(async () => {
  const world = new World()
  world.now = Date.now()
  await world.register(0)
  const pem = edgeKey.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  await world.call({ 'signing-key': pem })
  const entries: [string, Uint8Array][] = []
  for (const name of FILES)
    entries.push([name, (await world.bytes(`edge/churn/v1.0.0/${name}`)) ?? new Uint8Array()])
  files = new Map(entries)
  world.close()
  directory = mkdtempSync(join(tmpdir(), 'device-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

beforeEach(() => {
  rmSync(path('state.json'), { force: true })
  for (const [name, bytes] of files) writeFileSync(path(name), bytes)
  writeFileSync(path('key.pem'), edgeKey.publicKey.export({ type: 'spki', format: 'pem' }))
})

function verify(...more: string[]): { code: number | null; said: string } {
  const options = ['--key', path('key.pem'), '--state', path('state.json'), '--model-id', 'churn']
  const run = spawnSync(python, [program, directory, ...options, ...more], { encoding: 'utf8' })
  return { code: run.status, said: run.stdout + run.stderr }
}

/** Writes a manifest that was changed and signed again. */
function resign(change: Partial<EdgeManifest>): void {
  const manifest = JSON.parse(new TextDecoder().decode(files.get('manifest.json'))) as EdgeManifest
  const bytes = new TextEncoder().encode(canonicalJson({ ...manifest, ...change }))
  writeFileSync(path('manifest.json'), bytes)
  writeFileSync(path('manifest.sig'), signing.sign(bytes) ?? '')
}

describe('a device', () => {
  test('accepts a release that the action made, again and again', () => {
    expect(verify()).toEqual({ code: 0, said: 'ok: churn v1.0.0, release 1\n' })
    expect(existsSync(path('state.json'))).toBe(false)
    expect(verify('--accept').code).toBe(0)
    expect(JSON.parse(readFileSync(path('state.json'), 'utf8'))).toMatchObject({
      model_id: 'churn',
      counter: 1
    })
    expect(verify('--accept').code).toBe(0)
  })

  const places = FILES.flatMap(name => [0, 0.3, 0.7, 1].map(share => ({ name, share })))
  test.each(places)('refuses $name with a byte changed at $share of it', ({ name, share }) => {
    const bytes = Uint8Array.from(files.get(name) ?? [])
    const at = Math.min(bytes.length - 1, Math.floor(bytes.length * share))
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(path(name), bytes)
    expect(verify('--accept')).toMatchObject({ code: 1, said: expect.stringMatching(/^refused: /) })
    expect(existsSync(path('state.json'))).toBe(false)
  })

  test.each(FILES)('refuses a release whose %s is missing, empty, or longer', name => {
    rmSync(path(name))
    expect(verify().code).toBe(1)
    writeFileSync(path(name), '')
    expect(verify().code).toBe(1)
    writeFileSync(path(name), Buffer.concat([files.get(name) ?? new Uint8Array(), Buffer.from(' ')]))
    expect(verify().code).toBe(1)
  })

  test.each<[string, Partial<EdgeManifest>, string]>([
    ['that expired', { expires_at: '2020-01-01T00:00:00.000Z' }, 'expired'],
    ['of another model', { model_id: 'other' }, 'for the model other'],
    [
      'that names a file elsewhere',
      { files: [{ path: '../key.pem', sha256: 'a'.repeat(64), size_bytes: 1 }] },
      'outside'
    ],
    ['that names no file', { files: [] }, 'names no file'],
    ['of another form', { schema_version: 2 } as never, 'version this program does not know'],
    ['with fields of another kind', { counter: null } as never, 'form']
  ])('refuses a signed release %s', (_name, change, said) => {
    resign({ counter: 2 })
    verify('--accept')
    resign({ counter: 3, ...change })
    expect(verify()).toMatchObject({ code: 1, said: expect.stringContaining(said) })
  })

  test('refuses an older release, and another one with the same number', () => {
    resign({ counter: 7 })
    expect(verify('--accept').code).toBe(0)
    resign({ counter: 6 })
    expect(verify('--accept')).toMatchObject({
      code: 1,
      said: expect.stringContaining('older than release 7')
    })
    resign({ counter: 7, version: 'v9.9.9' })
    expect(verify('--accept')).toMatchObject({ code: 1, said: expect.stringContaining('another release') })
    resign({ counter: 8 })
    expect(verify('--accept').code).toBe(0)
  })

  test.each(['', '{}', '{"model_id":"other","counter":1,"manifest_sha256":""}', '[1]'])(
    'refuses everything when what it remembers is %p',
    state => {
      writeFileSync(path('state.json'), state)
      expect(verify()).toMatchObject({ code: 1, said: expect.stringContaining('damaged') })
    }
  )

  test('refuses a release signed by another key', () => {
    const other = generateKeyPairSync('ed25519').publicKey
    writeFileSync(path('key.pem'), other.export({ type: 'spki', format: 'pem' }))
    expect(verify()).toMatchObject({ code: 1, said: expect.stringContaining('signature') })
  })
})
