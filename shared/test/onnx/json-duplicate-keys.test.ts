import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { duplicateJsonKey } from '../../src/onnx/json-duplicate-keys.js'

describe('duplicateJsonKey', () => {
  test.each([
    { json: '{"a":1,"b":1}', key: undefined },
    { json: '{"a":{"a":1},"b":[{"a":1},{"a":1}]}', key: undefined },
    { json: '{"a":"a","b":"a"}', key: undefined },
    { json: '["a","a"]', key: undefined },
    { json: '{"a":1,"a":2}', key: 'a' },
    { json: '{"a":[1,{"b":1,"b":2}]}', key: 'b' },
    { json: '{"a":[1,2],"a":2}', key: 'a' },
    { json: '{"a":{"x":1},"b":2,"a":3}', key: 'a' },
    { json: '{"\\"":1,"\\u0022":2}', key: '"' },
    { json: '{"__proto__":1,"__proto__":2}', key: '__proto__' }
  ])('$json: $key', ({ json, key }) => {
    expect(duplicateJsonKey(json)).toBe(key)
  })

  test('finds none in what JSON.stringify writes', () => {
    fc.assert(fc.property(fc.jsonValue(), value => duplicateJsonKey(JSON.stringify(value)) === undefined))
  })

  test('reads a long text in one pass', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `"k${index}":"${'\\"'.repeat(40)}"`)
    expect(duplicateJsonKey(`{${keys.join(',')},"k7":0}`)).toBe('k7')
  })
})
