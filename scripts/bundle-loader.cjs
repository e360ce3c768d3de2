'use strict'
// Starts main.js in the form that V8 compiled it to at build time, if this is the very Node that did it. V8 refuses a
// form that is not its own; then, and under any other Node, the source is compiled as usual.
const { existsSync, readFileSync } = require('node:fs')
const { Script } = require('node:vm')

const compiled = `${__dirname}/compiled/${process.version}-${process.platform}-${process.arch}`

function compiledForm(name) {
  const file = `${compiled}/${name}.bin`
  return existsSync(file) ? readFileSync(file) : undefined
}

function load(name) {
  const filename = `${__dirname}/${name}`
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'utf8')}\n})`
  const script = new Script(source, { filename, cachedData: compiledForm(name) })
  const module = { exports: {} }
  script.runInThisContext().call(module.exports, module.exports, requireBundled, module, filename, __dirname)
  return module.exports
}

function requireBundled(name) {
  return name.startsWith('./') ? load(name.slice(2)) : require(name)
}

// The bundle's promise is kept when the action is done and its exit code set; idle connections need not be waited for.
const done = existsSync(compiled) ? load('main.js') : require('./main.js')
Promise.resolve(done).then(() => process.exit())
