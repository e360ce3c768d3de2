import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transform } from '@swc/core'

/** Lets a plain Node process import the sources: `./x.js` means `./x.ts`. */
export async function resolve(specifier, context, next) {
  const source = specifier.startsWith('.') && !context.parentURL?.includes('/node_modules/')
  return next(source ? specifier.replace(/\.js$/, '.ts') : specifier, context)
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context)
  const text = await readFile(fileURLToPath(url), 'utf8')
  const { code } = await transform(text, {
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'es6' }
  })
  return { format: 'module', source: code, shortCircuit: true }
}
