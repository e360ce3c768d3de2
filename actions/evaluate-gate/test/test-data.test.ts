import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { classifierArchive, regressionArchive } from '../../../shared/testing/builders/model-archive.js'
import { trainingId } from '../../../shared/testing/builders/records.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import { World, numberRows, twentyRows } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  expect(world.leftovers()).toEqual([])
  expect(world.inference.open).toBe(0)
  world.close()
})

describe('test data', () => {
  test('with a class that training never saw counts it as an error', async () => {
    // 3 of 5 right; the class "maybe" has no probability.
    await world.trained({ evaluation_threshold: 0.6 }, 'x,label\n1,yes\n2,yes\n-1,no\n1,maybe\n-1,maybe\n')
    const { evaluation, decision } = await world.evaluate()
    expect(evaluation.metrics).toMatchObject({ accuracy: 0.6, log_loss: null })
    expect(evaluation.undefined['log_loss']).toContain('maybe')
    expect(evaluation.confusion_matrix).toEqual({
      classes: ['no', 'yes', 'maybe'],
      counts: [
        [1, 0, 0],
        [0, 2, 0],
        [1, 1, 0]
      ]
    })
    expect(decision.decision).toBe('pass')
  })

  test('with a missing feature is scored with the fill value of the model', async () => {
    // The fill value is 0, and 0 + 0.5 > 0: yes.
    await world.trained({}, 'x,label\n,yes\nNA,yes\n-1,no\n', {
      archive: await classifierArchive({ intercept: 0.5 })
    })
    expect((await world.evaluate()).evaluation.metrics['accuracy']).toBe(1)
  })

  test('in several files is one table', async () => {
    await world.trained({}, 'x,label\n1,yes\n')
    await world.putTest('x,label\n-1,yes\n', 'more.csv')
    const { evaluation } = await world.evaluate()
    expect(evaluation).toMatchObject({
      rows: 2,
      metrics: { accuracy: 0.5 },
      test_data: { files: ['more.csv', 'test.csv'] }
    })
  })

  test('named by the input test-data is read from the workspace', async () => {
    await world.trained({}, twentyRows(0))
    world.write('data/other.csv', 'x,label\n1,no\n')
    const { evaluation } = await world.evaluate({ 'test-data': 'data' })
    expect(evaluation).toMatchObject({
      rows: 1,
      metrics: { accuracy: 0 },
      test_data: { files: ['other.csv'] }
    })
  })

  test.each([
    ['lacks a feature of the model', 'z,label\n1,yes\n', 'feature-missing'],
    ['holds text in a numeric feature', 'x,label\nmuch,yes\n', 'feature-not-numeric'],
    ['lacks the target', 'x,class\n1,yes\n', 'target-missing-column'],
    ['has a row without target', 'x,label\n1,yes\n-1,\n', 'target-missing-values'],
    ['has NaN for a target', 'x,label\n1,yes\n-1,NaN\n', 'target-missing-values'],
    ['has no rows', 'x,label\n', 'table-empty'],
    ['is ragged', 'x,label\n1,yes,2\n', 'table-ragged']
  ])('that %s is an error', async (_name, csv, code) => {
    await world.trained({}, csv)
    expect(await codeOf(world.evaluate())).toBe(code)
    expect(await world.evaluation()).toBeUndefined()
  })

  test('for a regression must be numbers', async () => {
    await world.trained({ task: 'regression' }, 'x,label\n1,one\n', { archive: await regressionArchive() })
    expect(await codeOf(world.evaluate())).toBe('target-not-numeric')
  })

  test.each([
    ['is not there', 'nowhere'],
    ['lies outside', '../elsewhere'],
    ['has no data file', 'empty']
  ])('named by the input that %s is missing', async (_name, path) => {
    await world.trained({}, twentyRows(0))
    world.write('empty/readme.txt', 'nothing')
    expect(await codeOf(world.evaluate({ 'test-data': path }))).toBe('dataset-missing')
  })

  test('behind a link that leads out of the workspace is not read', async () => {
    await world.trained({}, twentyRows(0))
    symlinkSync('/etc', join(world.workspace, 'data'))
    expect(await codeOf(world.evaluate({ 'test-data': 'data' }))).toBe('dataset-missing')
  })
})

