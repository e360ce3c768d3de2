import { join } from 'node:path'
import { LOG_GROUP } from '../logs/log-events.js'
import { uploadArtifacts, saveCheckpoints } from './artifacts.js'
import { containerCommand } from './container/container-command.js'
import { containerEnvironment } from './container/container-environment.js'
import { ContainerProcess } from './container/container-process.js'
import { Container } from './container/container.js'
import { entryPointOf } from './container/images.js'
import { fetchSource, prepareContainer } from './container/prepare-container.js'
import { failureReason } from './failure-reason.js'
import { hold } from './hold.js'
import { JobFailure } from './job-failure.js'
import { metricScanner } from './metric-scanner.js'
import type { TrainingJob } from './training-job.js'
import type { TrainingWorld } from './training-world.js'

/** How one start of the job's program on all its hosts came to its end. */
export type AttemptEnding = 'done' | 'stopped' | 'interrupted'

interface Host {
  readonly container: Container
  readonly process: ContainerProcess
}

/** Downloads, runs the program on all hosts, and uploads; a program that fails is a JobFailure. */
export async function runAttempt(
  job: TrainingJob,
  world: TrainingWorld,
  number: number
): Promise<AttemptEnding> {
  const image = entryPointOf(
    job.request.AlgorithmSpecification?.TrainingImage ?? '',
    world.controls.repositories,
    job.request.RoleArn ?? ''
  )
  job.enter('Downloading', 'Downloading the training image and input data')
  job.trainingStartedAt ??= job.clock.now()
  const containers = await prepareAll(job, world, number)
  await hold('Downloading', job, world)
  if (isEnding(job, world)) return 'stopped'
  job.enter('Training', 'Training image download completed. Training in progress.')
  const hosts: Host[] = []
  for (const container of containers) {
    hosts.push({ container, process: await start(container, image, { job, world }) })
  }
  const ending = await follow(hosts, job, world).finally(() => saveCheckpoints(containers, job, world))
  if (ending === 'interrupted' || world.closed.aborted) return ending
  if (ending === 'done') await upload(job, world)
  await uploadArtifacts(containers, job, world)
  return isEnding(job, world) ? 'stopped' : 'done'
}

/** Whether the job was stopped, or the server is closing. */
function isEnding(job: TrainingJob, world: TrainingWorld): boolean {
  return job.stopSignal.aborted || world.closed.aborted
}

async function prepareAll(job: TrainingJob, world: TrainingWorld, number: number): Promise<Container[]> {
  const hosts = Array.from({ length: job.instanceCount }, (_, index) => `algo-${index + 1}`)
  const directory = join(world.directory, job.name, String(number))
  const containers = hosts.map((_, index) => new Container(directory, hosts, index, world.sandbox))
  for (const container of containers) await prepareContainer(container, job, world)
  return containers
}

async function start(
  container: Container,
  image: 'toolkit' | 'none',
  { job, world }: { readonly job: TrainingJob; readonly world: TrainingWorld }
): Promise<ContainerProcess> {
  const scan = metricScanner(job)
  const stream = `${job.name}/${container.host}-${Math.floor(job.clock.now().getTime() / 1000)}`
  const onLine = (line: string) => {
    scan(line)
    world.logs.append({ group: LOG_GROUP, stream }, line, job.clock.now().getTime())
  }
  world.controls.logLines.forEach(onLine)
  const source = image === 'toolkit' ? await fetchSource(container, job, world) : {}
  return new ContainerProcess(container, {
    command: containerCommand(container, job, image),
    environment: { ...containerEnvironment(container, job, world), ...source },
    isNetworkIsolated: job.request.EnableNetworkIsolation === true,
    onLine
  })
}

/** Waits for the programs, the shortest training, a stop, a deadline or an interruption, whichever ends it. */
async function follow(
  hosts: readonly Host[],
  job: TrainingJob,
  world: TrainingWorld
): Promise<AttemptEnding> {
  const over = new AbortController()
  const anyEnd = AbortSignal.any([over.signal, job.stopSignal, job.interruptionSignal, world.closed])
  watchDeadlines(job, anyEnd)
  planInterruption(job, world, anyEnd)
  const finished = finish(hosts, job, world, anyEnd)
  // What happens to it after another end is no news.
  finished.catch(() => undefined)
  try {
    await Promise.race([finished, aborted(anyEnd)])
  } finally {
    over.abort()
  }
  if (!isEnding(job, world) && !job.interruptionSignal.aborted) return 'done'
  const grace = world.closed.aborted ? 0 : world.controls.stopGraceMs
  await Promise.all(hosts.map(({ process }) => process.stop(grace)))
  return isEnding(job, world) ? 'stopped' : 'interrupted'
}

async function finish(
  hosts: readonly Host[],
  job: TrainingJob,
  world: TrainingWorld,
  signal: AbortSignal
): Promise<void> {
  await Promise.all(hosts.map(host => succeeded(host, hosts)))
  const passed =
    (job.clock.now().getTime() - (job.trainingStartedAt?.getTime() ?? 0) - job.interruptedMs) / 1000
  await job.clock.pass(world.controls.trainingSeconds - passed, world.controls.timeScale, signal)
  await hold('Training', job, world)
}

async function succeeded({ container, process }: Host, hosts: readonly Host[]): Promise<void> {
  const code = await process.exited
  if (code === 0) return
  for (const host of hosts) host.process.kill()
  throw new JobFailure(await failureReason(container, code))
}

function watchDeadlines(job: TrainingJob, signal: AbortSignal): void {
  const { MaxRuntimeInSeconds = 86_400, MaxWaitTimeInSeconds } = job.request.StoppingCondition ?? {}
  const started = (job.trainingStartedAt ?? job.createdAt).getTime() + job.interruptedMs
  const stopAt = (time: number, reason: 'MaxRuntimeExceeded' | 'MaxWaitTimeExceeded') =>
    void job.clock.reach(new Date(time), signal).then(() => {
      if (!signal.aborted) job.requestStop(reason)
    })
  stopAt(started + MaxRuntimeInSeconds * 1000, 'MaxRuntimeExceeded')
  if (MaxWaitTimeInSeconds === undefined) return
  stopAt(job.createdAt.getTime() + MaxWaitTimeInSeconds * 1000, 'MaxWaitTimeExceeded')
}

function planInterruption(job: TrainingJob, { controls }: TrainingWorld, signal: AbortSignal): void {
  if (job.request.EnableManagedSpotTraining !== true) return
  const seconds = controls.interruptAfterSeconds.shift()
  if (seconds === undefined) return
  const time = new Date(job.clock.now().getTime() + seconds * 1000)
  void job.clock.reach(time, signal).then(() => {
    if (!signal.aborted) job.interrupt()
  })
}

async function upload(job: TrainingJob, world: TrainingWorld): Promise<void> {
  job.enter('Uploading', 'Uploading generated training model')
  await job.clock.pass(world.controls.uploadingSeconds, world.controls.timeScale, job.stopSignal)
  await hold('Uploading', job, world)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
