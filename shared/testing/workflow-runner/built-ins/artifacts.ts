import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdir, rm } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { UserError } from '../../../src/errors.js'
import { absolutePattern, selectFiles } from '../expressions/select-files.js'
import { matchesPath } from '../expressions/wildcards.js'
import type { BuiltInAction, BuiltInCall } from './built-in-action.js'
import { githubText, inputsOf, jobBase } from './built-in-action.js'

/** Stands in for actions/upload-artifact: artifacts are directories of the run. */
export const uploadArtifact: BuiltInAction = {
  inputs: inputsOf('path retention-days compression-level', {
    name: 'artifact',
    'if-no-files-found': 'warn',
    overwrite: 'false',
    'include-hidden-files': 'false'
  }),
  main: upload
}

/** Stands in for actions/download-artifact, for artifacts of this run. */
export const downloadArtifact: BuiltInAction = {
  inputs: inputsOf('name path pattern artifact-ids github-token repository run-id', {
    'merge-multiple': 'false'
  }),
  main: download
}

async function upload(call: BuiltInCall): Promise<void> {
  const name = artifactName(call)
  const excludeHidden = call.input('include-hidden-files') !== 'true'
  const { root, files } = selectFiles(call.input('path'), { ...jobBase(call.job), excludeHidden })
  if (files.length === 0) return reportNoFiles(call)
  const target = join(call.job.run.directories.artifacts, name)
  if (existsSync(target) && call.input('overwrite') !== 'true') {
    throw new UserError('artifact-exists', `an artifact with the name ${name} already exists on this run`)
  }
  await rm(target, { recursive: true, force: true })
  for (const file of files) {
    const copy = join(target, relative(root, file))
    await mkdir(dirname(copy), { recursive: true })
    await cp(file, copy)
  }
  const id = parseInt(createHash('sha256').update(name).digest('hex').slice(0, 8), 16)
  call.setOutput('artifact-id', String(id))
  call.setOutput('artifact-url', artifactUrl(call, id))
  call.reporter.line(
    `Artifact ${name}: ${files.length} files kept for this run (this runner's actions/upload-artifact)`
  )
}

function artifactName(call: BuiltInCall): string {
  const name = call.input('name')
  if (name !== '' && name !== '.' && name !== '..' && !/["<>|*?:\r\n\\/]/.test(name)) return name
  throw new UserError('artifact-name', `${JSON.stringify(name)} is not a name for an artifact`)
}

function artifactUrl(call: BuiltInCall, id: number): string {
  const [server, repository, run] = ['server_url', 'repository', 'run_id'].map(key =>
    githubText(call.job, key)
  )
  return `${server ?? ''}/${repository ?? ''}/actions/runs/${run ?? ''}/artifacts/${id}`
}

function reportNoFiles(call: BuiltInCall): void {
  const message = `No files were found with the provided path: ${call.input('path')}. No artifacts will be uploaded.`
  const reaction = call.input('if-no-files-found')
  if (reaction === 'error') throw new UserError('artifact-empty', message)
  if (reaction === 'ignore') call.reporter.line(message)
  else call.reporter.warning(message)
}

async function download(call: BuiltInCall): Promise<void> {
  refuseOtherRuns(call)
  const { artifacts } = call.job.run.directories
  const target = absolutePattern(call.input('path') || '.', jobBase(call.job))
  const single = call.input('name')
  if (single !== '' && !listArtifacts(artifacts).includes(single)) {
    throw new UserError(
      'artifact-not-found',
      `Unable to download artifact(s): Artifact not found for name: ${single}`
    )
  }
  const pattern = call.input('pattern') || '*'
  const names = single === '' ? listArtifacts(artifacts).filter(name => matchesPath(pattern, name)) : [single]
  const isFlat = single !== '' || call.input('merge-multiple') === 'true'
  for (const name of names) {
    await cp(join(artifacts, name), isFlat ? target : join(target, name), { recursive: true })
  }
  call.setOutput('download-path', target)
  call.reporter.line(
    `Downloaded ${names.length} artifact(s) of this run (this runner's actions/download-artifact)`
  )
}

function refuseOtherRuns(call: BuiltInCall): void {
  const run = call.input('run-id')
  const isOther = run !== '' && run !== githubText(call.job, 'run_id')
  if (isOther || call.input('artifact-ids') !== '') {
    throw new UserError(
      'artifact-unsupported',
      'only artifacts of this run can be downloaded here, by name or pattern'
    )
  }
}

function listArtifacts(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory).sort() : []
}
