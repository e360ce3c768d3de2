import type { Pluggable } from '@smithy/types'

/** Lets the SDK sign a body by the SHA-256 that is known already instead of computing it again; S3 checks it. */
export function signedBy<Input extends object, Output extends object>(
  sha256Hex: string
): Pluggable<Input, Output> {
  return {
    applyToStack: stack => {
      stack.add(
        next => args => {
          const request = args.request as { readonly headers: Record<string, string> }
          request.headers['x-amz-content-sha256'] = sha256Hex
          return next(args)
        },
        { step: 'build', name: 'signedBySha256' }
      )
    }
  }
}
