import { expect } from '@jest/globals'

/** Matches a `UserError` by its code and a part of its message; for `toThrow` and `rejects.toEqual`. */
export const modelError = (code: string, part: string): unknown =>
  expect.objectContaining({ name: 'UserError', code, message: expect.stringContaining(part) })
