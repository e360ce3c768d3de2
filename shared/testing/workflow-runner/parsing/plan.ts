import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import type { Permissions } from '../jobs/permissions.js'

/** What a step does: a script, or an action by its `uses` text. */
export type StepWork =
  | {
      readonly kind: 'run'
      readonly script: TemplateToken
      readonly shell: TemplateToken | undefined
      readonly workingDirectory: TemplateToken | undefined
    }
  | { readonly kind: 'uses'; readonly uses: string; readonly with: TemplateToken | undefined }

/** One step as written; `condition` always holds a status function. */
export interface StepPlan {
  readonly id: string
  readonly place: string
  readonly name: TemplateToken | undefined
  readonly condition: string
  readonly env: TemplateToken | undefined
  readonly continueOnError: TemplateToken | undefined
  readonly timeoutMinutes: TemplateToken | undefined
  readonly work: StepWork
}

/** One job as written. */
export interface JobPlan {
  readonly id: string
  readonly place: string
  readonly name: TemplateToken | undefined
  readonly needs: readonly string[]
  readonly condition: string
  readonly runsOn: TemplateToken | undefined
  readonly strategy: TemplateToken | undefined
  readonly env: TemplateToken | undefined
  readonly defaults: TemplateToken | undefined
  readonly outputs: TemplateToken | undefined
  readonly continueOnError: TemplateToken | undefined
  readonly timeoutMinutes: TemplateToken | undefined
  readonly permissions: Permissions
  readonly concurrency: TemplateToken | undefined
  readonly steps: readonly StepPlan[]
}

/** A workflow file, checked: everything in it is something this runner can do. */
export interface WorkflowPlan {
  readonly file: string
  readonly name: string
  readonly runName: TemplateToken | undefined
  readonly on: TemplateToken | undefined
  readonly env: TemplateToken | undefined
  readonly defaults: TemplateToken | undefined
  readonly concurrency: TemplateToken | undefined
  readonly jobs: readonly JobPlan[]
}
