import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A call that was answered. */
export interface HeardCall {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type Answer = (call: HeardCall) => { readonly status: number; readonly body: string }

/** An HTTP server with one answer for everything. */
export class AnsweringServer {
  readonly url: string
  readonly calls: readonly HeardCall[]
  readonly close: () => Promise<void>

  private constructor(url: string, calls: readonly HeardCall[], close: () => Promise<void>) {
    this.url = url
    this.calls = calls
    this.close = close
  }

  static async open(answer: Answer): Promise<AnsweringServer> {
    const calls: HeardCall[] = []
    const serve = async (request: IncomingMessage, response: ServerResponse) => {
      let body = ''
      for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString()
      const call = { path: request.url ?? '', headers: request.headers, body }
      calls.push(call)
      const { status, body: text } = answer(call)
      response.writeHead(status).end(text)
    }
    const server = createServer((request, response) => void serve(request, response))
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    const close = () =>
      new Promise<void>(done => {
        server.close(() => done())
        server.closeAllConnections()
      })
    return new AnsweringServer(`http://127.0.0.1:${port}`, calls, close)
  }
}
