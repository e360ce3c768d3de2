import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BUCKET, channel, shell, unarchive, type CloudPlace } from '../cloud-place.js'
import { closeSound, statusPath, trainingPlace } from './training-place.js'

const KIT = new URL('../../../training-kit/', import.meta.url).pathname

let place: CloudPlace
beforeEach(async () => {
  place = await trainingPlace()
})
afterEach(() => closeSound(place))

describe('a job that succeeds', () => {
  test('trains with the training kit, and leaves its model and metrics', async () => {
    for (const entry of await readdir(KIT, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.py') || entry.parentPath.includes('/tests')) continue
      const file = join(entry.parentPath, entry.name)
      await place.put(`code/${file.slice(KIT.length)}`, await readFile(file))
    }
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 7},${i % 5},${i % 7 > 3 ? 'yes' : 'no'}`)
    await place.put('data/train/a.csv', ['x,y,label', ...rows].join('\n'))
    const job = {
      schema_version: 1,
      training_id: 'train-20250110-120000-0123abcd',
      algorithm: 'random_forest',
      target: 'label'
    }
    await place.put('config/job.json', JSON.stringify({ ...job, hyperparameters: { n_estimators: 5 } }))
    const AlgorithmSpecification = {
      ...shell('exec python3 /opt/ml/input/data/code/train.py').AlgorithmSpecification,
      MetricDefinitions: [{ Name: 'trees', Regex: '([0-9]+) trees' }]
    }
    const described = await place.run({
      AlgorithmSpecification,
      InputDataConfig: [channel('train', 'data/train/'), channel('config', 'config'), channel('code', 'code')]
    })
    expect(place.lines('job-1').join('\n')).toContain('training kit')
    expect(described).toMatchObject({ TrainingJobStatus: 'Completed', SecondaryStatus: 'Completed' })
    expect(statusPath(described)).toBe('Starting>Downloading>Training>Uploading>Completed')
    expect(described.ModelArtifacts?.S3ModelArtifacts).toBe(`s3://${BUCKET}/out/job-1/output/model.tar.gz`)
    const files = await unarchive(await place.get('out/job-1/output/model.tar.gz'))
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(['manifest.json', 'model.joblib', 'model.safetensors'])
    )
    expect(JSON.parse(files['manifest.json'] ?? '')).toMatchObject({
      algorithm: 'random_forest',
      classes: ['no', 'yes']
    })
  })

  test('finds the last value of each metric in its log', async () => {
    const described = await place.run({
      AlgorithmSpecification: {
        ...shell('echo "auc=0.5;"; sleep 0.1; echo "auc=0.75;" >&2; echo "loss=nan"').AlgorithmSpecification,
        MetricDefinitions: [
          { Name: 'validation:auc', Regex: 'auc=([0-9.]+);' },
          { Name: 'loss', Regex: 'loss=(\\S+)' }
        ]
      }
    })
    expect(described.FinalMetricDataList).toEqual([
      { MetricName: 'validation:auc', Value: 0.75, Timestamp: expect.any(Date) }
    ])
  })

  test('gets its parameters, resources, channels and nothing of the server’s environment', async () => {
    await place.put('in/a/one.csv', '1')
    await place.put('in/b.csv', '2')
    process.env['MLOPS_TEST_SECRET'] = 'secret'
    const described = await place.run({
      ...shell(
        'cd /opt/ml && cat input/config/*.json; ls -R input/data; env; echo m > model/m.txt; echo o > output/data/o.txt'
      ),
      HyperParameters: { depth: '3' },
      Environment: { OWN: 'mine' },
      InputDataConfig: [{ ...channel('train', 'in/a'), ContentType: 'text/csv' }, channel('test', 'in/b.csv')]
    })
    delete process.env['MLOPS_TEST_SECRET']
    expect(described.TrainingJobStatus).toBe('Completed')
    const log = place.lines('job-1').join('\n')
    expect(log).toContain('{"depth":"3"}')
    expect(log).toContain(
      '"train":{"ContentType":"text/csv","TrainingInputMode":"File","S3DistributionType":"FullyReplicated","RecordWrapperType":"None"}'
    )
    expect(log).toContain('"current_host":"algo-1"')
    expect(log).toMatch(/train:\none\.csv/)
    expect(log).toMatch(/test:\nb\.csv/)
    expect(log).toContain('OWN=mine')
    expect(log).toContain('TRAINING_JOB_NAME=job-1')
    expect(log).not.toContain('secret')
    expect(await unarchive(await place.get('out/job-1/output/model.tar.gz'))).toEqual({ 'm.txt': 'm\n' })
    expect(await unarchive(await place.get('out/job-1/output/output.tar.gz'))).toEqual({ 'o.txt': 'o\n' })
  })

  test('runs on several hosts, each with its share of the data, into one archive', async () => {
    for (const name of ['a', 'b', 'c']) await place.put(`in/${name}.csv`, name)
    const described = await place.run({
      ...shell(
        'cd /opt/ml; H=$(grep -o \'"current_host":"[^"]*"\' input/config/resourceconfig.json | cut -d\\" -f4); ls input/data/train | xargs > model/$H'
      ),
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 10 },
      InputDataConfig: [channel('train', 'in/', 'ShardedByS3Key')]
    })
    expect(described.TrainingJobStatus).toBe('Completed')
    expect(await unarchive(await place.get('out/job-1/output/model.tar.gz'))).toEqual({
      'algo-1': 'a.csv c.csv\n',
      'algo-2': 'b.csv\n'
    })
  })

  test('takes a simulated hour while its program takes a moment', async () => {
    const { controls } = place.cloud.sagemaker
    Object.assign(controls, { timeScale: 36_000, trainingSeconds: 3600 })
    const described = await place.run({ ...shell('true'), StoppingCondition: { MaxRuntimeInSeconds: 7200 } })
    expect(described.TrainingJobStatus).toBe('Completed')
    expect(described.TrainingTimeInSeconds).toBeGreaterThanOrEqual(3600)
    expect(described.TrainingTimeInSeconds).toBeLessThan(7200)
    expect(described.BillableTimeInSeconds).toBe(described.TrainingTimeInSeconds)
  })
})
