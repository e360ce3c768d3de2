import { checkShape } from './check-shape.js'
import type { ServiceModel } from './service-model.js'

interface CallArguments {
  readonly input: unknown
}

interface CallResult {
  readonly output: unknown
}

type Call = (call: CallArguments) => Promise<CallResult>

interface MiddlewareStack {
  add(
    middleware: (next: Call, context: { readonly commandName?: string }) => Call,
    options: { readonly step: 'initialize'; readonly name: string }
  ): void
}

/** Any client of the SDK, by the one thing that is used of it. */
export interface SdkClient {
  readonly middlewareStack: unknown
}

/** Holds all inputs and outputs of a client against the model, inputs before the SDK drops what it does not know. */
export function checkCalls(client: SdkClient, model: ServiceModel, violations: string[]): void {
  // The SDK's own type of the stack is generic in every command of the service.
  const stack = client.middlewareStack as MiddlewareStack
  const middleware =
    (next: Call, context: { readonly commandName?: string }) => async (call: CallArguments) => {
      const name = (context.commandName ?? '').replace(/Command$/, '')
      const { input, output } = model.operation(name) ?? {}
      const report = (kind: string) => (complaint: string) =>
        void violations.push(`${name} ${kind}: ${complaint}`)
      if (input !== undefined) checkShape(model, input.shape, call.input).forEach(report('input'))
      const result = await next(call)
      if (output !== undefined)
        checkShape(model, output.shape, payload(result.output)).forEach(report('output'))
      return result
    }
  stack.add(middleware, { step: 'initialize', name: 'checkAgainstServiceModel' })
}

function payload(output: unknown): unknown {
  const entries = Object.entries(output ?? {}).filter(([name]) => name !== '$metadata')
  return Object.fromEntries(entries)
}
