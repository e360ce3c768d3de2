import { JobFailure } from '../job-failure.js'

/** Images with SageMaker's training toolkit, which runs the script a hyperparameter names. */
const TOOLKIT_REPOSITORIES = new Set([
  'sagemaker-scikit-learn',
  'sagemaker-xgboost',
  'pytorch-training',
  'tensorflow-training'
])

const FORM =
  /^(\d{12})\.dkr\.ecr\.[a-z0-9-]+\.[a-z.]+\/([a-z0-9][a-z0-9._/-]*)(?::[\w.-]+|@sha256:[0-9a-f]{64})?$/

/** What an image runs by itself: the toolkit, or nothing; an image that cannot be pulled fails the job. */
export function entryPointOf(
  image: string,
  ownRepositories: ReadonlySet<string>,
  role: string
): 'toolkit' | 'none' {
  const [, account, repository = ''] = FORM.exec(image) ?? []
  if (TOOLKIT_REPOSITORIES.has(repository)) return 'toolkit'
  if (ownRepositories.has(repository)) return 'none'
  throw new JobFailure(
    `ClientError: Cannot find repository: ${repository === '' ? image : repository} in registry ID: ${account ?? 'unknown'}. ` +
      `Please check if your ECR repository exists and role ${role} has proper pull permissions for SageMaker.`
  )
}
