import { TRAINING_ID } from '../domain/text/id-patterns.js'
import type { InputReader } from './inputs.js'

export const languages = ['en', 'ja'] as const
export type Language = (typeof languages)[number]

/** The inputs every action has. */
export interface CommonInputs {
  readonly store: string
  readonly config: string
  readonly trainingId: string | undefined
  readonly githubToken: string | undefined
  readonly awsRegion: string | undefined
  readonly roleToAssume: string | undefined
  /** Set by actions of which another input than the store may be in S3. */
  readonly reachesAws?: boolean
  readonly failOn: readonly string[]
  readonly language: Language
}

const AWS_REGION = /^[a-z]{2,3}(-[a-z]+){1,3}-\d{1,2}$/
const ROLE_ARN = /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/

/** Reads the common inputs; `decisions` are the words `fail-on` may hold. */
export function readCommonInputs(
  reader: InputReader,
  decisions: readonly string[],
  failOn: readonly string[] = []
): CommonInputs {
  return {
    store: reader.textOr('store', '.mlops'),
    config: reader.textOr('config', '.github/mlops.yml'),
    trainingId: reader.matching(
      'training-id',
      TRAINING_ID,
      'a training id such as train-20250110-093000-1a2b3c4d'
    ),
    githubToken: reader.text('github-token'),
    awsRegion: reader.matching('aws-region', AWS_REGION, 'a region such as eu-central-1'),
    roleToAssume: reader.matching(
      'role-to-assume',
      ROLE_ARN,
      'the ARN of a role, such as arn:aws:iam::123456789012:role/mlops'
    ),
    failOn: reader.words('fail-on', decisions, failOn),
    language: reader.choice('language', languages, 'en')
  }
}

/** Inputs that were given and do nothing, because no AWS service is used; who sets one must hear it. */
export function inertInputs(inputs: CommonInputs): string[] {
  if (inputs.reachesAws === true || /^s3:/i.test(inputs.store)) return []
  const given: [string, string | undefined][] = [
    ['aws-region', inputs.awsRegion],
    ['role-to-assume', inputs.roleToAssume]
  ]
  return given.flatMap(([name, value]) =>
    value === undefined ? [] : [`The input ${name} does nothing here: the store is not in S3.`]
  )
}
