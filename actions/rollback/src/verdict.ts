import type { RollbackPlan } from '../../../shared/src/domain/registry/rollback.js'
import { phrase, type Wording } from '../../../shared/src/domain/text/phrase.js'
import { unchanged, type RollbackOutcome, type RollbackReason } from './outcome.js'

type Standstill = Exclude<RollbackPlan, { kind: 'roll-back' }>

/** The outcome of a plan that changes nothing. */
export function standstill(modelId: string, plan: Standstill): RollbackOutcome {
  switch (plan.kind) {
    case 'already-restored':
      return alreadyThere(modelId, plan)
    case 'no-production':
      return refused(modelId, 'no-production-version', phrase`${modelId} has no version in production.`)
    case 'production-changed': {
      const message = phrase`${plan.production} is in production by now, and nobody asked to replace that one.`
      return refused(modelId, 'production-changed', message)
    }
    case 'version-unknown':
      return refused(modelId, 'version-unknown', phrase`${modelId} has no version ${plan.version}.`)
    case 'no-earlier-version': {
      const message = phrase`There is no version before ${plan.production} that could be put back.`
      return refused(modelId, 'no-earlier-version', message)
    }
    case 'withdrawn': {
      const { version, stage } = plan.version
      const message =
        stage === 'rejected'
          ? phrase`${version} is rejected and cannot become production.`
          : phrase`${version} is quarantined and cannot become production.`
      return refused(modelId, 'version-withdrawn', message)
    }
    case 'never-in-production': {
      const message = phrase`${plan.version.version} was never in production; /mlops approve ${plan.version.version} promotes it.`
      return refused(modelId, 'version-never-promoted', message)
    }
  }
}

function alreadyThere(
  modelId: string,
  { from, to }: Extract<Standstill, { kind: 'already-restored' }>
): RollbackOutcome {
  const about =
    from === undefined
      ? { reasonCode: 'already-production' as const, message: phrase`${to} is in production already.` }
      : {
          reasonCode: 'already-restored' as const,
          message: phrase`${to} was put back in place of ${from} already. To go further back, name the version.`
        }
  return { ...unchanged(modelId, { decision: 'nothing-to-do', ...about }), from, to }
}

function refused(modelId: string, reasonCode: RollbackReason, message: Wording): RollbackOutcome {
  return unchanged(modelId, { decision: 'refused', reasonCode, message })
}
