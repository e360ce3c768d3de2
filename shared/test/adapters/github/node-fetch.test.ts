import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { createNodeFetch } from '../../../src/adapters/github/node-fetch.js'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const open: (() => void)[] = []

async function serve(answer: Answer): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  open.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(307, { location }).end()
}

function echo(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => response.end(`${request.method ?? ''} ${Buffer.concat(chunks).toString('utf8')}`))
}

afterEach(() => {
  for (const close of open.splice(0)) close()
})

describe('createNodeFetch', () => {
  test('gives status, headers and text', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(201, { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] }).end('naïve ✅')
    })
    const answer = await createNodeFetch()(url, { method: 'GET', headers: {} })
    expect(answer.status).toBe(201)
    expect(await answer.text()).toBe('naïve ✅')
    expect(Buffer.from(await answer.arrayBuffer()).toString('utf8')).toBe('naïve ✅')
    expect(answer.headers.get('content-type')).toBe('text/plain')
    expect(answer.headers.get('set-cookie')).toBe('a=1, b=2')
  })

  test('a redirect on the same host is followed with method and body', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/old') redirect(response, '/new')
      else echo(request, response)
    })
    const answer = await createNodeFetch()(`${url}/old`, { method: 'POST', headers: {}, body: 'größe' })
    expect(await answer.text()).toBe('POST größe')
    expect(answer.url).toBe(`${url}/new`)
  })

  test('the token is not carried to another host', async () => {
    const seen: unknown[] = []
    const other = await serve((request, response) => {
      seen.push(request.headers)
      response.end()
    })
    const url = await serve((_request, response) => redirect(response, other))
    const headers = { authorization: 'token secret' }
    await expect(createNodeFetch()(url, { method: 'GET', headers })).rejects.toMatchObject({
      failure: 'redirect'
    })
    expect(seen).toEqual([])
  })

  test.each(['/', 'http://', undefined])('a redirect to %s ends', async location => {
    let requests = 0
    const url = await serve((_request, response) => {
      requests++
      response.writeHead(302, location === undefined ? {} : { location }).end()
    })
    const asking = createNodeFetch()(url, { method: 'GET', headers: {} })
    await expect(asking).rejects.toMatchObject({ failure: 'redirect' })
    expect(requests).toBeLessThanOrEqual(4)
  })

  test('posts travel on connections of their own, reads share one', async () => {
    const ports: Record<string, Set<unknown>> = { GET: new Set(), POST: new Set() }
    const url = await serve((request, response) => {
      ports[request.method ?? '']?.add(request.socket.remotePort)
      response.end('x')
    })
    const fetch = createNodeFetch()
    for (const method of ['GET', 'POST', 'GET', 'POST']) await fetch(url, { method, headers: {} })
    expect([ports['GET']?.size, ports['POST']?.size]).toEqual([1, 2])
  })

  test('an answer that breaks off is a broken connection', async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => request.socket.destroy())
    })
    const asking = createNodeFetch()(url, { method: 'GET', headers: {} })
    await expect(asking).rejects.toMatchObject({ failure: 'connection', neverSent: false })
  })
})
