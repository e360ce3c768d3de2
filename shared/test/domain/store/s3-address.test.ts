import { describe, expect, test } from '@jest/globals'
import { isS3Address, s3Address } from '../../../src/domain/store/s3-address.js'

describe('s3Address', () => {
  test.each([
    ['s3://bucket', { bucket: 'bucket', path: '', isFolder: true }],
    ['s3://bucket/', { bucket: 'bucket', path: '', isFolder: true }],
    ['s3://bucket/a/b/', { bucket: 'bucket', path: 'a/b', isFolder: true }],
    ['S3://bucket/a/b.csv', { bucket: 'bucket', path: 'a/b.csv', isFolder: false }],
    ['s3://bucket/day=2026-11-21', { bucket: 'bucket', path: 'day=2026-11-21', isFolder: false }]
  ])('%s', (text, address) => {
    expect(s3Address(text)).toEqual(address)
  })

  test.each(['s3:bucket', 's3:///a', 's3://', 's3://b/../c', 's3://b//a', 's3://b/.hidden', 's3://b/a b'])(
    '%j is none',
    text => {
      expect(isS3Address(text)).toBe(true)
      expect(s3Address(text)).toBeUndefined()
    }
  )

  test.each(['data/s3', 'as3://b', '/s3:/x'])('%s is not meant to be one', text => {
    expect(isS3Address(text)).toBe(false)
  })
})
