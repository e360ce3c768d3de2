import { plainLine } from '../../domain/sagemaker/log-text.js'
import type { JobPhase, RemoteJob } from '../../domain/sagemaker/remote-job.js'
import type { ServiceError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'

const QUIET_MILLISECONDS = 300_000

const WORDS: Readonly<Record<JobPhase, string>> = {
  starting: 'Starting',
  pending: 'Waiting for instances',
  downloading: 'Downloading the data and the image',
  training: 'Training',
  interrupted: 'Interrupted: the spot instance was taken away',
  restarting: 'Restarting',
  updating: 'Updating',
  uploading: 'Uploading the model',
  stopping: 'Stopping',
  stopped: 'Stopped',
  completed: 'Completed',
  failed: 'Failed',
  'max-runtime-exceeded': 'Stopped after max_runtime',
  'max-wait-exceeded': 'Stopped after max_wait',
  unknown: 'In a state this release does not know'
}

/** Says what a job does: every change once, and every five minutes that it is still doing it. */
export class JobStatus {
  private readonly say: (text: string) => void
  private readonly clock: Clock
  private shown = 0
  private lastWord: number
  private troubled = false

  constructor(say: (text: string) => void, clock: Clock) {
    this.clock = clock
    this.lastWord = this.now()
    this.say = text => {
      this.heard()
      say(text)
    }
  }

  /** There was something to read. */
  heard(): void {
    this.lastWord = this.now()
  }

  /** Says what changed since the last look. */
  show(job: RemoteJob): void {
    this.troubled = false
    for (const { phase, startedAt, message } of job.transitions.slice(this.shown)) {
      const after = elapsedText(startedAt.getTime() - job.createdAt.getTime())
      const detail = message === '' ? '' : ` – ${plainLine(message, 300)}`
      this.say(`${WORDS[phase]} (after ${after})${detail}`)
    }
    this.shown = Math.max(this.shown, job.transitions.length)
  }

  /** Says that the job is still there when nothing was heard for long. */
  tick(job: RemoteJob | undefined): void {
    const now = this.now()
    if (job === undefined || now - this.lastWord < QUIET_MILLISECONDS) return
    const billed = job.billableSeconds === undefined ? '' : `, ${job.billableSeconds} s billed`
    this.say(
      `${WORDS[job.phase]}: ${elapsedText(now - job.createdAt.getTime())} since it was asked for${billed}`
    )
  }

  /** Says once that SageMaker does not answer. */
  trouble(error: ServiceError): void {
    if (!this.troubled) this.say(`SageMaker does not answer; still trying. ${plainLine(error.message, 400)}`)
    this.troubled = true
  }

  private now(): number {
    return this.clock.now().getTime()
  }
}

function elapsedText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  if (hours > 0) return `${hours} h ${minutes} min`
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`
}
