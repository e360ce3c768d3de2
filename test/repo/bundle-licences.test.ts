import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import ts from 'typescript'

const builder: string = '../../scripts/bundle-licences.mjs'
const { licencesOf } = (await import(builder)) as { licencesOf: (directories: readonly string[]) => string }

const scratch = mkdtempSync(join(tmpdir(), 'licences-'))
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true })
})

const actions = readdirSync('actions')
const manifestOf = (name: string) =>
  JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')) as { version: string }

/** Packages that a compiled entry point imports, directly or by our own modules, as TypeScript reads them. */
function importedPackages(entry: string): string[] {
  const [packages, seen] = [new Set<string>(), new Set<string>()]
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles)
      follow(file, fileName)
  }
  const follow = (file: string, name: string): void => {
    if (name.startsWith('.')) visit(join(dirname(file), name))
    else if (!name.startsWith('node:')) packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
  }
  visit(entry)
  return [...packages]
}

describe.each(actions)('the licences of %s', action => {
  const text = readFileSync(join('dist', action, 'licenses.txt'), 'utf8')
  const sections = new Map(
    text.split(/\n-{80}\n/).map(section => {
      const [, name = '', version = ''] = /^(\S+) (\S+) \(/.exec(section.trim()) ?? []
      return [name, { version, section }] as const
    })
  )

  test('are those of every package it imports, in the version that is installed', () => {
    const entry = join('lib/actions', action, 'src/index.js')
    const imported = importedPackages(entry).filter(name => name !== 'onnxruntime-node')
    expect(imported.length).toBeGreaterThan(0)
    for (const name of imported)
      expect([name, sections.get(name)?.version]).toEqual([name, manifestOf(name).version])
  })

  test('are whole: each section ends with the text that its package brings', () => {
    expect(sections.size).toBeGreaterThan(1)
    for (const [name, { section }] of sections) {
      const directory = join('node_modules', name)
      const file = readdirSync(directory).find(path => /^licen[cs]e/i.test(path))
      const own = file === undefined ? undefined : readFileSync(join(directory, file), 'utf8').trim()
      expect({ name, complete: section.includes(own ?? 'Copyright') }).toEqual({ name, complete: true })
    }
  })
})

test('the native runtime has the licence and the notices of its version', () => {
  const { version } = manifestOf('onnxruntime-node')
  for (const name of ['LICENSE', 'ThirdPartyNotices.txt']) {
    const shipped = readFileSync(join('dist/node_modules/onnxruntime-node', name), 'utf8')
    expect(shipped).toBe(readFileSync(join('scripts/notices', `onnxruntime-${version}`, name), 'utf8'))
    expect(shipped).toMatch(/Microsoft/)
  }
})

describe('a package', () => {
  const packageWith = (name: string, files: Readonly<Record<string, string>>) => {
    const directory = join(scratch, name)
    mkdirSync(directory, { recursive: true })
    writeFileSync(join(directory, 'package.json'), JSON.stringify({ name, version: '1.0.0', license: 'MIT' }))
    for (const [file, text] of Object.entries(files)) writeFileSync(join(directory, file), text)
    return directory
  }

  test('without a licence text stops the build', () => {
    const directory = packageWith('bare', { 'README.md': 'MIT' })
    expect(() => licencesOf([directory])).toThrow('bare 1.0.0 has no licence text')
  })

  test.each(['LICENSE', 'license', 'LICENCE.md', 'License-MIT', 'COPYING'])('may call it %s', file => {
    expect(licencesOf([packageWith(`with-${file}`, { [file]: 'You may.' })])).toContain('You may.')
  })

  test('gives its notices too', () => {
    const directory = packageWith('noticed', { LICENSE: 'You may.', NOTICE: 'By us.' })
    expect(licencesOf([directory])).toBe('noticed 1.0.0 (MIT)\n\nYou may.\n\nBy us.\n')
  })
})

test('what is kept for packages without a text is for the installed versions', () => {
  const folders = readdirSync('scripts/notices', { withFileTypes: true }).filter(entry => entry.isDirectory())
  expect(folders.length).toBeGreaterThan(0)
  for (const { name } of folders) {
    const [, label = '', version] = /^(.+)-(\d[^-]*)$/.exec(name) ?? []
    // A folder has a hyphen where the name of a package has its slash.
    const scoped = [...label.matchAll(/-/g)].map(
      ({ index }) => `${label.slice(0, index)}/${label.slice(index + 1)}`
    )
    const installed = [label, `${label}-node`, ...scoped].find(path =>
      existsSync(join('node_modules', path, 'package.json'))
    )
    expect({ name, version: manifestOf(installed ?? name).version }).toEqual({ name, version })
  }
})
