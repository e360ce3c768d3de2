import { readRecord } from '../../../shared/src/action/record-store.js'
import { isOver, trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { TRAINING_ID } from '../../../shared/src/domain/text/id-patterns.js'
import type { RemoteTraining } from '../../../shared/src/ports/remote-training.js'
import { worksFor } from '../../../shared/src/training/cloud/works-for.js'
import { lookAtRun } from './look-at-run.js'
import type { Pass } from './pass.js'
import { isWanted, stopOrphan } from './stop-run.js'

/** Stops the running training jobs of this repository and store that no run wants. */
export async function stopOrphans(pass: Pass): Promise<void> {
  const { repository } = pass.ports
  const remote = await pass.remote()
  if (remote === undefined) return
  if (repository === undefined) {
    pass.findings.warn(
      'Without GITHUB_REPOSITORY nobody can say which training jobs are ours; none was looked for.'
    )
    return
  }
  for await (const { name } of remote.list(repository)) {
    if (pass.seenJobs.has(name)) continue
    await pass.guarded(`The training job ${name}`, () => lookAtJob(pass, { name, repository, remote }))
  }
}

interface ListedJob {
  readonly name: string
  readonly repository: string
  readonly remote: RemoteTraining
}

async function lookAtJob(pass: Pass, { name, repository, remote }: ListedJob): Promise<void> {
  const { store } = pass.ports
  const job = await remote.describe(name)
  if (job?.state !== 'in-progress' || job.identity.repository !== repository) return
  const trainingId = job.identity.trainingId ?? ''
  if (!TRAINING_ID.test(trainingId) || !worksFor(job, trainingId, store)) return
  const record = (await readRecord(store, layout.training(trainingId), trainingRecord))?.value
  // An old run, which was not looked at with the others.
  if (record?.job_name === name && isWanted(record)) return lookAtRun(pass, trainingId)
  await stopOrphan(pass, { name, trainingId, remote, why: whyUnwanted(record, name) })
}

function whyUnwanted(record: TrainingRecord | undefined, name: string): string {
  if (record === undefined) return 'the store has no record of its run'
  if (record.job_name !== name) return `its run names ${record.job_name ?? 'no job'}`
  return isOver(record) ? `its run is ${record.status}` : 'it was asked to stop'
}
