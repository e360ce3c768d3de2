// Bundles one compiled entry point: node scripts/bundle.mjs <lib/…/index.js> <output directory>
// CommonJS, because it starts faster than a module; minified by swc, because ncc's --minify removes no dead code.
import ncc from '@vercel/ncc'
import { minify } from '@swc/core'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundledPackages, licencesOf } from './bundle-licences.mjs'

const [entry, out] = process.argv.slice(2)

async function minified(code) {
  const small = await minify(code, {
    module: false,
    compress: { toplevel: true, unused: true, passes: 3, keep_classnames: true },
    mangle: { toplevel: true, keep_classnames: true },
    format: { comments: false },
    ecma: 2022
  })
  return small.code
}

async function write(name, source, mode) {
  const path = join(out, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, name.endsWith('.js') ? await minified(source.toString()) : source, { mode })
}

const { code, assets, stats } = await ncc(entry, {
  esm: false,
  cache: false,
  quiet: true,
  externals: ['onnxruntime-node']
})
await write('main.js', code)
for (const [name, { source, permissions }] of Object.entries(assets)) await write(name, source, permissions)
writeFileSync(join(out, 'package.json'), '{"type":"commonjs"}\n')
writeFileSync(join(out, 'licenses.txt'), licencesOf(bundledPackages(stats)))
copyFileSync(fileURLToPath(new URL('bundle-loader.cjs', import.meta.url)), join(out, 'index.js'))
