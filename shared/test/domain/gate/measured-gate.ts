import { decideGate, type GateInput } from '../../../src/domain/gate/decide-gate.js'
import { fixedRules } from './fake-champion-rules.js'

const measured = {
  metrics: { rmse: 5.31, mae: 2, r2: -0.4, auc: null, broken: NaN, endless: Infinity },
  undefinedReasons: { auc: 'only one class is present' },
  slices: {
    'region=north': { metrics: { rmse: 6, mae: null }, undefined: { mae: 'there are no rows' } }
  },
  champion: { metrics: { rmse: 5, mae: 2.5, auc: 0.9, r2: null }, undefined: { r2: 'constant target' } },
  championRules: fixedRules('undecided'),
  sizeBytes: 4_999_999,
  latencyP95Ms: 12.3456
}

/** What a gate decides on one measured model, whose champion rules are undecided unless `more` has others. */
export const decide = (text: string, more: Partial<GateInput> = {}) =>
  decideGate({ ...measured, gates: [{ source: 'request', text }], ...more })
