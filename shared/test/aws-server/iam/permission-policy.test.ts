import { expect, test } from '@jest/globals'
import {
  actionsOf,
  permits,
  type PermissionPolicy
} from '../../../testing/aws-server/iam/permission-policy.js'

const policy: PermissionPolicy = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:List*'], Resource: 'arn:aws:s3:::b/mlops/*' },
    { Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/mlops/secret?' },
    {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: 'arn:aws:iam::1:role/training',
      Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } }
    },
    {
      Effect: 'Allow',
      Action: 'cloudwatch:PutMetricData',
      Resource: '*',
      Condition: { StringLike: { 'cloudwatch:namespace': '/aws/sagemaker/*' } }
    },
    {
      Effect: 'Allow',
      Action: 'ec2:RunInstances',
      Resource: '*',
      Condition: { IpAddress: { x: '10.0.0.0/8' } }
    }
  ]
}

const role = 'arn:aws:iam::1:role/training'
const toSageMaker = { 'iam:PassedToService': 'sagemaker.amazonaws.com' }

test.each([
  ['a named action on a matching resource', 's3:GetObject', 'arn:aws:s3:::b/mlops/a/b', {}, true],
  ['whatever the case of the action', 'S3:getobject', 'arn:aws:s3:::b/mlops/a', {}, true],
  ['an action by a pattern', 's3:ListBucket', 'arn:aws:s3:::b/mlops/a', {}, true],
  ['an action nobody named', 's3:PutObject', 'arn:aws:s3:::b/mlops/a', {}, false],
  ['an action whose name only begins so', 's3:GetObjectVersion', 'arn:aws:s3:::b/mlops/a', {}, false],
  ['another resource', 's3:GetObject', 'arn:aws:s3:::b/other/a', {}, false],
  ['what one statement allows and another denies', 's3:GetObject', 'arn:aws:s3:::b/mlops/secret1', {}, false],
  ['a condition that holds', 'iam:PassRole', role, toSageMaker, true],
  [
    'a condition on another value',
    'iam:PassRole',
    role,
    { 'iam:PassedToService': 'ec2.amazonaws.com' },
    false
  ],
  ['a condition on a key that is absent', 'iam:PassRole', role, {}, false],
  [
    'a pattern in a condition',
    'cloudwatch:PutMetricData',
    '*',
    { 'cloudwatch:namespace': '/aws/sagemaker/x' },
    true
  ],
  ['an operator this evaluator does not know', 'ec2:RunInstances', '*', { x: '10.1.1.1' }, false]
])('%s: %s on %s', (_, action, resource, context, expected) => {
  expect(permits(policy, { action, resource, context })).toBe(expected)
})

test('the actions of a policy are those of all its statements', () => {
  expect(actionsOf(policy)).toEqual([
    's3:GetObject',
    's3:List*',
    's3:GetObject',
    'iam:PassRole',
    'cloudwatch:PutMetricData',
    'ec2:RunInstances'
  ])
})
