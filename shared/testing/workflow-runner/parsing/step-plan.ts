import { convertToIfCondition } from '@actions/workflow-parser/model/converter/if-condition'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import type { StepPlan, StepWork } from './plan.js'
import type { ReadDocument } from './read-document.js'
import { child, items, literalText, placeOf } from './tokens.js'

/** The steps of a job or of a composite action; unnamed ids are generated as GitHub does (`__run`, `__run_2`). */
export function planSteps(document: ReadDocument, steps: TemplateToken | undefined): StepPlan[] {
  const used = new Map<string, number>()
  return items(steps).map(step => planStep(document, step, used))
}

function planStep(document: ReadDocument, step: TemplateToken, used: Map<string, number>): StepPlan {
  const condition = child(step, 'if')
  const work = stepWork(step)
  return {
    id: literalText(child(step, 'id')) ?? generatedId(work, used),
    place: placeOf(document.name, step),
    name: child(step, 'name'),
    condition: (condition && convertToIfCondition(document.context, condition)?.expression) ?? 'success()',
    env: child(step, 'env'),
    continueOnError: child(step, 'continue-on-error'),
    timeoutMinutes: child(step, 'timeout-minutes'),
    work
  }
}

function stepWork(step: TemplateToken): StepWork {
  const uses = literalText(child(step, 'uses'))
  if (uses !== undefined) return { kind: 'uses', uses, with: child(step, 'with') }
  return {
    kind: 'run',
    script: child(step, 'run') ?? step,
    shell: child(step, 'shell'),
    workingDirectory: child(step, 'working-directory')
  }
}

function generatedId(work: StepWork, used: Map<string, number>): string {
  const base = `__${work.kind === 'run' ? 'run' : usesId(work.uses)}`
  const count = (used.get(base) ?? 0) + 1
  used.set(base, count)
  return count === 1 ? base : `${base}_${count}`
}

function usesId(uses: string): string {
  if (uses.startsWith('./') || uses.startsWith('$/')) return 'self'
  const [path = ''] = uses.split('@')
  return path
    .split('/')
    .slice(0, 2)
    .join('_')
    .replace(/[^\w-]/g, '_')
}
