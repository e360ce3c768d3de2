import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { node24 } from './release.js'

/** A GitHub that never answers: parse-issue waits for the sender's permission until it is cancelled. */
test('a cancelled action that waits for GitHub ends at once', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cancelled-'))
  const server = createServer(() => undefined).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const event = join(directory, 'event.json')
  writeFileSync(
    event,
    JSON.stringify({
      action: 'labeled',
      label: { name: 'mlops:train' },
      issue: {
        number: 1,
        title: '[MLOps] x',
        body: '',
        updated_at: '2025-01-10T00:00:00Z',
        user: { login: 'a' }
      },
      sender: { login: 'alice', type: 'User' },
      repository: { full_name: 'acme/models' }
    })
  )
  const child = spawn(node24, [join('dist', 'parse-issue', 'index.js')], {
    env: {
      GITHUB_API_URL: `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`,
      GITHUB_EVENT_NAME: 'issues',
      GITHUB_EVENT_PATH: event,
      GITHUB_REPOSITORY: 'acme/models',
      GITHUB_WORKSPACE: directory,
      'INPUT_GITHUB-TOKEN': 'ghs_0123456789'
    }
  })
  try {
    await once(server, 'request')
    child.kill('SIGINT')
    const [code] = (await once(child, 'exit')) as [number | null]
    expect(code).toBe(130)
  } finally {
    child.kill('SIGKILL')
    server.closeAllConnections()
    server.close()
    rmSync(directory, { recursive: true, force: true })
  }
})
