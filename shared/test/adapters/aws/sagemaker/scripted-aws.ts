import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the service does with one call: an answer, an error of AWS, or no answer at all. */
export type Reply =
  | { readonly body: unknown }
  | { readonly error: string; readonly message?: string; readonly status?: number }
  | { readonly cut: true }

/** A JSON 1.1 service that gives prepared replies, in their order by operation; the last stays. */
export class ScriptedAws {
  readonly calls: { readonly operation: string; readonly input: unknown }[] = []
  private readonly replies = new Map<string, Reply[]>()
  private readonly server: Server = createServer((request, response) => void this.serve(request, response))

  on(operation: string, ...replies: Reply[]): this {
    this.replies.set(operation, replies)
    return this
  }

  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    await new Promise(resolve => {
      this.server.close(resolve)
      this.server.closeAllConnections()
    })
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? ''
    this.calls.push({ operation, input: JSON.parse(Buffer.concat(chunks).toString()) as unknown })
    const queue = this.replies.get(operation) ?? []
    const reply = queue.length > 1 ? queue.shift() : queue[0]
    if (reply === undefined || 'cut' in reply) {
      response.destroy()
      return
    }
    const failed = 'error' in reply
    const body = failed
      ? { __type: reply.error, Message: reply.message ?? '', message: reply.message ?? '' }
      : reply.body
    response.writeHead(failed ? (reply.status ?? 400) : 200, { 'content-type': 'application/x-amz-json-1.1' })
    response.end(JSON.stringify(body))
  }
}
