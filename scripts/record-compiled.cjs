'use strict'
// Preloaded into a bundle at build time: writes V8's compiled form of every script the bundle ran, functions that were
// called included, to where its loader looks for it.
const { writeFileSync } = require('node:fs')
const { basename, dirname, join } = require('node:path')
const vm = require('node:vm')

const scripts = []

vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options)
    scripts.push({ script: this, filename: options.filename })
  }
}

process.on('exit', () => {
  for (const { script, filename } of scripts) {
    const directory = join(
      dirname(filename),
      'compiled',
      `${process.version}-${process.platform}-${process.arch}`
    )
    writeFileSync(join(directory, `${basename(filename)}.bin`), script.createCachedData())
  }
})
