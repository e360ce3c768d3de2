/** What the kit needs, as Python names it, as PyPI names it with a pinned version, and as Debian names it. */
export interface Requirement {
  readonly module: string
  readonly pinned: string
  readonly debian: string | undefined
}

export const numpy: Requirement = { module: 'numpy', pinned: 'numpy==2.2.6', debian: 'python3-numpy' }
export const scikitLearn: Requirement = {
  module: 'sklearn',
  pinned: 'scikit-learn==1.7.2',
  debian: 'python3-sklearn'
}
export const xgboost: Requirement = { module: 'xgboost', pinned: 'xgboost==3.0.5', debian: 'python3-xgboost' }

/** The packages an algorithm needs. A user's script brings its own. */
export function requirementsOf(algorithm: string): readonly Requirement[] {
  switch (algorithm) {
    case 'script':
      return []
    case 'xgboost':
      return [numpy, scikitLearn, xgboost]
    default:
      return [numpy, scikitLearn]
  }
}
