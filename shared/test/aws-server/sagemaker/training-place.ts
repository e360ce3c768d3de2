import { expect } from '@jest/globals'
import { cloudPlace, type CloudPlace } from '../cloud-place.js'

/** A place whose jobs have two seconds to stop. */
export async function trainingPlace(): Promise<CloudPlace> {
  const place = await cloudPlace()
  place.cloud.sagemaker.controls.stopGraceMs = 2000
  return place
}

/** Closes a place, in which neither side may have broken the service models and the server not failed. */
export async function closeSound(place: CloudPlace): Promise<void> {
  await place.close()
  expect(place.cloud.violations).toEqual([])
  expect(place.clientViolations).toEqual([])
  expect(place.cloud.defects).toEqual([])
}

/** Statuses of a job in their order. */
export const statusPath = (job: {
  readonly SecondaryStatusTransitions?: readonly { readonly Status?: string | undefined }[] | undefined
}) => (job.SecondaryStatusTransitions ?? []).map(({ Status }) => Status).join('>')
