import type { EndedRun, ReconcileOutcome, StoppedJob } from './outcome.js'

const MOST_WARNINGS = 100
/** GitHub makes at most 256 jobs of one matrix. */
const MOST_RUNS_TO_HAND_OVER = 200

/** What one pass finds and does, in the order it was found. */
export class Findings {
  readonly resumed: string[] = []
  readonly restart: string[] = []
  readonly ended: EndedRun[] = []
  readonly stopped: StoppedJob[] = []
  readonly billed: string[] = []
  readonly freed: string[] = []
  looked = 0
  private readonly texts = new Set<string>()
  private readonly say: (line: string) => void

  constructor(say: (line: string) => void) {
    this.say = say
  }

  /** Whether there is as much for the workflow to do as one run of it can; the next pass goes on. */
  get isFull(): boolean {
    const recorded = this.ended.filter(({ handedOver }) => handedOver)
    const most = Math.max(this.resumed.length, this.restart.length, recorded.length)
    return most >= MOST_RUNS_TO_HAND_OVER
  }

  /** The same warning counts once, however many runs it is about. */
  warn(text: string): void {
    if (this.texts.has(text)) return
    if (this.texts.size < MOST_WARNINGS) this.texts.add(text)
    this.say(`Warning: ${text}`)
  }

  /** The pass as a whole. */
  outcome(dryRun: boolean): ReconcileOutcome {
    const { resumed, restart, ended, stopped, billed, freed, looked } = this
    const warnings = [...this.texts]
    const acted = [resumed, restart, ended, stopped, billed, freed].some(list => list.length > 0)
    const idle = warnings.length === 0 ? 'nothing-to-do' : 'only-warnings'
    const counts = [
      `${looked} ${looked === 1 ? 'run' : 'runs'} looked at`,
      `${resumed.length} to be carried on`,
      `${restart.length} to be started again`,
      `${ended.length} ended`,
      `${stopped.length} training ${stopped.length === 1 ? 'job' : 'jobs'} stopped`,
      `${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}`
    ]
    return {
      decision: acted ? 'acted' : 'clean',
      reasonCode: acted ? (dryRun ? 'dry-run' : 'put-in-order') : idle,
      message: `${dryRun ? 'Dry run, nothing was changed: ' : ''}${counts.join(', ')}.`,
      dryRun,
      ...{ resumed, restart, ended, stopped, billed, freed, warnings, looked }
    }
  }
}
