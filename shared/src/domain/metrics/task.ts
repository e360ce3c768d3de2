/** The kinds of problem a model can be trained for. */
export const TASKS = [
  'classification',
  'regression',
  'clustering',
  'dimensionality_reduction',
  'q_learning',
  'policy_gradient'
] as const

/** One of the kinds of problem. */
export type Task = (typeof TASKS)[number]
