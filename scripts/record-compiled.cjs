'use strict'
// Preloaded into a bundle at build time: writes V8's compiled form of every script the bundle ran, functions that were
// called included, to where its loader looks for it.
const { writeFileSync } = require('node:fs')
const { basename, dirname, join } = require('node:path')
const vm = require('node:vm')

const scripts = []

/** The name that the form carries: without the build's directory. As a flat string, or V8 keeps the path it was cut from. */
const neutralName = filename => Buffer.from(basename(filename)).toString()

vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, { ...options, filename: neutralName(options.filename) })
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
