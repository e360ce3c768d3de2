import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { jobTags, tagValue } from '../../../src/domain/sagemaker/job-tags.js'

test.each([
  ['owner/repo#12', 'owner/repo/issues/12'],
  ['dependabot[bot]', 'dependabot-bot-'],
  ['a,b(c)', 'a-b-c-'],
  ['名前', '名前'],
  ['x'.repeat(300), 'x'.repeat(256)]
])('tagValue(%s)', (text, value) => {
  expect(tagValue(text)).toBe(value)
})

test('is always a value that AWS takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), text => {
      expect(tagValue(text)).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u)
    })
  )
})

test('names the repository where there is no issue', () => {
  const run = { trainingId: 't', modelId: 'm', repository: 'o/r', issue: undefined, owner: 'schedule' }
  expect(jobTags(run)).toContainEqual({ Key: 'mlops:source', Value: 'o/r' })
})
