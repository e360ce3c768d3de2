import type { Problem } from '../../errors.js'
import { canonicalJson } from '../request/canonical-json.js'
import { sha256Hex } from '../request/sha256.js'
import type { TrainingRequest } from '../request/training-request.js'
import { computeSettings, type ComputeSettings } from './compute-settings.js'
import { hyperparameterProblems, hyperparameterText, shownHyperparameters } from './hyperparameter-texts.js'
import { identityVariables } from './job-identity.js'
import { jobNameOf } from './job-name.js'
import { jobTags, type TaggedRun } from './job-tags.js'
import {
  CODE_CHANNEL,
  CONFIG_CHANNEL,
  kitArguments,
  kitEntrypoint,
  metricDefinitions,
  scriptVariables,
  toolkitHyperparameters,
  TRAIN_CHANNEL
} from './launch.js'
import { trainingImage } from './training-image.js'
import type { Channel, TrainingJobSpec } from './training-job-spec.js'
import { validateJobSpec } from './validate-job-spec.js'

/** S3 folders of one training, as `s3://bucket/prefix/`. */
export interface JobPlaces {
  /** The training data: `.csv` and `.csv.gz` files. */
  readonly train: string
  /** Holds `CODE_ARCHIVE` and nothing else. */
  readonly code: string
  /** Holds `job.json` and nothing else; the toolkit does not read it. */
  readonly config: string
  /** Under which SageMaker writes `<job name>/output/model.tar.gz`. */
  readonly output: string
  /** Shared by all attempts of the run, so that the next goes on where one was interrupted. */
  readonly checkpoints: string
}

export interface JobPlan {
  readonly request: TrainingRequest
  readonly run: TaggedRun
  readonly places: JobPlaces
  readonly roleArn: string
  readonly region: string
  /** 0, or the number of the automatic retry. */
  readonly attempt?: number
  /** The input `instance-type`, which stands before the request's. */
  readonly instanceType?: string | undefined
  /** The user's program within its archive; for `algorithm: script`. */
  readonly entryPoint?: string | undefined
}

export type PlannedJob =
  | { readonly ok: true; readonly spec: TrainingJobSpec; readonly settings: ComputeSettings }
  | { readonly ok: false; readonly problems: readonly Problem[] }

const TOOLKIT_HYPERPARAMETERS = 4
/** Families with disks of their own, which SageMaker encrypts by itself and takes no key for. */
const OWN_DISKS = /^ml\.(?:g4dn|g5|g6e?|g7e|p3dn|p4de?|p5e?n?|p6[a-z0-9-]*|r5d|trn\d\w*)\./

/** The training job of a run, the same on every call; or all that keeps it from being asked for, by fields of the request. */
export function trainingJobSpec(plan: JobPlan): PlannedJob {
  const settings = computeSettings(plan.request, plan.instanceType)
  const image = trainingImage(plan.request, { region: plan.region, instanceType: settings.instanceType })
  const before = [...(image.ok ? [] : [image.problem]), ...programProblems(plan, settings)]
  const bare = bareSpec(plan, settings, image.ok ? image.image : 'unknown')
  const problems = [...before, ...validateJobSpec(bare)]
  return problems.length > 0 ? { ok: false, problems } : { ok: true, spec: withDigest(bare), settings }
}

function programProblems({ request, entryPoint }: JobPlan, { launcher }: ComputeSettings): Problem[] {
  if (request.algorithm !== 'script') return []
  const toolkit = launcher === 'toolkit'
  return [
    ...(entryPoint === undefined
      ? [{ place: 'entry-point', message: 'algorithm script needs a program' }]
      : []),
    ...(toolkit ? hyperparameterProblems(request.hyperparameters ?? {}, TOOLKIT_HYPERPARAMETERS) : [])
  ]
}

