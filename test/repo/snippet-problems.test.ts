import { describe, expect, test } from '@jest/globals'
import { snippetProblems } from '../../scripts/docs/snippet-problems.js'

const commit = '3d3c42e5aac5ba805825da76410c181273ba90b1'
const step = (line: string) => `jobs: {a: {steps: [{}]}}\nsteps:\n  - ${line}\n`

describe('a snippet without problems', () => {
  test.each([
    ['a script without expressions', step('run: echo "$TITLE"')],
    ['an expression in env', step('env: {TITLE: "${{ github.event.issue.title }}"}')],
    ['a pinned action', step(`uses: actions/checkout@${commit} # v7.0.1`)],
    ['an action of the suite', step('uses: org/mlops/actions/train@v1')],
    ['an action of the same repository', step('uses: ./actions/train')],
    ['a training request', 'algorithm: random_forest\n']
  ])('%s', (_name, text) => {
    expect(snippetProblems(text)).toEqual([])
  })
})

describe('a snippet with a problem', () => {
  test.each([
    ['broken YAML', 'a: [1, 2', /not YAML/],
    ['event text in a script', step('run: echo ${{ github.event.issue.title }}'), /interpolates/],
    [
      'an output in a block script',
      step('run: |\n      true\n      echo ${{ steps.a.outputs.b }}'),
      /interpolates/
    ],
    [
      'an expression that is spelled otherwise',
      step("run: echo ${{ github['event'].issue.title }}"),
      /interpolates/
    ],
    [
      'text in a JavaScript step',
      step('with: {script: "console.log(`${{ inputs.reason }}`)"}'),
      /interpolates/
    ],
    ['an action at a tag', step('uses: actions/checkout@v7'), /not pinned/],
    ['an action at a short commit', step('uses: actions/checkout@3d3c42e # v7.0.1'), /not pinned/],
    ['an action without a ref', step('uses: actions/checkout'), /not pinned/],
    ['a pin without its version', step(`uses: actions/checkout@${commit}`), /version as a comment/],
    [
      'a pin with another comment',
      step(`uses: actions/checkout@${commit} # see below`),
      /version as a comment/
    ]
  ])('%s', (_name, text, problem) => {
    expect(snippetProblems(text)).toEqual([expect.stringMatching(problem)])
  })
})
