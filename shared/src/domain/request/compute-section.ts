import * as z from 'zod/mini'
import { byteSize, duration, metricName, whole, written } from './field-kinds.js'

const { optional } = z

/** `compute`: where and on what the training runs; all but `backend` and `max_runtime` belong to SageMaker. */
export function compute() {
  return z.strictObject({
    backend: optional(z.enum(['local', 'sagemaker'])),
    instance_type: optional(
      written(/^ml\.[a-z0-9-]{1,30}\.[a-z0-9]{1,20}$/, 'an instance type such as ml.m5.xlarge')
    ),
    instance_count: optional(whole(1, 100)),
    data_distribution: optional(z.enum(['replicated', 'sharded'])),
    spot: optional(z.boolean()),
    max_runtime: optional(duration()),
    max_wait: optional(duration()),
    volume_size: optional(byteSize()),
    framework: optional(z.enum(['sklearn', 'xgboost', 'pytorch', 'tensorflow'])),
    framework_version: optional(
      written(/^\d{1,3}(?:\.\d{1,3}){1,2}(?:-\d{1,3})?$/, 'a version such as 1.2-1 or 2.8.0')
    ),
    image_uri: optional(imageUri()),
    launcher: optional(z.enum(['kit', 'toolkit'])),
    checkpoints: optional(z.boolean()),
    metric_definitions: optional(metricDefinitions()),
    kms_key: optional(written(/^[a-zA-Z0-9:/_-]{1,2048}$/, 'the id, alias or ARN of a KMS key')),
    vpc: optional(vpc()),
    network_isolation: optional(z.boolean()),
    encrypt_traffic: optional(z.boolean()),
    tags: optional(tags())
  })
}

function imageUri() {
  const description = 'an image such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com/name:tag'
  return written(
    /^(?=.{1,255}$)[a-z0-9.-]+(?::\d{1,5})?(?:\/[a-z0-9._-]+)+(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/,
    description
  )
}

/** `vpc`: as many as SageMaker takes. */
function vpc() {
  const ids = (prefix: string, most: number) =>
    z
      .array(written(new RegExp(`^${prefix}-[0-9a-z]{1,24}$`), `an id such as ${prefix}-0a1b2c3d`))
      .check(z.minLength(1, 'must name at least one'), z.maxLength(most, `must name at most ${most}`))
  return z.strictObject({ subnets: ids('subnet', 16), security_groups: ids('sg', 5) })
}

/** `metric_definitions`: names, and expressions that find the value in a line of the log. */
function metricDefinitions() {
  const few = (map: object) => Object.keys(map).length <= 20
  const finder = written(/^.{1,500}$/, 'a regular expression of at most 500 characters in one line').check(
    z.refine(hasOneGroup, 'must be a regular expression with one group, around the value')
  )
  return z.record(metricName(), finder).check(z.refine(few, 'must hold at most 20 metrics'))
}

function hasOneGroup(source: string): boolean {
  try {
    return new RegExp(`${source}|`).exec('')?.length === 2
  } catch {
    return false
  }
}

/** `tags`: of the training job, beside the suite's own. */
function tags() {
  const letters = String.raw`[\p{L}\p{Z}\p{N}_.:/=+@-]`
  const few = (map: object) => Object.keys(map).length <= 40
  const own = (map: object) => Object.keys(map).every(key => !/^(?:aws|mlops):/i.test(key))
  const text = (low: number, high: number) =>
    written(
      new RegExp(`^${letters}{${low},${high}}$`, 'u'),
      `${low} to ${high} letters, digits, blanks and _ . : / = + - @`
    )
  return z
    .record(text(1, 128), text(0, 256))
    .check(
      z.refine(few, 'must hold at most 40 tags'),
      z.refine(own, 'must not hold tags that start with aws: or mlops:')
    )
}
