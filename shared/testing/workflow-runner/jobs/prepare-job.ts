import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { data } from '@actions/expressions'
import { UserError } from '../../../src/errors.js'
import { Masks } from '../commands/masks.js'
import { StepReporter } from '../commands/step-reporter.js'
import { dictionary } from '../expressions/expression-data.js'
import { hashFilesFunction } from '../expressions/hash-files.js'
import { resolve, resolveTexts } from '../expressions/resolve.js'
import type { Scope } from '../expressions/scope.js'
import { withContexts } from '../expressions/scope.js'
import { foreignLabelMessage, isForeignLabel } from '../parsing/unsupported.js'
import type { JobIdentity, OidcEndpoint } from '../run-options.js'
import { isDebug } from './job-runtime.js'
import type { JobRuntime } from './job-runtime.js'
import type { JobClock } from './job-clock.js'
import type { JobDirectories } from './job-surroundings.js'
import type { Leg } from './leg.js'
import { runnerArchitecture } from '../steps/process-environment.js'

/** Makes a leg's directories, token, masks, contexts and environment. */
export async function prepareJob(leg: Leg, clock: JobClock): Promise<JobRuntime> {
  refuseForeignMachine(leg)
  const directories = await makeDirectories(leg)
  const identity = { job: leg.plan.id, permissions: leg.plan.permissions }
  const token = await jobToken(leg, identity)
  const oidc = leg.plan.permissions['id-token'] === 'write' ? leg.run.options.oidc?.(identity) : undefined
  const secrets = { ...leg.run.options.secrets, GITHUB_TOKEN: token }
  const masks = jobMasks(secrets, oidc)
  const eventPath = join(directories.temp, '_github_workflow', 'event.json')
  await mkdir(join(directories.temp, '_github_workflow'), { recursive: true })
  await writeFile(eventPath, JSON.stringify(leg.run.options.event.payload))
  const scope = machineScope(leg, { directories, token, secrets, eventPath })
  return {
    run: leg.run,
    plan: leg.plan,
    name: leg.name,
    directories,
    masks,
    reporter: new StepReporter({ recorder: leg.run.recorder, masks, job: leg.name, step: undefined }),
    scope,
    env: new Map([...resolveTexts(leg.run.plan.env, scope), ...resolveTexts(leg.plan.env, scope)]),
    paths: [],
    steps: new Map(),
    posts: [],
    oidc,
    trackingId: `github_${randomUUID()}`,
    cancelled: clock.cancelled,
    deadline: clock.deadline,
    failed: false
  }
}

function refuseForeignMachine(leg: Leg): void {
  const labels = [resolve(leg.plan.runsOn, leg.scope)].flat()
  for (const label of labels) {
    if (typeof label === 'string' && isForeignLabel(label)) {
      throw new UserError('unsupported-workflow', `${leg.plan.place}: ${foreignLabelMessage(label)}`)
    }
  }
}

async function makeDirectories(leg: Leg): Promise<JobDirectories> {
  const root = join(leg.run.directories.root, 'jobs', leg.slug)
  const directories = {
    workspace: leg.run.options.workspace ?? join(root, 'workspace'),
    temp: join(root, 'temp'),
    home: join(root, 'home')
  }
  for (const directory of Object.values(directories)) await mkdir(directory, { recursive: true })
  return directories
}

async function jobToken(leg: Leg, identity: JobIdentity): Promise<string> {
  const { token, secrets, github } = leg.run.options
  if (typeof token === 'function') return token(identity)
  return token ?? secrets?.['GITHUB_TOKEN'] ?? github?.['token'] ?? `ghs_${randomUUID().replaceAll('-', '')}`
}

function jobMasks(secrets: Readonly<Record<string, string>>, oidc: OidcEndpoint | undefined): Masks {
  const masks = new Masks()
  for (const secret of Object.values(secrets)) masks.add(secret)
  if (oidc !== undefined) masks.add(oidc.requestToken)
  return masks
}

interface MachineFacts {
  readonly directories: JobDirectories
  readonly token: string
  readonly secrets: Readonly<Record<string, string>>
  readonly eventPath: string
}

function machineScope(leg: Leg, facts: MachineFacts): Scope {
  const { run, plan } = leg
  const github = dictionary([
    // The first of equal keys counts: what is the job's own cannot be overridden.
    ['event', run.event],
    ['event_path', facts.eventPath],
    ['job', plan.id],
    ['token', facts.token],
    ['workspace', facts.directories.workspace],
    ...run.github
  ])
  const scope = withContexts(leg.scope, [
    ['github', github],
    ['secrets', dictionary(Object.entries(facts.secrets))],
    ['runner', runnerContext(leg, facts.directories)]
  ])
  return { ...scope, functions: [hashFilesFunction(facts.directories.workspace)] }
}

function runnerContext(leg: Leg, directories: JobDirectories): data.Dictionary {
  const debug: [string, string][] = isDebug(leg.run) ? [['debug', '1']] : []
  return dictionary([
    ['os', 'Linux'],
    ['arch', runnerArchitecture()],
    ['name', 'local'],
    ['environment', 'self-hosted'],
    ['temp', directories.temp],
    ['tool_cache', leg.run.directories.toolCache],
    ...debug
  ])
}
