import { describe, expect, test } from '@jest/globals'
import { anyOf, MODEL_ID, TRAINING_ID, VERSION, WORKFLOW } from '../../../src/domain/text/id-patterns.js'

const champion = anyOf(/^none$/, VERSION)

describe('id patterns', () => {
  test.each([
    { name: 'one letter', pattern: MODEL_ID, text: 'a' },
    { name: 'single hyphens', pattern: MODEL_ID, text: 'churn-v2-eu' },
    { name: '48 characters', pattern: MODEL_ID, text: 'a'.repeat(48) },
    { name: 'nine digits', pattern: VERSION, text: 'v999999999.0.1' },
    { name: 'a first start', pattern: TRAINING_ID, text: 'train-20250110-093000-1a2b3c4d' },
    { name: 'a later start', pattern: TRAINING_ID, text: 'train-20250110-093000-1a2b3c4d-12' },
    { name: 'a file name', pattern: WORKFLOW, text: 'retrain.yml' },
    { name: 'a path', pattern: WORKFLOW, text: '.github/workflows/re_train.v2.yaml' },
    { name: 'a number', pattern: WORKFLOW, text: '161335' },
    { name: 'the first of several', pattern: champion, text: 'none' },
    { name: 'the second of several', pattern: champion, text: 'v1.2.0' }
  ])('take $name: $text', ({ pattern, text }) => expect(text).toMatch(pattern))

  test.each([
    { name: 'nothing', pattern: MODEL_ID, text: '' },
    { name: 'a capital', pattern: MODEL_ID, text: 'Churn' },
    { name: 'two hyphens', pattern: MODEL_ID, text: 'a--b' },
    { name: 'a hyphen at the end', pattern: MODEL_ID, text: 'a-' },
    { name: '49 characters', pattern: MODEL_ID, text: 'a'.repeat(49) },
    { name: 'a second line', pattern: MODEL_ID, text: 'a\n' },
    { name: 'no v', pattern: VERSION, text: '1.2.0' },
    { name: 'two numbers', pattern: VERSION, text: 'v1.2' },
    { name: 'ten digits', pattern: VERSION, text: 'v1.2.1234567890' },
    { name: 'another date', pattern: TRAINING_ID, text: 'train-2025-093000-1a2b3c4d' },
    { name: 'a digest in capitals', pattern: TRAINING_ID, text: 'train-20250110-093000-1A2B3C4D' },
    { name: 'another directory', pattern: WORKFLOW, text: '.github/retrain.yml' },
    { name: 'a way up', pattern: WORKFLOW, text: '.github/workflows/../x.yml' },
    { name: 'another ending', pattern: WORKFLOW, text: 'retrain.sh' },
    { name: 'what begins like the first of several', pattern: champion, text: 'none-at-all' },
    { name: 'what ends like the second of several', pattern: champion, text: 'x-v1.2.0' }
  ])('refuse $name: $text', ({ pattern, text }) => expect(text).not.toMatch(pattern))

  test("a workflow's file is told without its directory", () => {
    expect(WORKFLOW.exec('.github/workflows/retrain.yml')?.[1]).toBe('retrain.yml')
  })
})
