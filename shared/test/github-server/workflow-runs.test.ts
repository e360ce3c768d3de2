import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { serverPlace } from './server-place.js'

let place: Awaited<ReturnType<typeof serverPlace>>
const cancelled: number[] = []

beforeEach(async () => {
  cancelled.length = 0
  place = await serverPlace({ onCancel: runId => void cancelled.push(runId) })
})

afterEach(async () => {
  expect(place.server.violations).toEqual([])
  await place.server.close()
})

describe('workflow runs', () => {
  test('are listed newest first, in pages', async () => {
    const { call, server } = place
    for (let id = 1; id <= 5; id++) server.state.addRun({ id, event: id === 3 ? 'schedule' : 'issues' })
    server.state.endRun(4, 'success')
    const ids = async (query: string) => {
      const { body } = await call('GET', `/actions/runs${query}`)
      return (body as { workflow_runs: { id: number }[] }).workflow_runs.map(({ id }) => id)
    }
    expect(await ids('')).toEqual([5, 4, 3, 2, 1])
    expect(await ids('?status=in_progress')).toEqual([5, 3, 2, 1])
    expect(await ids('?status=success')).toEqual([4])
    expect(await ids('?event=schedule')).toEqual([3])
    const first = await call('GET', '/actions/runs?per_page=2&page=2')
    expect(first.body).toMatchObject({ total_count: 5, workflow_runs: [{ id: 3 }, { id: 2 }] })
    expect(first.headers.get('link')).toContain(
      `<${server.url}/repos/o/r/actions/runs?per_page=2&page=3>; rel="next"`
    )
  })

  test('are cancelled while they run', async () => {
    const { call, server } = place
    server.state.addRun({ id: 7 })
    expect((await call('POST', '/actions/runs/7/cancel')).status).toBe(202)
    expect(cancelled).toEqual([7])
    server.state.endRun(7, 'cancelled')
    expect((await call('GET', '/actions/runs/7')).body).toMatchObject({
      status: 'completed',
      conclusion: 'cancelled'
    })
    expect((await call('POST', '/actions/runs/7/cancel')).status).toBe(409)
    expect((await call('POST', '/actions/runs/8/cancel')).status).toBe(404)
    expect(cancelled).toEqual([7])
  })

  test('are cancelled only with `actions: write`', async () => {
    const { call, server } = place
    server.state.addRun({ id: 7 })
    for (const permissions of [{}, { actions: 'read' }, { contents: 'write' }] as const) {
      const token = server.tokens.issue({ permissions })
      expect(await call('POST', '/actions/runs/7/cancel', undefined, token)).toMatchObject({
        status: 403,
        body: { message: 'Resource not accessible by integration' }
      })
    }
    expect(cancelled).toEqual([])
  })
})
