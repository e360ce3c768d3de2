import { describe, expect, test } from '@jest/globals'
import type { TrainingRequest } from '../../../src/domain/request/training-request.js'
import { trainingImage } from '../../../src/domain/sagemaker/training-image.js'
import { aRequest } from '../../../testing/builders/records.js'

type Compute = NonNullable<TrainingRequest['compute']>

function choose(
  algorithm: string,
  compute: Compute = {},
  region = 'eu-central-1',
  instanceType = 'ml.m5.xlarge'
) {
  const choice = trainingImage(aRequest({ algorithm, compute }), { region, instanceType })
  return choice.ok ? choice.image : `${choice.problem.place}: ${choice.problem.message}`
}

const frankfurt = '492215442770.dkr.ecr.eu-central-1.amazonaws.com'

describe('trainingImage', () => {
  test.each<[string, string, string]>([
    ['a forest', choose('random_forest'), `${frankfurt}/sagemaker-scikit-learn:1.2-1-cpu-py3`],
    ['a linear model', choose('linear_regression'), `${frankfurt}/sagemaker-scikit-learn:1.2-1-cpu-py3`],
    ['XGBoost', choose('xgboost'), `${frankfurt}/sagemaker-xgboost:1.7-1`],
    ['an ensemble, which may hold XGBoost', choose('ensemble'), `${frankfurt}/sagemaker-xgboost:1.7-1`],
    [
      'a newer XGBoost',
      choose('xgboost', { framework: 'xgboost', framework_version: '3.0-5' }),
      `${frankfurt}/sagemaker-xgboost:3.0-5`
    ],
    [
      'a script of PyTorch on a processor',
      choose('script', { framework: 'pytorch' }, 'us-east-1'),
      '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.8.0-cpu-py312'
    ],
    [
      'a script of PyTorch on a graphics card',
      choose(
        'script',
        { framework: 'pytorch', framework_version: '2.5.1' },
        'ap-northeast-1',
        'ml.g5.xlarge'
      ),
      '763104351884.dkr.ecr.ap-northeast-1.amazonaws.com/pytorch-training:2.5.1-gpu-py311'
    ],
    [
      'a script of TensorFlow in Milan, which has an account of its own',
      choose('script', { framework: 'tensorflow' }, 'eu-south-1', 'ml.p3.2xlarge'),
      '692866216735.dkr.ecr.eu-south-1.amazonaws.com/tensorflow-training:2.19.0-gpu-py312'
    ],
    [
      'China, which has a domain of its own',
      choose('random_forest', {}, 'cn-north-1'),
      '450853457545.dkr.ecr.cn-north-1.amazonaws.com.cn/sagemaker-scikit-learn:1.2-1-cpu-py3'
    ],
    [
      'an image of the user',
      choose('lightgbm', { image_uri: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/mine:1' }),
      '123456789012.dkr.ecr.eu-central-1.amazonaws.com/mine:1'
    ]
  ])('is right for %s', (_, image, expected) => {
    expect(image).toBe(expected)
  })

  test.each<[string, string, string]>([
    [
      'a region without a known account',
      choose('random_forest', {}, 'xx-moon-1'),
      'compute.framework: the account of the images of sklearn in the region xx-moon-1 is not known'
    ],
    [
      'an unknown version',
      choose('random_forest', { framework: 'sklearn', framework_version: '9.9-9' }),
      'compute.framework_version: sklearn 9.9-9 is not known'
    ],
    [
      'XGBoost in another image',
      choose('xgboost', { framework: 'sklearn' }),
      'compute.framework: xgboost cannot be trained in the image of sklearn'
    ],
    [
      'LightGBM, which no image has',
      choose('lightgbm'),
      "algorithm: no image of SageMaker's frameworks can train lightgbm"
    ],
    [
      'a built-in algorithm',
      choose('sagemaker:xgboost'),
      "algorithm: sagemaker:xgboost is one of SageMaker's own programs, which this release does not run"
    ],
    [
      'a built-in algorithm, even in an image of the user',
      choose('sagemaker:knn', { image_uri: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/mine:1' }),
      "algorithm: sagemaker:knn is one of SageMaker's own programs, which this release does not run"
    ],
    [
      'a chip of its own kind',
      choose('script', { framework: 'pytorch' }, 'us-east-1', 'ml.trn1.2xlarge'),
      'compute.instance_type: the images of pytorch do not run on ml.trn1.2xlarge'
    ],
    [
      'an image of another region',
      choose('script', { image_uri: '123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1' }),
      'compute.image_uri: the image is in the region us-east-1, the training in eu-central-1'
    ]
  ])('is refused for %s', (_, problem, expected) => {
    expect(problem).toBe(expected)
  })
})
