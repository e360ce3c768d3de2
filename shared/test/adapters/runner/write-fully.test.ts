import { describe, expect, test } from '@jest/globals'
import { writeFully, type WriteSome } from '../../../src/adapters/runner/write-fully.js'

const fileError = (code: string) => Object.assign(new Error(code), { code })

/** A descriptor that does in turn what `answers` say: takes so many bytes, or fails with a code; then takes all. */
function descriptor(answers: readonly (number | string)[]) {
  const written: number[] = []
  const left = [...answers]
  const write: WriteSome = (bytes, offset) => {
    const answer = left.shift() ?? bytes.length
    if (typeof answer === 'string') throw fileError(answer)
    const taken = bytes.subarray(offset, offset + answer)
    written.push(...taken)
    return taken.length
  }
  return { write, text: () => new TextDecoder().decode(Uint8Array.from(written)) }
}

describe('writeFully', () => {
  test.each([
    { case: 'at once', answers: [], text: 'a line\n' },
    { case: 'a byte at a time, inside a character too', answers: [1, 1, 1, 1, 1], text: 'é漢\n' },
    { case: 'after a full pipe', answers: ['EAGAIN', 'EAGAIN', 2, 'EAGAIN'], text: 'a line\n' },
    { case: 'nothing', answers: [], text: '' }
  ])('writes $case', ({ answers, text }) => {
    const output = descriptor(answers)
    writeFully(text, output.write)
    expect(output.text()).toBe(text)
  })

  test('drops the rest when nobody reads any more', () => {
    const output = descriptor([3, 'EPIPE'])
    writeFully('a line\n', output.write)
    expect(output.text()).toBe('a l')
  })

  test('throws every other failure', () => {
    expect(() => {
      writeFully('a', descriptor(['EIO']).write)
    }).toThrow('EIO')
  })
})
