import { recordBytes, writeRecord } from '../../../shared/src/action/record-store.js'
import { constraintViolations } from '../../../shared/src/domain/drift/report-violations.js'
import type { DriftReport } from '../../../shared/src/domain/records/drift-report.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

/** The folder of reports that are about no registered model. */
const UNREGISTERED = 'unregistered'

/** Writes the report into the store, `report.json` last, and answers its address. */
export async function writeReport(
  store: ObjectStore,
  report: DriftReport,
  markdown: string
): Promise<string> {
  const key = (file: string) => layout.driftFile(report.model_id ?? UNREGISTERED, report.report_id, file)
  await store.write(key('report.md'), new TextEncoder().encode(`${markdown}\n`))
  await store.write(key('constraint_violations.json'), recordBytes(constraintViolations(report)))
  await writeRecord(store, key('report.json'), report)
  return store.uri(key('report.json'))
}
