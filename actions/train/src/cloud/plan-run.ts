import { instancePrice, type InstancePrice } from '../../../../shared/src/domain/cost/instance-price.js'
import { worstCase, type WorstCase } from '../../../../shared/src/domain/cost/worst-case.js'
import { explained } from '../../../../shared/src/domain/intake/source-text.js'
import { boundRuntime, limitsExceeded } from '../../../../shared/src/domain/policy/apply-policy.js'
import type { Policy } from '../../../../shared/src/domain/policy/policy.js'
import type { RequestRecord } from '../../../../shared/src/domain/records/request-record.js'
import { trainingJobSpec, type JobPlan } from '../../../../shared/src/domain/sagemaker/build-job-spec.js'
import {
  computeSettings,
  type ComputeSettings
} from '../../../../shared/src/domain/sagemaker/compute-settings.js'
import type { TrainingJobSpec } from '../../../../shared/src/domain/sagemaker/training-job-spec.js'
import type { ObjectStore } from '../../../../shared/src/ports/object-store.js'
import { jobPlaces } from '../../../../shared/src/training/cloud/job-places.js'
import type { TrainInputs } from '../inputs.js'
import { problemsText, type Refusal } from './refusal.js'

/** How a run is to be trained in SageMaker, and what that may cost. */
export interface CloudPlan {
  readonly request: RequestRecord
  readonly policy: Policy
  readonly settings: ComputeSettings
  readonly price: InstancePrice
  readonly worst: WorstCase
  /** The job of an attempt, with its data in a folder of the store. */
  spec(attempt: number, dataFolder: string): TrainingJobSpec
}

export type Planning =
  { readonly ok: true; readonly plan: CloudPlan } | { readonly ok: false; readonly refusal: Refusal }

interface PlanContext {
  readonly store: ObjectStore
  readonly policy: Policy
  readonly region: string
}

/** Plans a run, or says everything that keeps it from being asked for. Nothing is read or made. */
export function planRun(inputs: TrainInputs, asked: RequestRecord, context: PlanContext): Planning {
  const { policy, region } = context
  const request = { ...asked, request: boundRuntime(asked.request, policy) }
  const settings = computeSettings(request.request, inputs.instanceType)
  const forbidden = forbiddenBy(policy, request, settings)
  if (forbidden !== undefined) return refuse('policy-forbids', forbidden)
  const roleArn = inputs.executionRoleArn ?? policy.execution_role_arn
  if (roleArn === undefined) return refuse('execution-role-missing', NO_ROLE, ROLE_HINT)
  const plan = jobPlan(inputs, request, { ...context, roleArn })
  const planned = trainingJobSpec(plan(0, `datasets/${request.request.dataset_id}/train/`))
  if (!planned.ok) return refuse('job-invalid', [JOB_INVALID, problemsText(planned.problems)].join('\n'))
  const found = instancePrice(settings.instanceType, { region, policyPrices: policy.prices })
  if (!found.known) return refuse('price-unknown', problemsText([found.problem]))
  const worst = worstCase(found.price, settings)
  const spec = (attempt: number, dataFolder: string) => checked(trainingJobSpec(plan(attempt, dataFolder)))
  return { ok: true, plan: { request, policy, settings, price: found.price, worst, spec } }
}

const JOB_INVALID = 'The training job cannot be asked for:'
const NO_ROLE = 'SageMaker needs a role that it assumes for the training, and none is named.'
const ROLE_HINT =
  'Set the input execution-role-arn, or execution_role_arn in .github/mlops.yml (docs/sagemaker.md).'

function refuse(code: string, message: string, hint?: string): Planning {
  return { ok: false, refusal: { code, message, hint } }
}

/** The policy's limits bind what is asked for with all inputs and defaults. */
function forbiddenBy(
  policy: Policy,
  { request }: RequestRecord,
  settings: ComputeSettings
): string | undefined {
  const compute = { ...request.compute, instance_type: settings.instanceType }
  const faults = limitsExceeded({ ...request, compute }, policy)
  if (faults.length === 0) return undefined
  return problemsText(faults.map(found => explained(found.path.map(String).join('.'), found)))
}

function jobPlan(inputs: TrainInputs, record: RequestRecord, context: PlanContext & { roleArn: string }) {
  const { store, region, roleArn } = context
  const { training_id: trainingId, repository, issue } = record
  return (attempt: number, dataFolder: string): JobPlan => ({
    request: record.request,
    run: { trainingId, modelId: record.model_id, repository, issue, owner: record.actor ?? record.event },
    places: jobPlaces(store, trainingId, dataFolder),
    roleArn,
    region,
    attempt,
    instanceType: inputs.instanceType,
    entryPoint: inputs.entryPoint
  })
}

/** What differs between attempts cannot be wrong if the first was not. */
function checked(planned: ReturnType<typeof trainingJobSpec>): TrainingJobSpec {
  if (planned.ok) return planned.spec
  throw new RangeError(problemsText(planned.problems))
}
