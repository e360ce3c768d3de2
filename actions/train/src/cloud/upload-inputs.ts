import { cp, mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CODE_ARCHIVE, SOURCE_FOLDER } from '../../../../shared/src/domain/sagemaker/launch.js'
import { layout } from '../../../../shared/src/domain/store/layout.js'
import { UserError } from '../../../../shared/src/errors.js'
import type { ObjectStore } from '../../../../shared/src/ports/object-store.js'
import { datasetDigest } from '../../../../shared/src/tables/dataset/dataset-digest.js'
import { fetchChannel } from '../../../../shared/src/tables/dataset/fetch-channel.js'
import { readDatasetDescription } from '../../../../shared/src/tables/dataset/read-description.js'
import { toCsvDirectory } from '../csv-directory.js'
import type { TrainInputs } from '../inputs.js'
import { toKitJob } from '../kit-job.js'
import { resolveScript } from '../script.js'
import type { CloudPorts } from './cloud-ports.js'
import type { CloudPlan } from './plan-run.js'

interface UploadPorts {
  readonly store: ObjectStore
  readonly workspace: string
  readonly cloud: CloudPorts
}

export interface UploadedInputs {
  /** The folder of the store that the job reads its data from. */
  readonly dataFolder: string
  /** Over the files as they lie in the store; null where only the job reads them. */
  readonly datasetSha256: string | null
}

/** Puts everything a job of the plan reads into the store; `directory` is empty and the caller's. */
export async function uploadInputs(
  inputs: TrainInputs,
  ports: UploadPorts,
  { plan, directory }: { plan: CloudPlan; directory: string }
): Promise<UploadedInputs> {
  const { training_id: trainingId } = plan.request
  await uploadCode(inputs, ports, { plan, directory })
  const description = await readDatasetDescription(ports.store, plan.request.request.dataset_id)
  const job = JSON.stringify(toKitJob(plan.request, description), null, 2)
  await ports.store.write(
    `${layout.jobFolder(trainingId, 'config')}job.json`,
    new TextEncoder().encode(`${job}\n`)
  )
  return placeData(ports.store, plan, directory)
}

async function uploadCode(
  inputs: TrainInputs,
  { store, workspace, cloud }: UploadPorts,
  { plan, directory }: { plan: CloudPlan; directory: string }
): Promise<void> {
  const code = join(directory, 'code')
  await mkdir(code)
  const script = await resolveScript(plan.request.request.algorithm, inputs, workspace)
  const kit = plan.settings.launcher === 'kit'
  if (kit) {
    for (const part of ['train.py', 'mlops_kit'])
      await cp(join(cloud.kitDirectory, part), join(code, part), { recursive: true, filter: isProgram })
  }
  if (script !== undefined) {
    const target = kit ? join(code, SOURCE_FOLDER) : code
    const isOwn = (path: string) => path === script.sourceDirectory || isProgram(path)
    await cp(script.sourceDirectory, target, { recursive: true, filter: isOwn })
  }
  const archive = join(directory, CODE_ARCHIVE)
  await cloud.pack(code, archive)
  await store.upload(archive, `${layout.jobFolder(plan.request.training_id, 'code')}${CODE_ARCHIVE}`)
}

/** Hidden files are left out: a checkout has its credentials in one. */
function isProgram(path: string): boolean {
  const name = basename(path)
  return !name.startsWith('.') && name !== '__pycache__' && name !== 'node_modules'
}

/** Plain CSV is read where it lies; anything else is brought into the form that the training kit reads. */
async function placeData(store: ObjectStore, plan: CloudPlan, directory: string): Promise<UploadedInputs> {
  const { dataset_id: datasetId } = plan.request.request
  const own = layout.dataset(datasetId, 'train')
  const plain = await countPlainCsv(store, own)
  if (plain > 0) {
    requireShares(plan, plain)
    return { dataFolder: own, datasetSha256: null }
  }
  const fetched = join(directory, 'fetched')
  const { files } = await fetchChannel(store, { datasetId, channel: 'train', directory: fetched })
  requireShares(plan, files.length)
  const csv = await toCsvDirectory(files, fetched, join(directory, 'train'))
  const dataFolder = layout.jobFolder(plan.request.training_id, 'train')
  for (const { name } of files) {
    const file = csv === fetched ? name : `${name}.csv`
    await store.upload(join(csv, file), `${dataFolder}${file}`)
  }
  return { dataFolder, datasetSha256: await datasetDigest(files) }
}

/** How many files of a folder are plain CSV; 0 where anything else lies beside them. */
async function countPlainCsv(store: ObjectStore, folder: string): Promise<number> {
  let count = 0
  for await (const { key } of store.list(folder)) {
    if (!/^[^/.][^/]*\.csv(?:\.gz)?$/.test(key.slice(folder.length))) return 0
    count += 1
  }
  return count
}

/** Of sharded data, an instance without a file would be paid for nothing, or wait for the others for ever. */
function requireShares({ settings }: CloudPlan, files: number): void {
  const { distribution, instanceCount } = settings
  if (distribution !== 'sharded' || files >= instanceCount) return
  throw new UserError(
    'job-invalid',
    `compute.data_distribution: sharded data goes to the instances file by file, and ${files} of training data are too few for ${instanceCount} instances`,
    { hint: `Cut the training data into at least ${instanceCount} files, or ask for fewer instances.` }
  )
}
