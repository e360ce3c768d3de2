import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { DirectoryObjectStore } from '../../src/adapters/files/directory-object-store.js'
import { datasetDigest } from '../../src/tables/dataset/dataset-digest.js'
import { fetchChannel } from '../../src/tables/dataset/fetch-channel.js'
import { parseDatasetDescription, readDatasetDescription } from '../../src/tables/dataset/read-description.js'
import { useTemporaryFolder } from './temporary-folder.js'

const inFolder = useTemporaryFolder()
const bytes = (text: string) => new TextEncoder().encode(text)

async function storeWith(objects: Record<string, string>): Promise<DirectoryObjectStore> {
  await mkdir(inFolder('store'))
  const store = new DirectoryObjectStore(inFolder('store'))
  for (const [key, content] of Object.entries(objects)) await store.write(key, bytes(content))
  return store
}

describe('fetchChannel', () => {
  test('downloads the data files of one channel in name order and says what it left alone', async () => {
    const store = await storeWith({
      'datasets/d1/train/b.csv': 'x\n1\n',
      'datasets/d1/train/a.csv': 'x\n22\n',
      'datasets/d1/train/readme.txt': 'hello',
      'datasets/d1/train/part/c.csv': 'x\n3\n',
      'datasets/d1/test/t.csv': 'x\n4\n',
      'datasets/d10/train/other.csv': 'x\n5\n'
    })
    const fetched = await fetchChannel(store, {
      datasetId: 'd1',
      channel: 'train',
      directory: inFolder('local', 'train')
    })
    expect(fetched.files.map(file => file.name)).toEqual(['a.csv', 'b.csv'])
    expect(fetched.sizeBytes).toBe(9)
    expect(fetched.ignored).toEqual(['part/c.csv', 'readme.txt'])
    expect(await readFile(fetched.files[0]?.path ?? '', 'utf8')).toBe('x\n22\n')
  })

  test.each([
    ['an empty channel', 'datasets/d1/test/t.csv', undefined, 'dataset-missing'],
    ['a channel without data files', 'datasets/d1/train/readme.txt', undefined, 'dataset-missing'],
    ['too many bytes', 'datasets/d1/train/a.csv', 3, 'dataset-too-large']
  ])('%s is an error', async (_name, key, maxBytes, code) => {
    const store = await storeWith({ [key]: 'x\n1\n' })
    const request = { datasetId: 'd1', channel: 'train' as const, directory: inFolder('local') }
    const fetching = fetchChannel(store, { ...request, ...(maxBytes === undefined ? {} : { maxBytes }) })
    await expect(fetching).rejects.toMatchObject({ code })
  })
})

describe('datasetDigest', () => {
  test('is over name, NUL, size, NUL, bytes in name order', async () => {
    await writeFile(inFolder('b.csv'), 'x\n1\n')
    await writeFile(inFolder('a.csv'), 'x\n22\n')
    const files = ['b.csv', 'a.csv'].map(name => ({ name, path: inFolder(name) }))
    // printf 'a.csv\0005\000x\n22\nb.csv\0004\000x\n1\n' | sha256sum
    expect(await datasetDigest(files)).toBe(
      'b28b247b56989e6ade8e963629d7d429ecc4e5fea0044e7a2da51ce9e9250636'
    )
  })
})

describe('dataset.json', () => {
  test('is optional', async () => {
    expect(await readDatasetDescription(await storeWith({}), 'd1')).toEqual({})
  })

  test('declares what it knows', async () => {
    const description = {
      task: 'regression',
      target: 'y',
      features: ['a', 'b'],
      types: { a: 'categorical' },
      sample_id: 'id',
      time: 't',
      group: 'g'
    }
    const store = await storeWith({ 'datasets/d1/dataset.json': JSON.stringify(description) })
    expect(await readDatasetDescription(store, 'd1')).toEqual(description)
  })

  test('lists everything that is wrong with it', () => {
    const text = '{"tsk": "regression", "task": "classify", "features": [], "types": {"a": "number"}}'
    let error: unknown
    try {
      parseDatasetDescription(bytes(text), 'dataset.json')
    } catch (caught) {
      error = caught
    }
    expect(error).toMatchObject({ code: 'dataset-description-invalid' })
    const places = (error as { problems: { place: string }[] }).problems.map(problem => problem.place)
    expect(places.toSorted()).toEqual(['features', 'task', 'tsk', 'types.a'])
  })

  test.each(['', '{', '[]', 'null', '\u0000'])('%j is not a description', text => {
    expect(() => parseDatasetDescription(bytes(text), 'dataset.json')).toThrow(
      expect.objectContaining({ code: 'dataset-description-invalid' })
    )
  })
})
