import { whyUnreadable, type Baseline, type BaselineSubject } from './baseline.js'

/**
 * The distribution of the training data, without any row. Data that are gone, changed or unreadable give no baseline and
 * are no error: the model that was measured is registered all the same.
 */
export async function makeBaseline(subject: BaselineSubject): Promise<Baseline> {
  const { profileTrainingData } = await import('./profile-training-data.js')
  try {
    return await profileTrainingData(subject)
  } catch (error) {
    const why = whyUnreadable(error)
    if (why === undefined) throw error
    return { profile: undefined, why }
  }
}
