import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, test } from '@jest/globals'
import { followJob } from '../../../../src/action/remote-training/follow-job.js'
import type { TrainingRequest } from '../../../../src/domain/request/training-request.js'
import type { TrainingJobSpec } from '../../../../src/domain/sagemaker/training-job-spec.js'
import { refusal, throttled } from '../../../../testing/aws-server/http/failures.js'
import { droppedConnection } from '../../../../testing/failure-plan.js'
import { aJobPlan, aJobSpec } from '../../../../testing/builders/job-plan.js'
import { aRequest } from '../../../../testing/builders/records.js'
import { codeOf } from '../../../../testing/code-of.js'
import { until } from '../../../../testing/until.js'
import { openTrainingPlace } from './training-place.js'

type Place = Awaited<ReturnType<typeof openTrainingPlace>>

/** The same job with a program of the test in place of the kit. */
function running(spec: TrainingJobSpec, program: string): TrainingJobSpec {
  const algorithm = { ...spec.AlgorithmSpecification, ContainerArguments: ['-c', program] }
  return { ...spec, AlgorithmSpecification: algorithm }
}

const quick = { clock: { now: () => new Date() }, pace: () => 0.05 }

function follow({ remote }: Place, name: string) {
  const seen = { lines: [] as string[], statuses: [] as string[] }
  const following = followJob(remote, name, {
    ...quick,
    sleep: milliseconds => pause(Math.min(milliseconds, 300)),
    signal: new AbortController().signal,
    onLine: line => seen.lines.push(line),
    onStatus: text => seen.statuses.push(text)
  })
  return following.then(result => ({ result, ...seen }))
}

