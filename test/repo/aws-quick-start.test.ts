import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { readPolicy } from '../../shared/src/domain/policy/read-policy.js'
import { checkPolicies, policyProblems } from '../../scripts/docs/check-policies.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const guide = readFileSync(join(root, 'docs/aws-quick-start.md'), 'utf8')
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    match => match[1] ?? ''
  )
const names = {
  ACCOUNT_ID: '123456789012',
  REGION: 'eu-central-1',
  BUCKET: 'acme-models',
  SUBJECT: 'repo:acme@1/models@2:ref:refs/heads/main'
}

/** Runs the guide's own `fill` in bash. */
function fill(file: string): string {
  const definition = /^fill\(\) \{[\s\S]*?^\}/m.exec(guide)?.[0] ?? ''
  const env = { ...names, PATH: process.env['PATH'] ?? '' }
  return execFileSync('bash', ['--norc', '-c', `${definition}\nfill "$1"`, 'bash', file], {
    cwd: root,
    env
  }).toString()
}

const sources = (directory: string): string =>
  readdirSync(join(root, directory), { withFileTypes: true })
    .map(entry => {
      const path = `${directory}/${entry.name}`
      if (entry.isDirectory()) return sources(path)
      return entry.name.endsWith('.ts') ? readFileSync(join(root, path), 'utf8') : ''
    })
    .join('\n')

describe('the policy files', () => {
  test('are in order', () => {
    expect(checkPolicies(root)).toEqual([])
  })

  test.each([
    ['no JSON', '{', /not JSON/],
    [
      'a placeholder nobody fills in',
      '{"Resource": "arn:aws:iam::ACCOUNT:role/x"}',
      /ACCOUNT is no placeholder/
    ]
  ])('with %s would be noticed', (_, text, expected) => {
    expect(policyProblems(text)).toEqual([expect.stringMatching(expected)])
  })

  test.each(readdirSync(join(root, 'docs/aws')).map(file => file.replace('.json', '')))(
    '%s is filled in by the commands of the guide',
    file => {
      const text = fill(file)
      expect(JSON.parse(text)).toBeDefined()
      expect(text).not.toMatch(/ACCOUNT_ID|REGION|BUCKET|GITHUB_SUBJECT/)
    }
  )

  test('are the ones the commands name', () => {
    const used = new Set([...guide.matchAll(/\$\(fill ([\w$-]+)\)/g)].map(match => match[1] ?? ''))
    const files = [...used].flatMap(name =>
      name.startsWith('$role') ? ['training', 'workflow'].map(role => name.replace('$role', role)) : [name]
    )
    const shipped = readdirSync(join(root, 'docs/aws')).map(file => file.replace('.json', ''))
    expect([...new Set(files)].sort()).toEqual(shipped.sort())
  })
})

describe('the commands', () => {
  test.each(blocks('sh').map(block => [block.split('\n')[0] ?? '', block]))('%s …: are shell', (_, block) => {
    expect(() =>
      execFileSync('bash', ['--norc', '-n'], { input: block, stdio: ['pipe', 'pipe', 'pipe'] })
    ).not.toThrow()
  })
})

test('the policy for the repository is one', async () => {
  const text = blocks('yaml').find(block => block.includes('execution_role_arn')) ?? ''
  expect(await readPolicy('.github/mlops.yml', text)).toMatchObject({ ok: true })
})

test('every reason in the table of troubles is one the suite gives', () => {
  const [, table = ''] = /## When it does not work([\s\S]*?)\n## /.exec(guide) ?? []
  const first = table.split('\n').flatMap(row => row.split(' | ')[0] ?? [])
  const codes = first.flatMap(cell =>
    [...cell.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(match => match[1] ?? '')
  )
  const prefixed = /^(?:store|role|sagemaker)-(?:access-denied|throttled|unavailable|unreachable)$/
  const code = `${sources('shared/src')}${sources('actions/train/src')}`
  const unknown = codes.filter(name => !code.includes(`'${name}'`) && !prefixed.test(name))
  expect(codes.length).toBeGreaterThan(20)
  expect(unknown).toEqual([])
})
