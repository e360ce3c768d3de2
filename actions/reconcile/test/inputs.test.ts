import { expect, test } from '@jest/globals'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import { readReconcileInputs } from '../src/inputs.js'

const role = { 'role-to-assume': 'arn:aws:iam::123456789012:role/mlops' }
const read = (texts: Readonly<Record<string, string>>) =>
  inputsOf(readReconcileInputs, { 'training-id': '', ...texts })

test.each([
  ['an unset variable', ''],
  ['a directory', '.mlops']
])('a role with %s for a store is refused, with what to do', async (_, store) => {
  const reading = async () => read({ ...role, store })
  expect(await codeOf(reading())).toBe('invalid-inputs')
  await expect(reading()).rejects.toThrow(/input store: "\.mlops" is not in S3.*MLOPS_STORE/)
})

test.each([
  ['a role with a store in S3', { ...role, store: 's3://bucket/store' }],
  ['a store in a directory without a role', { store: '.mlops' }]
])('%s is accepted', (_, texts) => {
  expect(read(texts).store).toBe(texts.store)
})
