import { expect, test } from '@jest/globals'
import { readCsv } from '../../../src/tables/csv/read-csv.js'
import { readTable } from '../../../src/tables/read-table.js'
import { writeTable } from '../../../src/tables/csv/write-table.js'
import { contentOf, memoryCsv } from '../memory-csv.js'
import { useTemporaryFolder } from '../temporary-folder.js'

const inFolder = useTemporaryFolder()

test('a table that is written can be read again', async () => {
  const table = await readCsv([memoryCsv('n,"t,x"\n-0,"a ""b"""\n,\n1e300,"c\nd"\ninf,NA\n')], {})
  const file = { name: 'a.csv', path: inFolder('a.csv') }
  await writeTable(table, file.path)
  const again = contentOf(await readTable([file]))
  expect(again).toEqual({ n: [-0, null, 1e300, Infinity], 't,x': ['a "b"', null, 'c\nd', null] })
})
