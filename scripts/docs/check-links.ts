import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { filesEndingIn } from './files-ending-in.js'

const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g

/** Relative links that lead nowhere. */
export function checkLinks(root: string): string[] {
  return filesEndingIn(root, /\.md$/).flatMap(file =>
    [...readFileSync(file, 'utf8').matchAll(LINK)].flatMap(match => {
      const target = (match[1] ?? '').split('#')[0] ?? ''
      if (target === '' || /^[a-z]+:/.test(target) || existsSync(join(dirname(file), target))) return []
      return [`${relative(root, file)}: the link ${target} leads nowhere`]
    })
  )
}
