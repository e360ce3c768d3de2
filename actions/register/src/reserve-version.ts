import * as z from 'zod/mini'
import { readRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import type { RegistryRecord } from '../../../shared/src/domain/records/registry.js'
import { timestamp, trainingId } from '../../../shared/src/domain/records/schema.js'
import {
  nextVersion,
  type ModelContract,
  type NextVersion
} from '../../../shared/src/domain/registry/next-version.js'
import type { Bump } from '../../../shared/src/domain/registry/semantic-version.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { Clock } from '../../../shared/src/ports/clock.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

/** Says whose number a version is; stays when the version is pruned. */
export const RESERVATION_FILE = 'reservation.json'

const reservation = z.object({
  schema_version: z.literal(1),
  training_id: trainingId,
  reserved_at: timestamp
})

/**
 * Takes a version number for a run before any file of the version is written, so that two runs registered at the same
 * time never write into one directory. A run that was killed half way finds its own reservation again.
 */
export async function reserveVersion(
  ports: { store: ObjectStore; clock: Clock },
  registry: RegistryRecord,
  wish: { trainingId: string; contract: ModelContract; bump: Bump | 'auto' }
): Promise<NextVersion> {
  const taken = new Set<string>()
  for (;;) {
    const next = nextVersion(registry, wish.contract, { bump: wish.bump, taken })
    const key = layout.versionFile(registry.model_id, next.version, RESERVATION_FILE)
    const claim = {
      schema_version: 1,
      training_id: wish.trainingId,
      reserved_at: ports.clock.now().toISOString()
    }
    if ((await writeRecord(ports.store, key, claim, { absent: true })).written) return next
    const holder = (await readRecord(ports.store, key, reservation))?.value.training_id
    if (holder === wish.trainingId) return next
    taken.add(next.version)
  }
}
