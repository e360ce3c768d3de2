import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PACKAGE = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/
const NOTICES = fileURLToPath(new URL('notices/', import.meta.url))
const LICENCE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i

/** Directories of the packages that webpack put into a bundle; its own runtime comes with the bundler's package. */
export function bundledPackages(stats) {
  const directories = new Set([dirname(fileURLToPath(import.meta.resolve('@vercel/ncc/package.json')))])
  const visit = module => {
    const directory = PACKAGE.exec(module.resource ?? '')?.[1]
    if (directory !== undefined) directories.add(directory)
    // Modules that were merged into one are listed inside it.
    for (const inner of [module.rootModule, ...(module.modules ?? [])]) if (inner) visit(inner)
  }
  for (const module of stats.compilation.modules) visit(module)
  return [...directories]
}

/** Paths of the licence texts in a package, or of those kept for this version of it because it comes without. */
function licenceFiles(directory, { name, version }) {
  const places = [directory, join(NOTICES, `${name.replace('/', '-')}-${version}`)]
  const found = places.filter(existsSync).map(place =>
    readdirSync(place)
      .filter(file => LICENCE.test(file))
      .sort()
      .map(file => join(place, file))
  )
  return found.find(files => files.length > 0) ?? []
}

/** The licence texts of packages, sorted by name; a package without one is an error: it may not be given away. */
export function licencesOf(directories) {
  const sections = directories.map(directory => {
    const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
    const { name, version, license } = manifest
    const files = licenceFiles(directory, manifest)
    if (files.length === 0)
      throw new Error(`${name} ${version} has no licence text, so it cannot be part of a bundle`)
    const texts = files.map(file => readFileSync(file, 'utf8').trim())
    return { name, text: [`${name} ${version} (${license})`, ...texts].join('\n\n') }
  })
  const sorted = sections.sort((a, b) => (a.name < b.name ? -1 : 1))
  return `${sorted.map(section => section.text).join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}
