import { chooseVariant, type Choice } from '../../../shared/src/domain/edge/choose-variant.js'
import { judgeVariant, type JudgedVariant } from '../../../shared/src/domain/edge/judge-variant.js'
import type { EdgeSettings } from '../../../shared/src/domain/edge/settings.js'
import type { VariantName } from '../../../shared/src/domain/records/edge-manifest.js'
import { quantizedCandidate, type Candidate, type Quantizing } from './candidate.js'
import { measureVariants, type Measurement } from './measure-variants.js'
import type { Unavailable, VariantReport } from './outcome.js'

/** The variants that were made and measured, and which of them it shall be. */
export interface Comparison {
  readonly reports: readonly VariantReport[]
  readonly unavailable: readonly Unavailable[]
  readonly chosen: { readonly report: VariantReport; readonly bytes: Uint8Array } | undefined
}

interface Question {
  readonly settings: EdgeSettings
  readonly quantizing: Quantizing
  readonly measurement: Measurement
}

/** Makes the variants that were asked for, measures them beside the float export, and chooses. */
export async function compareVariants(float: Candidate, question: Question): Promise<Comparison> {
  const workbench = new Workbench(float, question.quantizing)
  try {
    return await compareOn(workbench, question)
  } finally {
    await workbench.close()
  }
}

async function compareOn(workbench: Workbench, { settings, measurement }: Question): Promise<Comparison> {
  const { quantize } = settings
  if (quantize !== 'none') await workbench.add(quantize === 'static-int8' ? 'static-int8' : 'dynamic-int8')
  if (quantize !== 'auto' && workbench.unavailable.length > 0) return workbench.comparison([], undefined)
  const round = await judged(workbench, settings, measurement)
  if (quantize !== 'auto' || !dynamicOverBudget(round.variants)) return round.comparison
  await workbench.add('static-int8')
  // Measured anew, all of them: latencies are compared only within one measurement.
  return workbench.has('static-int8')
    ? (await judged(workbench, settings, measurement)).comparison
    : round.comparison
}

/** Where dynamic int8 misses a budget, calibrated int8 may not. */
const dynamicOverBudget = (variants: readonly JudgedVariant[]) =>
  variants.some(({ name, findings }) => name === 'dynamic-int8' && findings.some(({ met }) => met === false))

async function judged(workbench: Workbench, settings: EdgeSettings, measurement: Measurement) {
  const measurements = await measureVariants(workbench.candidates, measurement)
  const variants = measurements.map(({ measured }) => judgeVariant(measured, settings))
  const choice = chooseVariant(settings.quantize, variants)
  const reports = variants.flatMap((variant, place): VariantReport[] => {
    const reason = choice.reasons.get(variant.name)
    const difference = measurements[place]?.difference ?? null
    return reason === undefined ? [] : [{ judged: variant, reason, difference }]
  })
  return { variants, comparison: workbench.comparison(reports, choice) }
}

/** The open variants of one export. */
class Workbench {
  readonly candidates: Candidate[]
  readonly unavailable: Unavailable[] = []
  readonly #quantizing: Quantizing

  constructor(float: Candidate, quantizing: Quantizing) {
    this.candidates = [float]
    this.#quantizing = quantizing
  }

  has(name: VariantName): boolean {
    return this.candidates.some(candidate => candidate.name === name)
  }

  async add(name: Exclude<VariantName, 'fp32'>): Promise<void> {
    const made = await quantizedCandidate(name, this.#quantizing)
    if ('code' in made) this.unavailable.push(made)
    else this.candidates.push(made)
  }

  comparison(reports: readonly VariantReport[], choice: Choice | undefined): Comparison {
    const report = reports.find(({ judged: { name } }) => name === choice?.chosen)
    const bytes = this.candidates.find(({ name }) => name === choice?.chosen)?.bytes
    const chosen = report === undefined || bytes === undefined ? undefined : { report, bytes }
    return { reports, unavailable: this.unavailable, chosen }
  }

  /** Closes what was added; the float export belongs to the caller. */
  async close(): Promise<void> {
    for (const { model } of this.candidates.slice(1)) await model.close()
  }
}
