import { createHash, generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { codeOf } from '../../../shared/testing/code-of.js'
import { expectWholeOrAbsent } from './published.js'
import { linearRows, World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

const pem = (key: ReturnType<typeof generateKeyPairSync>['privateKey']) =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString()
const publicPem = (key: ReturnType<typeof generateKeyPairSync>['publicKey']) =>
  key.export({ type: 'spki', format: 'pem' }).toString()
const edgeKey = generateKeyPairSync('ed25519')
const otherKey = generateKeyPairSync('ed25519')
const policyWith = (key: string) => `edge:\n  public_key: |\n${key.trim().replace(/^/gm, '    ')}\n`

describe('a release', () => {
  test('is described by its manifest', async () => {
    await world.register(0)
    await world.putTest(linearRows)
    await world.call()
    expect(await world.published()).toEqual(['manifest.json', 'model.onnx'])
    expect(await expectWholeOrAbsent(world, 'v1.0.0')).toBe(true)
    expect(await world.manifest()).toMatchObject({
      schema_version: 1,
      model_id: 'churn',
      version: 'v1.0.0',
      counter: 1,
      created_at: '2025-01-10T10:01:00.000Z',
      expires_at: '2026-01-10T10:01:00.000Z',
      previous_version: null,
      variant: 'fp32',
      task: 'classification',
      target: 'label',
      classes: ['no', 'yes'],
      features: [{ name: 'x', kind: 'numeric' }],
      opset: 17,
      opsets: { 'ai.onnx': 17, 'ai.onnx.ml': 3 },
      measured: { latency_p50_ms: 1, latency_p95_ms: 1, latency_p95_band_ms: [1, 1], latency_runs: 2000 },
      key_id: null
    })
  })

  test('of another version names the one before', async () => {
    await world.register(0)
    await world.call()
    await world.register(1)
    await world.call()
    expect(await world.manifest('v1.0.1')).toMatchObject({ counter: 2, previous_version: 'v1.0.0' })
    expect(await expectWholeOrAbsent(world, 'v1.0.0')).toBe(true)
  })

  test('of an earlier version, after a rollback, has a higher counter', async () => {
    await world.register(0)
    await world.call()
    await world.register(1)
    await world.call()
    const back = await world.call({ version: 'v1.0.0' })
    expect(back).toMatchObject({ decision: 'exported', reasonCode: 'exported' })
    expect(await world.manifest('v1.0.0')).toMatchObject({ counter: 3, previous_version: 'v1.0.1' })
    expect(await world.releases()).toMatchObject({ counter: 3, current: { version: 'v1.0.0', counter: 3 } })
  })
})

describe('a lost releases.json', () => {
  test('lets the counter go on from the highest manifest that can be read', async () => {
    await world.register(0)
    await world.register(1)
    await world.call({ version: 'v1.0.1' })
    await world.call({ version: 'v1.0.0' })
    await world.call({ version: 'v1.0.1' })
    await world.store.remove('edge/churn/releases.json')
    for (const [version, text] of Object.entries({ 'v0.0.1': '{"counter":99', 'v0.0.2': '{"counter":99}' }))
      await world.store.write(`edge/churn/${version}/manifest.json`, new TextEncoder().encode(text))
    await world.call({ version: 'v1.0.0' })
    expect(await world.manifest('v1.0.0')).toMatchObject({ counter: 4 })
    expect(await world.releases()).toMatchObject({ counter: 4, current: { counter: 4 } })
  })
})

describe('the same export again', () => {
  test('leaves the release as it is, and measures nothing', async () => {
    await world.register(0)
    const first = await world.call()
    const bytes = await world.bytes('edge/churn/v1.0.0/manifest.json')
    const releases = await world.releases()
    world.inference.native = undefined
    const again = await world.call()
    expect(again).toMatchObject({ decision: 'exported', reasonCode: 'already-exported' })
    expect(again.release).toEqual(first.release)
    expect(again.parity).toEqual(first.parity)
    expect(await world.bytes('edge/churn/v1.0.0/manifest.json')).toEqual(bytes)
    expect(await world.releases()).toEqual(releases)
  })

  test.each<[string, () => Promise<unknown>]>([
    ['its manifest is gone', () => world.store.remove('edge/churn/v1.0.0/manifest.json')],
    [
      'its manifest changed',
      () => world.store.write('edge/churn/v1.0.0/manifest.json', new Uint8Array([123, 125]))
    ],
    ['its model is gone', () => world.store.remove('edge/churn/v1.0.0/model.onnx')],
    ['its model changed', () => world.store.write('edge/churn/v1.0.0/model.onnx', new Uint8Array(9))],
    ['its model grew', () => world.store.write('edge/churn/v1.0.0/model.onnx', new Uint8Array(1e6))],
    ['it has expired', async () => (world.now += 366 * 24 * 3_600_000)]
  ])('is a new release when %s', async (_name, damage) => {
    await world.register(0)
    await world.call()
    await damage()
    expect(await world.call()).toMatchObject({ decision: 'exported', reasonCode: 'exported' })
    expect(await world.manifest()).toMatchObject({ counter: 2, previous_version: null })
    expect(await expectWholeOrAbsent(world, 'v1.0.0')).toBe(true)
  })

  test.each([
    ['another budget', { 'max-size': '6MB' }],
    ['another key', { 'signing-key': pem(edgeKey.privateKey) }],
    ['another time to expire', { 'expires-after': '48h' }]
  ])('with %s is a new release', async (_name, texts) => {
    await world.register(0)
    await world.call()
    await world.call({ ...texts })
    expect(await world.manifest()).toMatchObject({ counter: 2 })
  })
})

describe('a signature', () => {
  test('is over the bytes of the manifest, which names the key', async () => {
    await world.register(0)
    await world.call({ 'signing-key': pem(edgeKey.privateKey) })
    expect(await world.published()).toEqual(['manifest.json', 'manifest.sig', 'model.onnx'])
    expect(await expectWholeOrAbsent(world, 'v1.0.0', edgeKey.publicKey)).toBe(true)
    expect((await world.bytes('edge/churn/v1.0.0/manifest.sig'))?.length).toBe(64)
    const spki = edgeKey.publicKey.export({ type: 'spki', format: 'der' })
    expect((await world.manifest())?.key_id).toBe(createHash('sha256').update(spki).digest('hex'))
  })

  test.each<[string, () => Promise<unknown>]>([
    ['', async () => undefined],
    [', whose releases.json is lost', () => world.store.remove('edge/churn/releases.json')],
    [', whose manifest is lost', () => world.store.remove('edge/churn/v1.0.0/manifest.json')]
  ])('of the current release%s is not given up for want of a key', async (_name, damage) => {
    await world.register(0)
    await world.call({ 'signing-key': pem(edgeKey.privateKey) })
    await damage()
    const before = await world.published()
    expect(await codeOf(world.call({ 'signing-key': '' }))).toBe('signing-key-missing')
    expect(await world.published()).toEqual(before)
  })

  test('that is missing is a warning, once, at every unsigned export', async () => {
    await world.register(0)
    for (const reasonCode of ['exported', 'already-exported']) {
      const outcome = await world.call()
      expect(outcome.reasonCode).toBe(reasonCode)
      expect(outcome.warnings).toEqual([expect.stringMatching(/^unsigned: /)])
    }
    expect((await world.call({ 'signing-key': pem(edgeKey.privateKey) })).warnings).toEqual([])
  })

  test.each<[string, (signature: Uint8Array) => Uint8Array | undefined]>([
    ['gone', () => undefined],
    ['empty', () => new Uint8Array()],
    ['flipped', signature => signature.map((byte, place) => (place === 9 ? byte ^ 1 : byte))],
    ['longer', signature => Uint8Array.of(...signature, 0)],
    ['huge', () => new Uint8Array(1e6)]
  ])('that is %s is made anew', async (_name, damage) => {
    const inputs = { 'signing-key': pem(edgeKey.privateKey) }
    const key = 'edge/churn/v1.0.0/manifest.sig'
    await world.register(0)
    await world.call(inputs)
    expect(await world.call(inputs)).toMatchObject({ reasonCode: 'already-exported' })
    const damaged = damage((await world.bytes(key)) ?? new Uint8Array())
    await (damaged === undefined ? world.store.remove(key) : world.store.write(key, damaged))
    expect(await world.call(inputs)).toMatchObject({ decision: 'exported', reasonCode: 'exported' })
    expect(await expectWholeOrAbsent(world, 'v1.0.0', edgeKey.publicKey)).toBe(true)
  })

  test('by a key with "\\n" for line breaks is refused in so many words', async () => {
    await world.register(0)
    const call = world.call({ 'signing-key': pem(edgeKey.privateKey).replaceAll('\n', '\\n') })
    await expect(call).rejects.toThrow('holds "\\n" instead of line breaks')
  })

  test.each([
    ['23.9h', true],
    ['24h', false]
  ])('with a release for %s warns of its shortness: %s', async (time, warns) => {
    await world.register(0)
    const { warnings } = await world.call({ 'expires-after': time })
    expect(warnings.some(text => text.includes('below one day'))).toBe(warns)
  })

  test('by the key of the policy is accepted', async () => {
    await world.register(0)
    world.policy(policyWith(publicPem(edgeKey.publicKey)))
    expect((await world.call({ 'signing-key': pem(edgeKey.privateKey) })).decision).toBe('exported')
  })

  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const encrypted = edgeKey.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString()
  test.each([
    [
      'another key than the policy names',
      pem(otherKey.privateKey),
      publicPem(edgeKey.publicKey),
      'signing-key-mismatch'
    ],
    ['no key where the policy names one', '', publicPem(edgeKey.publicKey), 'signing-key-missing'],
    ['no PEM', 'c2VjcmV0', undefined, 'signing-key-invalid'],
    [
      'a key with "\\n" for line breaks',
      pem(edgeKey.privateKey).replaceAll('\n', '\\n'),
      undefined,
      'signing-key-invalid'
    ],
    ['a damaged PEM', pem(edgeKey.privateKey).replace(/\n.{20}/, '\n'), undefined, 'signing-key-invalid'],
    ['a public key', publicPem(edgeKey.publicKey), undefined, 'signing-key-invalid'],
    ['an RSA key', pem(rsa.privateKey), undefined, 'signing-key-invalid'],
    [
      'an RSA key in PKCS#1',
      rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      undefined,
      'signing-key-invalid'
    ],
    ['an elliptic curve key', pem(elliptic.privateKey), undefined, 'signing-key-invalid'],
    ['an encrypted key', encrypted, undefined, 'signing-key-invalid'],
    ['a policy with a private key', pem(edgeKey.privateKey), pem(edgeKey.privateKey), 'public-key-invalid'],
    ['a policy with an RSA key', pem(edgeKey.privateKey), publicPem(rsa.publicKey), 'public-key-invalid'],
    ['a policy with no key', pem(edgeKey.privateKey), 'none', 'public-key-invalid']
  ])('%s fails the step before anything is read', async (_name, key, policy, code) => {
    await world.register(0)
    if (policy !== undefined) world.policy(policyWith(policy))
    const call = world.call({ 'signing-key': key })
    expect(await codeOf(call)).toBe(code)
    const message = await call.then(String, String)
    for (const line of key.split('\n').filter(text => text.length > 30 && !text.startsWith('---')))
      expect(message).not.toContain(line)
    expect(await world.releases()).toBeUndefined()
  })
})
