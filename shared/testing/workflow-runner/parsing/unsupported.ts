import { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import { InsertExpressionToken } from '@actions/workflow-parser/templates/tokens/index'
import type { Problem } from '../../../src/errors.js'
import { shellProblem } from '../steps/shells.js'
import type { ReadDocument } from './read-document.js'
import { child, entries, items, literalText, literalTexts, placeOf } from './tokens.js'

const JOB_FEATURES: ReadonlyMap<string, string> = new Map([
  ['container', 'job containers'],
  ['services', 'service containers'],
  ['snapshot', 'runner image snapshots'],
  ['environment', 'deployment environments and their protection rules'],
  ['uses', 'reusable workflows']
])

type Report = (token: TemplateToken | undefined, message: string) => void

/** Everything in a valid workflow that this runner cannot do, with places. */
export function unsupportedInWorkflow(document: ReadDocument): Problem[] {
  const problems: Problem[] = []
  const report: Report = (token, message) => problems.push({ place: placeOf(document.name, token), message })
  checkDefaults(document.root, report)
  checkInserts(document.root, report)
  for (const job of entries(child(document.root, 'jobs'))) checkJob(job.value, report)
  return problems
}

/** Everything in the steps of a composite action that this runner cannot do. */
export function unsupportedInSteps(document: ReadDocument, steps: TemplateToken | undefined): Problem[] {
  const problems: Problem[] = []
  const report: Report = (token, message) => problems.push({ place: placeOf(document.name, token), message })
  for (const step of items(steps)) checkStep(step, report)
  return problems
}

function checkJob(job: TemplateToken, report: Report): void {
  for (const entry of entries(job)) {
    const feature = JOB_FEATURES.get(entry.key)
    if (feature !== undefined) report(entry.keyToken, `${feature} (\`${entry.key}\`) are not supported`)
  }
  for (const label of literalTexts(child(job, 'runs-on'))) {
    if (isForeignLabel(label)) report(child(job, 'runs-on'), foreignLabelMessage(label))
  }
  checkDefaults(job, report)
  for (const step of items(child(job, 'steps'))) checkStep(step, report)
}

/** Whether a `runs-on` label asks for another operating system than the one workflows run on here. */
export function isForeignLabel(label: string): boolean {
  return /^(windows|macos)\b/i.test(label)
}

/** What is said about such a label. */
export function foreignLabelMessage(label: string): string {
  return `runs-on \`${label}\` is not supported: jobs run on this machine as Linux`
}

function checkStep(step: TemplateToken, report: Report): void {
  checkShell(child(step, 'shell'), report)
  const uses = child(step, 'uses')
  if (literalText(uses)?.startsWith('docker://'))
    report(uses, 'container actions (`docker://`) are not supported')
}

function checkDefaults(parent: TemplateToken, report: Report): void {
  checkShell(child(child(child(parent, 'defaults'), 'run'), 'shell'), report)
}

function checkShell(shell: TemplateToken | undefined, report: Report): void {
  const problem = shellProblem(literalText(shell) ?? 'bash')
  if (problem !== undefined) report(shell, problem)
}

function checkInserts(root: TemplateToken, report: Report): void {
  for (const [, token] of TemplateToken.traverse(root)) {
    if (token instanceof InsertExpressionToken)
      report(token, 'the `${{ insert }}` directive is not supported')
  }
}
