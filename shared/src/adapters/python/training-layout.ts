import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TrainingJob } from '../../ports/training-service.js'

/** Directories of one local training, laid out as SageMaker lays out /opt/ml. */
export interface TrainingLayout {
  readonly model: string
  readonly output: string
  readonly outputData: string
  readonly config: string
}

/** Makes the directories and writes job.json. */
export async function layOut(directory: string, job: TrainingJob): Promise<TrainingLayout> {
  const layout = {
    model: join(directory, 'model'),
    output: join(directory, 'output'),
    outputData: join(directory, 'output', 'data'),
    config: join(directory, 'input', 'data', 'config')
  }
  for (const path of Object.values(layout)) await mkdir(path, { recursive: true })
  await writeFile(join(layout.config, 'job.json'), JSON.stringify(job.kitJob, null, 2))
  return layout
}

/** The script-mode variables of SageMaker's training toolkit. */
export function scriptModeVariables(layout: TrainingLayout, job: TrainingJob): Record<string, string> {
  return {
    SM_MODEL_DIR: layout.model,
    SM_OUTPUT_DIR: layout.output,
    SM_OUTPUT_DATA_DIR: layout.outputData,
    SM_CHANNEL_TRAIN: job.trainDirectory,
    SM_CHANNEL_CONFIG: layout.config,
    ...(job.script !== undefined && {
      MLOPS_SCRIPT_DIR: job.script.sourceDirectory,
      MLOPS_SCRIPT_ENTRY: job.script.entryPoint
    })
  }
}
