/** The policy of the demo's repository. */
export const policy = `# What an issue may ask for here.
limits:
  algorithms: [random_forest, logistic_regression, xgboost]
  max_retry: 3
gate: metrics.recall >= 0.85
`

/** A request that is too weak to pass: one tree of depth one. */
export const firstRequest = `Please train a model that tells malignant cells from benign ones.

\`\`\`yaml
algorithm: random_forest
dataset_id: dataset-20250110-001
target: diagnosis
positive_class: malignant
hyperparameters: {n_estimators: 1, max_depth: 1}
gate: metrics.roc_auc >= 0.98 && metrics.accuracy >= 0.93
edge: {quantize: auto, max_size: 5MB, max_latency: 100ms}
max_retry: 3
seed: 42
\`\`\`
`

/** What alice answers to the rejection. */
export const retrainComment = `/mlops retrain

\`\`\`yaml
hyperparameters: {n_estimators: 200, max_depth: 12}
\`\`\`
`

/** What happens between the first model and the drift. */
export const nextDelivery = `February's 240 cells come from another microscope, whose scale is 15 % off:
lengths are 1.15 times, areas 1.32 times what they are. Nobody noticed.
Their labels arrive too; alice commits them, 160 to train and 80 to test.
`

/** The policy where trainings cost money, with the role that SageMaker takes for them. */
export function cloudPolicy(executionRoleArn: string): string {
  return `# What an issue may ask for here, and what that may cost.
execution_role_arn: ${executionRoleArn}
limits:
  algorithms: [random_forest, logistic_regression, xgboost]
  max_retry: 3
  instance_types: [ml.m5.*]
  max_runtime: 30m
  max_cost_usd: 1
  max_cost_usd_per_month: 20
prices: {ml.m5.xlarge: 0.276}
gate: metrics.recall >= 0.85
`
}
