import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
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
  for (const name of ['state.json', 'key.pem', ...FILES]) rmSync(path(name), { force: true, recursive: true })
  for (const [name, bytes] of files) writeFileSync(path(name), bytes)
  writeFileSync(path('key.pem'), edgeKey.publicKey.export({ type: 'spki', format: 'pem' }))
})

function verify(...more: string[]): { code: number | null; said: string } {
  return verifyWith({}, ...more)
}

function verifyWith(
  environment: Readonly<Record<string, string>>,
  ...more: string[]
): { code: number | null; said: string } {
  const options = ['--key', path('key.pem'), '--state', path('state.json'), '--model-id', 'churn']
  const env = { ...process.env, ...environment }
  const run = spawnSync(python, [program, directory, ...options, ...more], {
    encoding: 'utf8',
    env,
    timeout: 20_000
  })
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
    ['with fields of another kind', { counter: null } as never, 'form'],
    ['whose version is no text', { version: 1 } as never, 'form'],
    ...[true, 3.5, -3, 0, '3'].map((counter): [string, Partial<EdgeManifest>, string] => [
      `with the counter ${JSON.stringify(counter)}`,
      { counter } as never,
      'form'
    ]),
    ...[true, 3.5, -1, '3'].map((size): [string, Partial<EdgeManifest>, string] => [
      `with the size ${JSON.stringify(size)}`,
      { files: [{ path: 'model.onnx', sha256: 'a'.repeat(64), size_bytes: size }] } as never,
      'form'
    ]),
    [
      'with a size beyond what can be read',
      { files: [{ path: 'model.onnx', sha256: 'a'.repeat(64), size_bytes: 2 ** 53 }] },
      'not the file that was signed'
    ],
    ['that expires in no year', { expires_at: '0001-01-01T00:00:00+23:59' }, 'expired'],
    ['that expires at no moment', { expires_at: 'tomorrow' }, 'form']
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

  test('with an openssl before 3.0 blames openssl, not the signature', () => {
    const programs = path('programs')
    mkdirSync(programs)
    // As 1.1.1 answers, to the option and to -help.
    const old = '#!/bin/sh\necho "pkeyutl: Use -help for summary." >&2\n[ "$2" = -help ]\n'
    writeFileSync(join(programs, 'openssl'), old)
    chmodSync(join(programs, 'openssl'), 0o755)
    expect(verifyWith({ PATH: programs })).toEqual({
      code: 1,
      said: 'refused: the signature cannot be checked: this openssl has no pkeyutl -rawin; install 3.0 or newer\n'
    })
  })

  test('without openssl says so', () => {
    expect(verifyWith({ PATH: path('nothing') })).toEqual({
      code: 1,
      said: expect.stringMatching(/^refused: .* openssl does not start: .*\n$/)
    })
  })

  test('refuses a release signed by another key', () => {
    const other = generateKeyPairSync('ed25519').publicKey
    writeFileSync(path('key.pem'), other.export({ type: 'spki', format: 'pem' }))
    expect(verify()).toMatchObject({ code: 1, said: expect.stringContaining('signature') })
  })

  test('refuses a signed manifest that nests too deep', () => {
    const bytes = new TextEncoder().encode(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)
    writeFileSync(path('manifest.json'), bytes)
    writeFileSync(path('manifest.sig'), signing.sign(bytes) ?? '')
    expect(verify()).toEqual({
      code: 1,
      said: 'refused: the manifest has not the form this program knows\n'
    })
  })

  test.each([...FILES, 'key.pem', 'state.json'])('neither waits for a pipe as %s nor reads it', name => {
    rmSync(path(name), { force: true })
    expect(spawnSync('mkfifo', [path(name)]).status).toBe(0)
    expect(verify()).toEqual({
      code: 1,
      said: expect.stringMatching(/^refused: .* cannot be read: it is not a regular file\n$/)
    })
  })

  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['no PEM', 'key'],
    ['damaged', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'],
    ['the private one', edgeKey.privateKey.export({ type: 'pkcs8', format: 'pem' })]
  ])('says of a key that is %s that it cannot be read', (_name, key) => {
    rmSync(path('key.pem'))
    if (key !== undefined) writeFileSync(path('key.pem'), key)
    expect(verify()).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^refused: the key cannot be read: .*\n$/)
    })
  })

  test('says of a key of another kind that it cannot be used', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    writeFileSync(path('key.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
    expect(verify()).toEqual({ code: 1, said: 'refused: the key cannot be used: it is not an Ed25519 key\n' })
  })

  test.each([
    ['a link to nothing', () => symlinkSync(path('gone'), path('state.json'))],
    ['a directory', () => mkdirSync(path('state.json'))],
    ['nested too deep', () => writeFileSync(path('state.json'), '['.repeat(60_000))],
    [
      'without a plain counter',
      () => writeFileSync(path('state.json'), '{"model_id":"churn","counter":true,"manifest_sha256":"00"}')
    ]
  ])('refuses everything when its state is %s', (_name, make) => {
    make()
    expect(verify('--accept')).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^refused: .*state\.json .*\n$/)
    })
  })

  test('refuses everything when the directory of its state is not there', () => {
    const said = /^refused: .* cannot be read: there is no such directory\n$/
    expect(verify('--state', path('unmounted/state.json'))).toEqual({
      code: 1,
      said: expect.stringMatching(said)
    })
  })

  test('refuses what it cannot remember', () => {
    mkdirSync(path('state.json.new'))
    expect(verify('--accept')).toEqual({
      code: 1,
      said: expect.stringMatching(/^refused: .* cannot be written: .*\n$/)
    })
    rmSync(path('state.json.new'), { recursive: true })
    expect(verify('--accept').code).toBe(0)
  })
})
