import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { toDriftReport } from '../../../shared/src/domain/drift/report-record.js'
import type { DriftReport } from '../../../shared/src/domain/records/drift-report.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { askForRetraining } from './ask-for-retraining.js'
import { givenBaseline, storedBaseline, type Baseline } from './baseline.js'
import { checkNames } from './chosen-columns.js'
import { compareSides } from './compare-sides.js'
import type { DataPlaces } from './data-files.js'
import { identifierColumns } from './identifier-columns.js'
import { idleInputs, type DriftInputs } from './inputs.js'
import { loadMessages } from './messages.js'
import type { DriftOutcome } from './outcome.js'
import { notCompared } from './not-compared.js'
import type { DriftPorts } from './ports.js'
import { readCurrent, type Current } from './read-current.js'
import { reportIdOf } from './report-id.js'
import { toMarkdown } from './report-markdown.js'
import { findSubject, type Subject } from './subject.js'
import { writeReport } from './write-report.js'

/** Compares current data with the baseline, writes the report, and asks for retraining where it must. */
export async function driftCheck(inputs: DriftInputs, ports: DriftPorts): Promise<DriftOutcome> {
  const directory = await mkdtemp(join(ports.temporaryDirectory, 'mlops-drift-'))
  try {
    return await check(inputs, ports, { ...ports, directory })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function check(inputs: DriftInputs, ports: DriftPorts, places: DataPlaces): Promise<DriftOutcome> {
  const subject = await findSubject(inputs, ports.store)
  const baseline = await openBaseline(inputs, { places, store: ports.store }, subject)
  checkNames(inputs, baseline)
  const current = await readCurrent(inputs.current, places, baseline)
  const report = judge(inputs, { subject, baseline, current }, ports.clock.now())
  const messages = await loadMessages(inputs.language)
  // A version has chosen its features: only where none has, columns are compared that no model would take.
  const identifiers = subject.version === undefined ? identifierColumns(baseline) : new Set<string>()
  const uri = await writeReport(ports.store, report, toMarkdown(report, messages, { identifiers }))
  const asked = await askForRetraining({ inputs, subject, report, uri, messages, identifiers }, ports)
  return { report, uri, ...asked, warnings: idleInputs(inputs), identifiers }
}

function openBaseline(
  inputs: DriftInputs,
  { places, store }: { places: DataPlaces; store: ObjectStore },
  subject: Subject
): Promise<Baseline> {
  const given = (path: string) => givenBaseline(path, places, wantedColumns(inputs, subject))
  if (subject.version === undefined) return given(subject.baseline)
  const { modelId, version, baseline } = subject
  return baseline === undefined ? storedBaseline(store, modelId, version.version) : given(baseline)
}

/** The columns of baseline data that are read: those asked for, else the model's, else all. */
function wantedColumns({ features, criticalFeatures }: DriftInputs, { version }: Subject) {
  const chosen = features ?? version?.contract.features
  if (chosen === undefined) return undefined
  const target = version?.contract.target ?? undefined
  return [...chosen, ...criticalFeatures, ...(target === undefined ? [] : [target])]
}

interface Compared {
  readonly subject: Subject
  readonly baseline: Baseline
  readonly current: Current
}

function judge(inputs: DriftInputs, { subject, baseline, current }: Compared, now: Date): DriftReport {
  const target = subject.version?.contract.target ?? undefined
  const not_compared = notCompared(baseline, current, { target, critical: inputs.criticalFeatures })
  const comparison = compareSides({ baseline, current, target }, inputs)
  const compared = {
    model_id: subject.modelId ?? null,
    version: subject.version?.version ?? null,
    thresholds: inputs.thresholds,
    alpha: inputs.alpha,
    min_rows: inputs.minRows,
    baseline: baseline.origin,
    current: current.origin
  }
  const { features, criticalFeatures } = inputs
  return toDriftReport(comparison, {
    ...compared,
    report_id: reportIdOf(now, { ...compared, features, criticalFeatures }),
    created_at: now.toISOString(),
    not_compared,
    critical: new Set(criticalFeatures)
  })
}