describe('a run that cannot be measured', () => {
  test.each([
    ['has no request', { drop: layout.request(trainingId) }, 'record-missing'],
    ['has no training', { drop: layout.training(trainingId) }, 'record-missing'],
    ['has no archive', { drop: layout.modelArchive(trainingId) }, 'model-missing'],
    ['has no test data', { drop: 'datasets/d1/test/test.csv' }, 'dataset-missing'],
    ['has a damaged archive', { damage: layout.modelArchive(trainingId) }, 'model-unreadable'],
    ['has a damaged training record', { damage: layout.training(trainingId) }, 'record-unreadable'],
    [
      'has a damaged data set description',
      { damage: 'datasets/d1/dataset.json' },
      'dataset-description-invalid'
    ]
  ])('because it %s', async (_name, { drop, damage }: { drop?: string; damage?: string }, code) => {
    await world.trained({}, twentyRows(0))
    if (drop !== undefined) await world.store.remove(drop)
    if (damage !== undefined) await world.store.write(damage, new TextEncoder().encode('{broken'))
    expect(await codeOf(world.evaluate())).toBe(code)
  })

  test.each(['running', 'failed', 'stopped'] as const)('because it is %s', async status => {
    await world.trained({}, twentyRows(0), { training: { status } })
    expect(await codeOf(world.evaluate())).toBe('run-not-trained')
  })

  test('because nothing can be made of its model', async () => {
    const { archiveOf } = await import('../../../shared/testing/builders/model-archive.js')
    await world.trained({}, twentyRows(0), { archive: await archiveOf({ 'model.pkl': '\u0080\u0004' }) })
    expect(await codeOf(world.evaluate())).toBe('model-unsupported')
  })

  test('because its task is not measured here', async () => {
    await world.trained({ task: 'clustering', algorithm: 'kmeans' }, twentyRows(0))
    world.write('predictions.csv', 'prediction\n1\n')
    expect(await codeOf(world.evaluate({ predictions: 'predictions.csv' }))).toBe('task-unsupported')
  })
})

describe('predictions from a file', () => {
  const rows = 'x,label\n1,yes\n-1,no\n1,no\n-1,no\n'
  const evaluate = async (csv: string) => {
    world.write('predictions.csv', csv)
    return world.evaluate({ predictions: 'predictions.csv' })
  }

  test('of classes stand in for a model, even of a run that was not completed here', async () => {
    await world.trained({ target: 'label' }, rows, { training: { status: 'submitted' } })
    const { evaluation } = await evaluate('prediction\nyes\nno\nyes\nno\n')
    expect(evaluation).toMatchObject({
      rows: 4,
      metrics: { accuracy: 0.75, roc_auc: null },
      predictions_source: 'file',
      model: { sha256: null, size_bytes: null }
    })
  })

  test('with probabilities give metrics of probabilities', async () => {
    await world.trained({ target: 'label' }, rows)
    const { evaluation } = await evaluate(
      'prediction,probability_no,probability_yes\nyes,0.1,0.9\nno,0.8,0.2\nyes,0.4,0.6\nno,0.7,0.3\n'
    )
    // The one positive row has the highest score.
    expect(evaluation.metrics['roc_auc']).toBe(1)
  })

  test('of numbers are measured as a regression', async () => {
    await world.trained({ task: 'regression', target: 'label' }, numberRows())
    const predictions = Array.from({ length: 20 }, (_, index) => String(index)).join('\n')
    const { evaluation } = await evaluate(`prediction\n${predictions}\n`)
    expect(evaluation.metrics['mae']).toBeCloseTo(3.5, 12)
  })

  test('are joined by sample id, whatever their order', async () => {
    await world.trained({ target: 'label', sample_id: 'id' }, 'id,x,label\na,1,yes\nb,-1,no\nc,1,no\n')
    const { evaluation } = await evaluate('sample_id,prediction\nc,yes\nb,no\na,yes\n')
    expect(evaluation.metrics['accuracy']).toBeCloseTo(2 / 3, 12)
    expect(await world.text(layout.predictions(trainingId))).toBe(
      'sample_id,target,prediction\na,yes,yes\nb,no,no\nc,no,yes\n'
    )
  })

  test.each([
    ['have another number of rows', 'prediction\nyes\n', 'predictions-invalid'],
    ['repeat other targets', 'target,prediction\nno,yes\nyes,no\nno,yes\nno,no\n', 'predictions-invalid'],
    ['lack the column', 'label\nyes\nno\nno\nno\n', 'predictions-missing-column'],
    ['lack a value', 'row,prediction\n1,yes\n2,\n3,yes\n4,no\n', 'predictions-invalid'],
    [
      'have impossible probabilities',
      'prediction,probability_yes\nyes,2\nno,0\nyes,0\nno,0\n',
      'predictions-invalid'
    ]
  ])('that %s are refused', async (_name, csv, code) => {
    await world.trained({ target: 'label' }, rows)
    expect(await codeOf(evaluate(csv))).toBe(code)
  })

  test.each([
    ['a sample id twice', 'sample_id,prediction\na,yes\na,no\n'],
    ['a sample id that the data lacks', 'sample_id,prediction\na,yes\nz,no\n']
  ])('with %s are refused', async (_name, csv) => {
    await world.trained({ target: 'label', sample_id: 'id' }, 'id,x,label\na,1,yes\nb,-1,no\n')
    expect(await codeOf(evaluate(csv))).toBe('predictions-invalid')
  })

  test('outside the workspace are not read', async () => {
    await world.trained({}, rows)
    expect(await codeOf(world.evaluate({ predictions: '../predictions.csv' }))).toBe('dataset-missing')
  })

  test('leave no ONNX model of an earlier evaluation behind', async () => {
    await world.trained({ target: 'label' }, rows)
    await world.evaluate()
    expect(await world.bytes(layout.runModel(trainingId))).toBeDefined()
    await evaluate('prediction\nyes\nno\nyes\nno\n')
    expect(await world.bytes(layout.runModel(trainingId))).toBeUndefined()
  })
})
