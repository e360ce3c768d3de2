import { writeFile } from 'node:fs/promises'
import type {
  TrainingJob,
  TrainingObserver,
  TrainingOutcome,
  TrainingService
} from '../../src/ports/training-service.js'

/** What a training does in a test. */
export type TrainingScript = (job: TrainingJob, observer: TrainingObserver) => Promise<TrainingOutcome>

/** A training service that does what the test says and remembers the jobs it was given. */
export class ScriptedTrainingService implements TrainingService {
  readonly jobs: TrainingJob[] = []
  script: TrainingScript

  constructor(script: TrainingScript) {
    this.script = script
  }

  async train(job: TrainingJob, observer: TrainingObserver): Promise<TrainingOutcome> {
    this.jobs.push(job)
    return this.script(job, observer)
  }
}

/** A training that leaves this archive. */
export const leaves =
  (archive: Uint8Array): TrainingScript =>
  async job => {
    await writeFile(job.archivePath, archive)
    return { status: 'completed' }
  }

/** A training that runs until it is told to stop. */
export const runsUntilStopped: TrainingScript = async (_job, { signal }) => {
  if (!signal.aborted)
    await new Promise<void>(done => signal.addEventListener('abort', () => done(), { once: true }))
  return { status: 'stopped', code: 'cancelled', message: 'The workflow was cancelled.' }
}

/** A training that runs until `release` is called and then goes on with another script; `started` settles when it runs. */
export function runsUntilReleased(next: TrainingScript): {
  script: TrainingScript
  started: Promise<void>
  release: () => void
} {
  let start = () => {}
  let release = () => {}
  const started = new Promise<void>(done => (start = done))
  const released = new Promise<void>(done => (release = done))
  const script: TrainingScript = async (job, observer) => {
    start()
    await released
    return next(job, observer)
  }
  return { script, started, release: () => release() }
}
