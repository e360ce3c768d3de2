import { plainLine } from './log-text.js'

/** Why a training job failed. */
export interface JobFailure {
  readonly cause: 'user-error' | 'capacity' | 'internal' | 'image' | 'data' | 'access' | 'other'
  /** `training-crashed`, `out-of-memory` or `job-…`; or the training kit's own word, such as `one-class`. */
  readonly code: string
  /** One line, inert. */
  readonly message: string
  readonly hint: string | undefined
}

type Kind = Omit<JobFailure, 'message'>

const MOST_CHARACTERS = 1024
const OTHER: Kind = { cause: 'other', code: 'job-failed', hint: undefined }
const CRASHED: Kind = { cause: 'user-error', code: 'training-crashed', hint: 'The log above shows why.' }
const MEMORY: Kind = {
  cause: 'user-error',
  code: 'out-of-memory',
  hint: 'Use a larger compute.instance_type, or fewer rows, features or trees.'
}

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['AlgorithmError', CRASHED],
  [
    'CapacityError',
    {
      cause: 'capacity',
      code: 'job-capacity',
      hint: 'Try again later, choose another compute.instance_type, or another region.'
    }
  ],
  [
    'InternalServerError',
    {
      cause: 'internal',
      code: 'job-internal',
      hint: 'It is a failure of SageMaker; see the AWS Health Dashboard.'
    }
  ]
])

/** SageMaker calls everything a ClientError that the owner of the account can mend; only the text says what it is. */
const CLIENT_ERRORS: readonly (readonly [RegExp, Kind])[] = [
  [
    /access ?denied|not authorized|forbidden|permission|kms:/i,
    { cause: 'access', code: 'job-access', hint: 'Allow the execution role what the message names.' }
  ],
  [
    /\bECR\b|\bimage\b|manifest|repository/i,
    {
      cause: 'image',
      code: 'job-image',
      hint: 'Check compute.image_uri or compute.framework_version, and that the execution role may pull it.'
    }
  ],
  [
    /\bS3\b|data download|input data|no such key|channel/i,
    {
      cause: 'data',
      code: 'job-data',
      hint: 'Check that the data set is in the store and that the execution role may read it.'
    }
  ],
  [/memory/i, MEMORY]
]

/** What SageMaker's FailureReason means: its first word says whose failure it was, the rest is text. */
export function readFailureReason(reason: string): JobFailure {
  const [, first = '', rest = reason] = /^\s*(\w{1,40}Error)\b:?(.*)$/s.exec(reason) ?? []
  const text = plainLine(rest, MOST_CHARACTERS)
  return { ...kindOf(first, text), message: text === '' ? 'SageMaker gives no reason.' : text }
}

function kindOf(first: string, text: string): Kind {
  // 137 is SIGKILL, which is what the kernel does to a container without memory left.
  if (first === 'AlgorithmError' && /exit ?code:? 137\b/i.test(text)) return MEMORY
  if (first === 'ClientError') return CLIENT_ERRORS.find(([pattern]) => pattern.test(text))?.[1] ?? OTHER
  return KINDS.get(first) ?? OTHER
}