describe('a training in SageMaker', () => {
  let place: Place
  afterEach(async () => {
    await place.cloud.close()
    expect([...place.cloud.violations, ...place.cloud.defects]).toEqual([])
  })

  const spec = (compute: TrainingRequest['compute'] = {}) =>
    aJobSpec({ request: aRequest({ compute }), roleArn: place.roleArn })

  test('runs the training kit to its end and is followed there', async () => {
    place = await openTrainingPlace({ timeScale: 1000 })
    const asked = spec()
    expect(await place.remote.create(asked)).toBe('created')
    const { result, lines, statuses } = await follow(place, asked.TrainingJobName)
    expect(lines).toContain('random_forest, classification')
    expect(statuses.at(-1)).toMatch(/^Completed/)
    expect(result).toMatchObject({ ended: true, end: { how: 'completed' } })
    if (!result.ended) return
    expect(result.metrics.get('train_accuracy')).toBe(1)
    expect(result.job.billableSeconds).toBeGreaterThan(0)
    expect(result.job.modelArtifactUri).toBe(
      `${asked.OutputDataConfig.S3OutputPath}${asked.TrainingJobName}/output/model.tar.gz`
    )
  })

  test('shows a hostile log that comes late, after throttling, whole and as nothing but text', async () => {
    place = await openTrainingPlace({ timeScale: 1000 })
    place.cloud.logs.controls.ingestionDelayMs = 150
    place.cloud.logs.controls.emptyPages = 2
    place.cloud.failures.add(/GetLogEvents/, throttled(), 2)
    const program = [
      String.raw`printf '::add-mask::a\n  ::error::b\n10%%\r::stop-commands::c\n\033[31mred\033[0m\n'`,
      String.raw`printf 'x ##[error]d\n\377\376::set-output name=e::f\n\357\273\277::warning::g\nlast\n'`,
      String.raw`head -c 300000 /dev/zero | tr '\0' y`
    ].join('; ')
    const asked = running(spec(), program)
    await place.remote.create(asked)
    const { result, lines } = await follow(place, asked.TrainingJobName)
    expect(result).toMatchObject({ end: { how: 'completed' } })
    expect(lines.filter(line => !line.startsWith('y'))).toEqual([
      ':\u200b:add-mask::a',
      '  :\u200b:error::b',
      '10%',
      ':\u200b:stop-commands::c',
      'red',
      'x #\u200b#[error]d',
      '\ufffd\ufffd::set-output name=e::f',
      ':\u200b:warning::g',
      'last'
    ])
    // 300,000 characters come as two events, and each is cut.
    expect(lines.filter(line => line.startsWith('y'))).toEqual([
      `${'y'.repeat(2000)}…`,
      `${'y'.repeat(2000)}…`
    ])
  })

  test.each([
    ['ExpiredTokenException', 'credentials-expired', /role-to-assume/],
    ['UnrecognizedClientException', 'credentials-invalid', /Check the keys/],
    ['AccessDeniedException', 'access-denied', /sagemaker:DescribeTrainingJob/]
  ])('names %s, and what to do', async (name, code, hint) => {
    place = await openTrainingPlace({ timeScale: 1000 })
    place.cloud.failures.add(/DescribeTrainingJob/, refusal(name, 400, 'No.'), 9)
    const failure = await place.remote.describe('mlops-x').catch((error: unknown) => error)
    expect(failure).toMatchObject({ code, hint: expect.stringMatching(hint) })
  })

  test('fails in the words of the kit', async () => {
    place = await openTrainingPlace({ timeScale: 1000 })
    const asked = running(spec(), 'echo "error: one-class: the target has one class" >&2; exit 1')
    await place.remote.create(asked)
    const { result } = await follow(place, asked.TrainingJobName)
    expect(result).toMatchObject({ end: { how: 'failed', cause: 'user-error', code: 'one-class' } })
  })

  test('is stopped after its longest time', async () => {
    place = await openTrainingPlace({ timeScale: 1000 })
    const asked = running(spec({ max_runtime: '1s' }), 'exec sleep 600')
    await place.remote.create(asked)
    const { result } = await follow(place, asked.TrainingJobName)
    expect(result).toMatchObject({ end: { how: 'stopped', code: 'max-runtime' } })
  })

  test('finds no capacity, which is worth another try', async () => {
    place = await openTrainingPlace({ timeScale: 1000 })
    place.cloud.sagemaker.controls.capacityErrors = 1
    await place.remote.create(spec())
    const { result } = await follow(place, spec().TrainingJobName)
    expect(result).toMatchObject({ end: { how: 'failed', cause: 'capacity' } })
  })

  test('is one job when the answer to Create is lost and Describe is late', async () => {
    place = await openTrainingPlace({ timeScale: 1000 })
    place.cloud.sagemaker.controls.describeMisses = 1
    place.cloud.failures.add(/CreateTrainingJob/, droppedConnection('handling'))
    expect(await place.remote.create(running(spec(), 'exec sleep 600'))).toBe('exists')
    expect([...place.cloud.sagemaker.jobs.keys()]).toEqual([spec().TrainingJobName])
  })

  test.each<[string, string, (place: Place) => TrainingJobSpec]>([
    [
      'a role that is not there',
      'role-not-assumable',
      ({ roleArn }) => aJobSpec({ roleArn: `${roleArn}-2` })
    ],
    [
      'a data set that is not there',
      'data-missing',
      ({ roleArn }) => {
        const { places } = aJobPlan()
        return aJobSpec({ roleArn, places: { ...places, train: 's3://bucket/nothing/' } })
      }
    ],
    [
      'a quota',
      'quota-exceeded',
      ({ cloud, roleArn }) => {
        cloud.sagemaker.controls.quotas.set('ml.m5.xlarge', 0)
        return aJobSpec({ roleArn })
      }
    ]
  ])('is refused for %s', async (_, code, plan) => {
    place = await openTrainingPlace()
    const asked = plan(place)
    expect(await codeOf(place.remote.create(asked))).toBe(code)
    expect(await place.remote.describe(asked.TrainingJobName)).toBeUndefined()
  })

  test('goes on after the loss of a spot instance, and costs less', async () => {
    place = await openTrainingPlace({ timeScale: 1000 })
    const { sagemaker, logs } = place.cloud
    Object.assign(sagemaker.controls, { trainingSeconds: 60, stopGraceMs: 100 })
    const program =
      'cd /opt/ml/checkpoints; [ -e seen ] && echo 42 > ../model/x || { touch seen; echo begun; exec sleep 600; }'
    const asked = running(spec({ spot: true, max_runtime: '1h' }), program)
    const { TrainingJobName: name } = asked
    await place.remote.create(asked)
    const following = follow(place, name)
    await until(() => logs.linesOf(name).includes('begun'), 'the program to begin')
    sagemaker.interrupt(name)
    const { result, statuses } = await following
    expect(result).toMatchObject({ end: { how: 'completed' }, job: { spot: true } })
    expect(statuses.filter(text => text.startsWith('Interrupted'))).toHaveLength(1)
    expect(result.job?.billableSeconds).toBeLessThan(result.job?.trainingSeconds ?? 0)
  })

  test('ends when it is stopped', async () => {
    place = await openTrainingPlace({ timeScale: 1000 })
    const asked = running(spec(), 'exec sleep 600')
    await place.remote.create(asked)
    await place.remote.stop(asked.TrainingJobName)
    const { result } = await follow(place, asked.TrainingJobName)
    expect(result).toMatchObject({ end: { how: 'stopped', code: 'stopped-elsewhere' } })
  })
})
