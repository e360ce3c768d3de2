import { describe, expect, test } from '@jest/globals'
import { editDistance, nearestName } from '../../../src/domain/text/nearest-name.js'

describe('editDistance', () => {
  test.each<[string, string, number]>([
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['ca', 'abc', 3],
    ['algoritm', 'algorithm', 1],
    ['tets', 'test', 1]
  ])('%j to %j', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance)
    expect(editDistance(to, from)).toBe(distance)
  })
})

describe('nearestName', () => {
  const words = ['algorithm', 'dataset_id', 'target', 'task', 'seed', 'gate']
  test.each<[string, string | undefined]>([
    ['algoritm', 'algorithm'],
    ['Algorithm', 'algorithm'],
    ['datasetid', 'dataset_id'],
    ['taget', 'target'],
    ['tsak', 'task'],
    ['epochs', undefined],
    ['x'.repeat(1000), undefined]
  ])('%s', (word, expected) => {
    expect(nearestName(word, words)).toBe(expected)
  })
})
