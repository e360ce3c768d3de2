import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { InputReader } from '../../../shared/src/action/inputs.js'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import { InMemoryRunner } from '../../../shared/testing/fakes/in-memory-runner.js'
import { readEdgeInputs } from '../src/inputs.js'
import { toReport } from '../src/report.js'
import { World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

describe('the report', () => {
  test('has the numbers of the manifest in outputs and result', async () => {
    await world.registerNetwork(0)
    const report = toReport(await world.call(), 'en')
    const manifest = await world.manifest()
    expect(report.outputs).toMatchObject({
      onnx: 'memory:edge/churn/v1.0.0/model.onnx',
      variant: 'dynamic-int8',
      'size-bytes': String(manifest?.files[0]?.size_bytes),
      'size-reduction': String(manifest?.measured.size_reduction),
      'latency-p50-ms': '1',
      'latency-p95-ms': '1',
      manifest: 'memory:edge/churn/v1.0.0/manifest.json',
      sha256: manifest?.files[0]?.sha256
    })
    expect(JSON.parse(report.outputs['parity'] ?? '')).toEqual(manifest?.parity)
    expect(report.result).toMatchObject({
      version: 'v1.0.0',
      counter: 1,
      signed: false,
      variants: [{ name: 'fp32' }, { name: 'dynamic-int8', reason: 'smaller', eligible: true }]
    })
  })

  test.each([
    ['en', '✅ Edge export: `churn` v1.0.0 exported', 'is exported as dynamic-int8', '**chosen**: '],
    ['ja', '✅ エッジ出力: `churn` v1.0.0 出力済み', 'dynamic-int8 として出力しました', '**採用**: ']
  ] as const)(
    'has a summary in %s with the variants side by side',
    async (language, title, sentence, chosen) => {
      await world.registerNetwork(0)
      const { summary } = toReport(await world.call(), language)
      const [heading, verdict] = summary.split('\n\n')
      expect(heading).toBe(`## ${title}`)
      expect(verdict).toContain(sentence)
      expect(summary).toMatch(/^\| `fp32` \|.*\u00a0KB \| 1\u00a0ms<br><sub>1\u00a0…\u00a01<\/sub> \| 1 \|/m)
      expect(summary).toMatch(/^\| \*\*`dynamic-int8`\*\* \|.*\u00a0KB \| 1\u00a0ms.* \| 1 \(.*\) \|/m)
      expect(summary).toContain(`- ✅ **\`dynamic-int8\`** ${chosen}`)
      expect(summary).toMatch(/^- `fp32`: /m)
      // Four columns at most, which a phone has room for.
      const cells = summary
        .split('\n')
        .filter(line => line.startsWith('| '))
        .map(line => line.split(' | ').length)
      expect(Math.max(...cells)).toBe(4)
    }
  )

  test.each([
    ['en', 'What would help: ', 'Devices keep v1.0.0 '],
    ['ja', '対策: ', '機器には v1.0.0（リリース番号 1）']
  ] as const)('says in %s what stays when nothing is published', async (language, help, stays) => {
    await world.register(0)
    await world.call()
    await world.register(1)
    const report = toReport(await world.call({ 'max-size': '1KB' }), language)
    expect(report.outputs).toMatchObject({ onnx: '', variant: '', manifest: '', 'size-bytes': '' })
    expect(report.summary).toContain(help)
    expect(report.summary).toContain(stays)
  })

  test('calls only release 1 the first', async () => {
    await world.register(0)
    expect(toReport(await world.call(), 'en').summary).toContain('1, the first')
    const second = toReport(await world.call({ 'max-size': '6MB' }), 'en').summary
    expect(second).not.toContain('the first')
  })

  test.each([
    ['en', 'nothing to quantize'],
    ['ja', '量子化できる重みがありません']
  ] as const)('says in %s that there is nothing to quantize', async (language, words) => {
    await world.register(0)
    expect(toReport(await world.call(), language).summary).toContain(words)
    expect(toReport(await world.call({ quantize: 'static-int8' }), language).summary).toContain(words)
  })

  test.each(['en', 'ja'] as const)(
    'of a refusal in %s has one sentence and the reason code',
    async language => {
      await world.register(0)
      const { summary } = toReport(await world.call({ version: 'v9.0.0' }), language)
      expect(summary).toContain('`version-unknown`')
      expect(summary).toContain('🚫')
    }
  )
})

describe('inputs', () => {
  const read = async (texts: Record<string, string>) =>
    inputsOf(readEdgeInputs, { 'training-id': '', 'model-id': 'churn', ...texts })

  test.each([
    ['neither a model nor a run', { 'model-id': '' }],
    ['a model id that would leave the store', { 'model-id': '../churn' }],
    ['a version that is none', { version: '1.0' }],
    ['a variant that is none', { quantize: 'int4' }],
    ['a size without a unit', { 'max-size': '5' }],
    ['a size of nothing', { 'max-size': '0MB' }],
    ['a latency without a unit', { 'max-latency': '100' }],
    ['a loss above one', { 'max-accuracy-loss': '2' }],
    ['a loss that is no number', { 'max-accuracy-loss': 'none' }],
    ['a time that never comes', { 'expires-after': '0h' }]
  ])('%s are invalid', async (_name, texts) => {
    expect(await codeOf(read(texts))).toBe('invalid-inputs')
  })

  test.each([
    ['999999999h', 'is out of range'],
    ['0h', 'is not above zero'],
    ['soon', 'is not a duration such as 720h']
  ])('say what is wrong with a time of %s', async (text, what) => {
    const problems = await read({ 'expires-after': text }).catch((error: unknown) => JSON.stringify(error))
    expect(problems).toContain(what)
  })

  test('that are not given leave the settings to request and policy', async () => {
    expect((await read({})).wishes).toEqual({})
  })

  test('hide the body of a key that was pasted in one line', () => {
    const body = 'MC4CAQAwBQYDK2VwBCIEIExhbXBsZQ=='
    const key = `-----BEGIN PRIVATE KEY-----\\n${body}\\n-----END PRIVATE KEY-----\\n`
    const runner = new InMemoryRunner({ 'model-id': 'churn', 'signing-key': key })
    expect(readEdgeInputs(new InputReader(runner)).signingKey).toBe(key)
    expect(runner.masked).toContain(body)
  })

  test('hide every line of the signing key', () => {
    const key = '-----BEGIN PRIVATE KEY-----\r\nc2VjcmV0\n\nbGluZQ==\n-----END PRIVATE KEY-----'
    const runner = new InMemoryRunner({ 'model-id': 'churn', 'signing-key': key })
    expect(readEdgeInputs(new InputReader(runner)).signingKey).toBe(key)
    expect(runner.masked).toEqual([
      '-----BEGIN PRIVATE KEY-----',
      'c2VjcmV0',
      'bGluZQ==',
      '-----END PRIVATE KEY-----'
    ])
  })
})
