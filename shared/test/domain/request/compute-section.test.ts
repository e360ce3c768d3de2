import { describe, expect, test } from '@jest/globals'
import { readIssueBody } from '../../../src/domain/intake/issue-body.js'
import { sourceText } from '../../../src/domain/intake/source-text.js'
import { buildRequest } from '../../../src/domain/request/build-request.js'
import { requestFieldNames, textFields } from '../../../src/domain/request/request-fields.js'

async function build(compute: string, algorithm = 'script'): Promise<unknown> {
  const text = `algorithm: ${algorithm}\ndataset_id: d1\ncompute: {${compute}}\n`
  const body = await readIssueBody(sourceText('issue', text), { fieldNames: requestFieldNames, textFields })
  const reading = body.ok ? await buildRequest(body.value, { policy: {}, modelId: 'm' }) : body
  if (!reading.ok) return reading.problems.map(({ message }) => message)
  return JSON.parse(JSON.stringify(reading.value.compute ?? {}))
}

const image = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/mine:1'

describe('the compute section of a request', () => {
  test.each<[string, string, unknown]>([
    [
      'a version that looks like a number',
      'framework: pytorch, framework_version: 2.8',
      { framework: 'pytorch', framework_version: '2.8' }
    ],
    ['an image', `image_uri: "${image}"`, { image_uri: image }],
    [
      'several instances with the toolkit',
      'launcher: toolkit, instance_count: 2',
      { launcher: 'toolkit', instance_count: 2 }
    ],
    [
      'a network',
      'vpc: {subnets: [subnet-0a1], security_groups: [sg-0b2]}, network_isolation: true, encrypt_traffic: true',
      {
        vpc: { subnets: ['subnet-0a1'], security_groups: ['sg-0b2'] },
        network_isolation: true,
        encrypt_traffic: true
      }
    ],
    [
      'keys, tags and a disk',
      'kms_key: alias/models, tags: {cost center: "4711"}, volume_size: 50GB',
      { kms_key: 'alias/models', tags: { 'cost center': '4711' }, volume_size: '50GB' }
    ],
    ['metrics', 'metric_definitions: {loss: "loss=(.*)"}', { metric_definitions: { loss: 'loss=(.*)' } }],
    [
      'short spot without checkpoints',
      'spot: true, max_runtime: 1h, checkpoints: false',
      { spot: true, max_runtime: '1h', checkpoints: false }
    ]
  ])('takes %s', async (_, compute, expected) => {
    expect(await build(compute)).toEqual(expected)
  })

  test.each([
    [
      'image and framework',
      `image_uri: "${image}", framework: pytorch`,
      'image_uri and framework both choose the image'
    ],
    ['a version of nothing', 'framework_version: 2.8.0', 'framework_version needs a framework'],
    ['several instances without the toolkit', 'instance_count: 2', 'several instances need the toolkit'],
    ['shares of data for one instance', 'data_distribution: sharded', 'there is one instance'],
    [
      'endless spot without checkpoints',
      'spot: true, checkpoints: false',
      'spot training of more than an hour without checkpoints'
    ],
    ['an image that is a command', 'image_uri: "x;reboot"', 'must be an image such as'],
    [
      'a metric without a group',
      'metric_definitions: {loss: "loss"}',
      'must be a regular expression with one group'
    ],
    [
      'a metric with two groups',
      'metric_definitions: {loss: "(a)(b)"}',
      'must be a regular expression with one group'
    ],
    [
      'a metric that is none',
      'metric_definitions: {loss: "("}',
      'must be a regular expression with one group'
    ],
    [
      "a tag of the suite's",
      'tags: {"mlops:owner": me}',
      'must not hold tags that start with aws: or mlops:'
    ],
    ['an illegal tag', 'tags: {a: "b#c"}', '0 to 256 letters, digits, blanks'],
    ['no subnets', 'vpc: {subnets: [], security_groups: [sg-1]}', 'must name at least one']
  ])('refuses %s', async (_, compute, message) => {
    expect(await build(compute)).toEqual([expect.stringContaining(message)])
  })

  test('says of a map what is wrong in it, not that it is one', async () => {
    expect(await build('tags: {"mlops:owner": me}')).toEqual([
      '"compute.tags" must not hold tags that start with aws: or mlops:'
    ])
  })

  test("refuses what the kit's own algorithms cannot use", async () => {
    expect(await build('launcher: toolkit, instance_count: 2', 'random_forest')).toEqual([
      '"launcher: toolkit" is only for algorithm script, not random_forest',
      'random_forest trains on one instance; more would only cost more'
    ])
  })
})
