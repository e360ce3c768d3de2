/** What a training.json may say of its run. */
export const trainingStatuses = ['running', 'submitted', 'completed', 'failed', 'stopped'] as const
export type TrainingStatus = (typeof trainingStatuses)[number]

const over: ReadonlySet<string> = new Set<TrainingStatus>(['completed', 'failed', 'stopped'])

/** Whether a run is trained no more, for good or ill; its job may still be stopping. Without a status it has not begun. */
export function isOver({ status }: { readonly status: string | undefined }): boolean {
  return status !== undefined && over.has(status)
}
