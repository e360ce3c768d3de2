import { expect, test } from '@jest/globals'
import { parseS3Location } from '../../../../src/adapters/aws/s3/s3-location.js'
import { codeOf } from '../../../../testing/code-of.js'

test.each([
  ['s3://models', { bucket: 'models', prefix: '' }],
  ['s3://models/', { bucket: 'models', prefix: '' }],
  ['S3://my.bucket-1/team/a', { bucket: 'my.bucket-1', prefix: 'team/a' }],
  ['s3://abc/x/', { bucket: 'abc', prefix: 'x' }]
])('reads %s', (text, place) => {
  expect(parseS3Location(text)).toEqual(place)
})

test.each([
  's3://',
  's3:///x',
  's3:models/x',
  's3://ab/x',
  's3://Bad_Name/x',
  's3://-abc/x',
  's3://abc-/x',
  's3://a..b/x',
  's3://192.168.0.1/x',
  's3://xn--abc/x',
  's3://abc-s3alias/x',
  's3://name--use1-az4--x-s3/x',
  `s3://${'a'.repeat(64)}/x`,
  's3://abc//x',
  's3://abc/../x',
  's3://abc/x/../../y',
  's3://abc/.x',
  's3://abc/x?versionId=1',
  's3://abc/x y',
  's3://abc/x\n',
  `s3://abc/${'x'.repeat(101)}`
])('refuses %j', async text => {
  const parsed = new Promise(done => done(parseS3Location(text)))
  expect(await codeOf(parsed)).toBe('store-location-invalid')
})