function bareSpec(plan: JobPlan, settings: ComputeSettings, image: string): TrainingJobSpec {
  const { request, run, places } = plan
  const { compute = {} } = request
  const { kms_key: key, vpc } = compute
  return {
    TrainingJobName: jobNameOf(run.trainingId, run.modelId, plan.attempt),
    RoleArn: plan.roleArn,
    AlgorithmSpecification: {
      TrainingImage: image,
      TrainingInputMode: 'File',
      ...(settings.launcher === 'kit' && {
        ContainerEntrypoint: [...kitEntrypoint],
        ContainerArguments: [...kitArguments]
      }),
      MetricDefinitions: metricDefinitions(compute.metric_definitions)
    },
    HyperParameters: hyperparametersOf(plan, settings),
    Environment: environmentOf(plan, settings),
    InputDataConfig: channelsOf(places, settings),
    OutputDataConfig: { S3OutputPath: places.output, ...(key !== undefined && { KmsKeyId: key }) },
    ResourceConfig: {
      InstanceType: settings.instanceType,
      InstanceCount: settings.instanceCount,
      VolumeSizeInGB: settings.volumeSizeGb,
      ...(key !== undefined && !OWN_DISKS.test(settings.instanceType) && { VolumeKmsKeyId: key })
    },
    StoppingCondition: {
      MaxRuntimeInSeconds: settings.maxRuntimeSeconds,
      ...(settings.maxWaitSeconds !== undefined && { MaxWaitTimeInSeconds: settings.maxWaitSeconds })
    },
    EnableManagedSpotTraining: settings.spot,
    ...(settings.checkpoints && { CheckpointConfig: { S3Uri: places.checkpoints } }),
    ...(vpc !== undefined && { VpcConfig: { Subnets: vpc.subnets, SecurityGroupIds: vpc.security_groups } }),
    EnableNetworkIsolation: compute.network_isolation ?? false,
    EnableInterContainerTrafficEncryption: compute.encrypt_traffic ?? false,
    Tags: jobTags(run, compute.tags)
  }
}

function hyperparametersOf({ request, entryPoint = '', region }: JobPlan, { launcher }: ComputeSettings) {
  const values = request.hyperparameters ?? {}
  if (launcher === 'kit') return shownHyperparameters(values)
  const texts = Object.entries(values).map(([name, value]) => [name, hyperparameterText(value)] as const)
  return { ...Object.fromEntries(texts), ...toolkitHyperparameters(entryPoint, region) }
}

function environmentOf({ request, run, entryPoint }: JobPlan, { launcher }: ComputeSettings) {
  const script = request.algorithm === 'script' && launcher === 'kit' && entryPoint !== undefined
  return {
    PYTHONUNBUFFERED: '1',
    [identityVariables.trainingId]: run.trainingId,
    [identityVariables.repository]: run.repository,
    ...(script && scriptVariables(entryPoint))
  }
}

function channelsOf(places: JobPlaces, { launcher, distribution }: ComputeSettings): Channel[] {
  const kit = launcher === 'kit'
  return [
    channel(TRAIN_CHANNEL, places.train, distribution === 'sharded' ? 'ShardedByS3Key' : 'FullyReplicated'),
    channel(CODE_CHANNEL, places.code),
    ...(kit ? [channel(CONFIG_CHANNEL, places.config)] : [])
  ]
}

function channel(
  name: string,
  uri: string,
  distribution: 'FullyReplicated' | 'ShardedByS3Key' = 'FullyReplicated'
): Channel {
  return {
    ChannelName: name,
    DataSource: {
      S3DataSource: { S3DataType: 'S3Prefix', S3Uri: uri, S3DataDistributionType: distribution }
    },
    InputMode: 'File'
  }
}

/** Who asked is no part of what was asked for. */
function withDigest(spec: TrainingJobSpec): TrainingJobSpec {
  const { Tags: tags, ...asked } = spec
  const digest = sha256Hex(canonicalJson(asked))
  return {
    ...asked,
    Tags: tags,
    Environment: { ...spec.Environment, [identityVariables.specSha256]: digest }
  }
}
