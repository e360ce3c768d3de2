import { expect } from '@jest/globals'
import { reasonCodes as edgeCodes } from '../../actions/edge-export/src/outcome.js'
import { reasonCodes as driftCodes } from '../../actions/drift-check/src/outcome.js'
import { reasonCodes as gateCodes } from '../../actions/evaluate-gate/src/outcome.js'
import { reasonCodes as intakeCodes } from '../../actions/parse-issue/src/outcome.js'
import { reasonCodes as historyCodes } from '../../actions/record-history/src/outcome.js'
import { reasonCodes as registerCodes } from '../../actions/register/src/outcome.js'
import { reasonCodes as rollbackCodes } from '../../actions/rollback/src/outcome.js'
import { reasonCodes as trainCodes } from '../../actions/train/src/outcome.js'
import { readActionMetadata } from './action-metadata.js'
import type { BundleRun } from './run-bundle.js'

const documented: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  'parse-issue': intakeCodes,
  train: trainCodes,
  'evaluate-gate': gateCodes,
  register: registerCodes,
  rollback: rollbackCodes,
  'edge-export': edgeCodes,
  'drift-check': driftCodes,
  'record-history': historyCodes
}

/** What a step that ended by a decision must show. */
export interface ExpectedDecision {
  readonly action: string
  readonly decision: string
  readonly reasonCode: string
  /** Whether `fail-on` lists the decision. */
  readonly fails?: boolean
  /** Errors beside that: one at the place of each problem in a file. */
  readonly placedErrors?: number
}

/** A decision is in all outputs, in `result` and in a summary; it is an error exactly when `fail-on` says so. */
export function expectDecision(run: BundleRun, expected: ExpectedDecision): void {
  const { action, decision, reasonCode, fails = false, placedErrors = 0 } = expected
  const { result = '{}', ...outputs } = run.outputs
  expect({ stdout: run.stdout, outputs }).toMatchObject({ outputs: { decision, 'reason-code': reasonCode } })
  expect(JSON.parse(result)).toMatchObject({ schema_version: 1, action, decision, reason_code: reasonCode })
  expect(result).not.toContain('\n')
  expect(Object.keys(run.outputs).sort()).toEqual([...readActionMetadata(action, '').outputs].sort())
  expect(Object.keys(documented[action]?.[decision] ?? {})).toContain(reasonCode)
  expect(run.summary).not.toBe('')
  expect(run.errors).toHaveLength(placedErrors + (fails ? 1 : 0))
  expect(run.exitCode).toBe(fails ? 1 : 0)
  expectNoStack(run)
}

/** A step that could not do its work: exit 1, one error, an empty decision and the reason code in the outputs. */
export function expectFailure(run: BundleRun, action: string, reasonCode: string): void {
  const { result = '{}', ...outputs } = run.outputs
  expect({ stdout: run.stdout, outputs }).toMatchObject({
    outputs: { decision: '', 'reason-code': reasonCode }
  })
  expect(JSON.parse(result)).toMatchObject({ action, decision: null, reason_code: reasonCode })
  expect(Object.keys(documented[action]?.['error'] ?? {})).toContain(reasonCode)
  expect(run.summary).toContain(reasonCode)
  expect(run.errors).toHaveLength(1)
  expect(run.exitCode).toBe(1)
  expectNoStack(run)
}

function expectNoStack(run: BundleRun): void {
  expect(run.stdout).not.toMatch(/^\s+at .+:\d+:\d+\)?$|^Traceback|internal-error/m)
  expect(run.stderr).toBe('')
}
