import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = 'docs/aws'
const GUIDE = 'docs/aws-quick-start.md'
const PLACEHOLDERS = new Set(['ACCOUNT_ID', 'REGION', 'BUCKET', 'GITHUB_SUBJECT'])
const CAPITALS = /\b[A-Z][A-Z_]{3,}\b/g

/** What is wrong with the policy files: no JSON, a placeholder that the guide does not fill in, a file it does not explain. */
export function checkPolicies(root: string): string[] {
  const guide = readFileSync(join(root, GUIDE), 'utf8')
  return readdirSync(join(root, FOLDER)).flatMap(file => {
    const problems = policyProblems(readFileSync(join(root, FOLDER, file), 'utf8'))
    const explained = guide.includes(`](aws/${file})`) ? [] : [`${GUIDE} does not link it`]
    return [...problems, ...explained].map(problem => `${FOLDER}/${file}: ${problem}`)
  })
}

/** Problems of one policy by itself. */
export function policyProblems(text: string): string[] {
  try {
    JSON.parse(text)
  } catch (error) {
    return [`it is not JSON: ${error instanceof Error ? error.message : String(error)}`]
  }
  const strange = [...text.matchAll(CAPITALS)].map(([word]) => word).filter(word => !PLACEHOLDERS.has(word))
  return [...new Set(strange)].map(word => `${word} is no placeholder of ${GUIDE}`)
}
