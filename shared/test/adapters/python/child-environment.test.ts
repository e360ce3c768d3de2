import { describe, expect, test } from '@jest/globals'
import { childEnvironment } from '../../../src/adapters/python/child-environment.js'

describe('the environment of a training', () => {
  test.each([
    'GITHUB_TOKEN',
    'GH_TOKEN',
    'GITHUB_ENV',
    'GITHUB_OUTPUT',
    'ACTIONS_RUNTIME_TOKEN',
    'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
    'ACTIONS_ID_TOKEN_REQUEST_URL',
    'INPUT_GITHUB-TOKEN',
    'INPUT_STORE',
    'STATE_token',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'MLOPS_PYTHON',
    'SLACK_WEBHOOK_URL',
    'NPM_TOKEN',
    'SSH_AUTH_SOCK',
    'NODE_OPTIONS',
    'PYTHONPATH',
    'PYTHONSTARTUP',
    'LD_PRELOAD',
    'PATH_WITH_SECRET',
    'MY_PATH'
  ])('does not hold %s', name => {
    expect(Object.keys(childEnvironment({ [name]: 'secret' }))).not.toContain(name)
    expect(Object.values(childEnvironment({ [name]: 'secret' }))).not.toContain('secret')
  })

  test.each([
    'PATH',
    'HOME',
    'LANG',
    'LC_ALL',
    'TZ',
    'LD_LIBRARY_PATH',
    'CUDA_VISIBLE_DEVICES',
    'HTTPS_PROXY',
    'no_proxy'
  ])('holds %s', name => {
    expect(childEnvironment({ [name]: 'value' })).toMatchObject({ [name]: 'value' })
  })

  test('leaves out what is undefined and adds what the training needs', () => {
    expect(childEnvironment({ HOME: undefined, OMP_NUM_THREADS: '3' }, { SM_MODEL_DIR: '/m' })).toEqual({
      PYTHONNOUSERSITE: '1',
      PYTHONUNBUFFERED: '1',
      PYTHONDONTWRITEBYTECODE: '1',
      OMP_NUM_THREADS: '3',
      OMP_WAIT_POLICY: 'PASSIVE',
      SM_MODEL_DIR: '/m'
    })
  })
})
