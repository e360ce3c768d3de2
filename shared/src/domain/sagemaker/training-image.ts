import type { Problem } from '../../errors.js'
import type { TrainingRequest } from '../request/training-request.js'
import { algorithmAccounts, deepLearningAccounts } from './image-accounts.js'

export type Framework = 'sklearn' | 'xgboost' | 'pytorch' | 'tensorflow'

export type ImageChoice =
  { readonly ok: true; readonly image: string } | { readonly ok: false; readonly problem: Problem }

type Processor = 'cpu' | 'gpu'

interface FrameworkImages {
  readonly repository: string
  readonly accounts: ReadonlyMap<string, string>
  /** Tags by version; the first is the default. */
  readonly tags: ReadonlyMap<string, (processor: Processor) => string>
}

const python = (version: string, python: string) =>
  [version, (processor: Processor) => `${version}-${processor}-${python}`] as const

/** The versions the suite knows the tags of; sklearn 1.2-1 and xgboost 1.7-1 are those the kit is tested with. */
const frameworks: ReadonlyMap<Framework, FrameworkImages> = new Map<Framework, FrameworkImages>([
  [
    'sklearn',
    {
      repository: 'sagemaker-scikit-learn',
      accounts: algorithmAccounts,
      tags: new Map(['1.2-1', '1.4-2'].map(version => [version, () => `${version}-cpu-py3`]))
    }
  ],
  [
    'xgboost',
    {
      repository: 'sagemaker-xgboost',
      accounts: algorithmAccounts,
      tags: new Map(['1.7-1', '3.0-5'].map(version => [version, () => version]))
    }
  ],
  [
    'pytorch',
    {
      repository: 'pytorch-training',
      accounts: deepLearningAccounts,
      tags: new Map([
        python('2.8.0', 'py312'),
        python('2.7.1', 'py312'),
        python('2.6.0', 'py312'),
        python('2.5.1', 'py311')
      ])
    }
  ],
  [
    'tensorflow',
    {
      repository: 'tensorflow-training',
      accounts: deepLearningAccounts,
      tags: new Map([python('2.19.0', 'py312')])
    }
  ]
])

const SCIKIT_LEARN_ALGORITHMS: ReadonlySet<string> = new Set([
  'random_forest',
  'hist_gradient_boosting',
  'logistic_regression',
  'linear_regression',
  'mlp',
  'kmeans',
  'pca',
  'q_learning',
  'policy_gradient',
  'script'
])

/** The container image a request is trained in: its own, or the one of its framework in the region. */
export function trainingImage(
  request: TrainingRequest,
  place: { region: string; instanceType: string }
): ImageChoice {
  const { compute = {}, algorithm } = request
  if (algorithm.startsWith('sagemaker:')) return builtIn(algorithm)
  if (compute.image_uri !== undefined) return ownImage(compute.image_uri, place.region)
  const framework = frameworkOf(algorithm, compute.framework)
  if (typeof framework !== 'string') return { ok: false, problem: framework }
  return frameworkImage(framework, compute.framework_version, place)
}

/** They take data without header and names, and leave models that nothing outside of them reads. */
function builtIn(algorithm: string): ImageChoice {
  const own = algorithm.slice('sagemaker:'.length)
  const isOurs = SCIKIT_LEARN_ALGORITHMS.has(own) || own === 'xgboost'
  return refused(
    'algorithm',
    `${algorithm} is one of SageMaker's own programs, which this release does not run`,
    isOurs
      ? `Use "algorithm: ${own}", or "algorithm: script" with a program of yours.`
      : 'Use "algorithm: script" with a program of yours.'
  )
}

/** The framework an algorithm is trained with: scikit-learn's image has no XGBoost, XGBoost's has both. */
function frameworkOf(algorithm: string, asked: Framework | undefined): Framework | Problem {
  const needsXgboost = algorithm === 'xgboost' || algorithm === 'ensemble'
  if (needsXgboost && asked !== undefined && asked !== 'xgboost') {
    return problem(
      'compute.framework',
      `${algorithm} cannot be trained in the image of ${asked}`,
      'Use "framework: xgboost", or leave it out.'
    )
  }
  if (needsXgboost) return 'xgboost'
  if (SCIKIT_LEARN_ALGORITHMS.has(algorithm)) return asked ?? 'sklearn'
  return problem(
    'algorithm',
    `no image of SageMaker's frameworks can train ${algorithm}`,
    'Set compute.image_uri to an image that can, or choose another algorithm or backend local.'
  )
}

function frameworkImage(
  framework: Framework,
  version: string | undefined,
  { region, instanceType }: { region: string; instanceType: string }
): ImageChoice {
  const images = frameworks.get(framework)
  const account = images?.accounts.get(region)
  if (images === undefined || account === undefined) {
    const hint = 'Set compute.image_uri to the image to use there, or the input aws-region to another region.'
    return refused(
      'compute.framework',
      `the account of the images of ${framework} in the region ${region} is not known`,
      hint
    )
  }
  const [newest = ''] = images.tags.keys()
  const tag = images.tags.get(version ?? newest)
  if (tag === undefined) {
    const known = [...images.tags.keys()].join(', ')
    return refused(
      'compute.framework_version',
      `${framework} ${version ?? ''} is not known`,
      `Known: ${known}. Any other needs compute.image_uri.`
    )
  }
  const processor = processorOf(instanceType)
  if (processor === undefined) {
    return refused(
      'compute.instance_type',
      `the images of ${framework} do not run on ${instanceType}`,
      'Choose another instance type, or set compute.image_uri.'
    )
  }
  return {
    ok: true,
    image: `${account}.dkr.ecr.${region}.${domainOf(region)}/${images.repository}:${tag(processor)}`
  }
}

/** By the family: g and p have graphics processors, inf and trn need images of their own. */
function processorOf(instanceType: string): Processor | undefined {
  const family = instanceType.replace(/^ml\./, '')
  if (/^(?:inf|trn)/.test(family)) return undefined
  return /^[gp]\d/.test(family) ? 'gpu' : 'cpu'
}

const domainOf = (region: string) => (region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com')

/** SageMaker pulls from a private registry in its own region only. */
function ownImage(image: string, region: string): ImageChoice {
  const other = /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/.exec(image)?.[1]
  if (other === undefined || other === region) return { ok: true, image }
  return refused(
    'compute.image_uri',
    `the image is in the region ${other}, the training in ${region}`,
    `Copy the image to ${region}, or set the input aws-region to ${other}.`
  )
}

const problem = (place: string, message: string, hint: string): Problem => ({ place, message, hint })
const refused = (place: string, message: string, hint: string): ImageChoice => ({
  ok: false,
  problem: problem(place, message, hint)
})
