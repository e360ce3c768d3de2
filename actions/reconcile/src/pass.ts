import { endedSentence } from '../../../shared/src/domain/text/ended-sentence.js'
import { SuiteError } from '../../../shared/src/errors.js'
import type { RemoteTraining } from '../../../shared/src/ports/remote-training.js'
import { Findings } from './findings.js'
import type { ReconcileInputs } from './inputs.js'
import { Owners } from './owners.js'
import type { ReconcilePorts } from './ports.js'

/** A job that was asked to stop, and whose bill is still to be written. */
export interface UnbilledJob {
  readonly name: string
  readonly trainingId: string
}

/** One pass over the store and the training jobs. */
export class Pass {
  readonly inputs: ReconcileInputs
  readonly ports: ReconcilePorts
  readonly findings: Findings
  readonly owners: Owners
  /** Jobs that need no second look. */
  readonly seenJobs = new Set<string>()
  readonly unbilled: UnbilledJob[] = []
  private cloud: Promise<RemoteTraining> | undefined

  constructor(inputs: ReconcileInputs, ports: ReconcilePorts) {
    this.inputs = inputs
    this.ports = ports
    this.findings = new Findings(ports.line)
    this.owners = new Owners(ports, this.findings)
  }

  /** SageMaker, opened once; undefined where there can be no training job. */
  remote(): Promise<RemoteTraining> | undefined {
    this.cloud ??= this.ports.openCloud?.()
    return this.cloud
  }

  now(): Date {
    return this.ports.clock.now()
  }

  /** A line for the log about what is done here; in a dry run it says that this would be. */
  tell(act: string): void {
    this.ports.line(this.inputs.dryRun ? `Dry run, this would be done: ${act}` : act)
  }

  /** Does a part of the pass; what goes wrong in it is a warning, and the rest goes on. */
  async guarded(what: string, part: () => Promise<void>): Promise<void> {
    try {
      await part()
    } catch (error) {
      const hint = error instanceof SuiteError && error.hint !== undefined ? ` ${error.hint}` : ''
      const message = error instanceof Error ? error.message : String(error)
      this.findings.warn(`${what}: ${endedSentence(message)}${hint}`)
    }
  }
}
