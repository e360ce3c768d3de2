/** When and where the prices below were read. */
export const priceTableSource = { region: 'us-east-1', readAt: '2026-11-21' } as const

/**
 * USD per hour of on-demand training in us-east-1, as public copies of AWS's price list agree on them; what they do not
 * agree on is not here. Other regions cost more: there, and for what is missing, the policy's `prices` are needed.
 */
export const priceTable: ReadonlyMap<string, number> = new Map([
  ['ml.m5.large', 0.115],
  ['ml.m5.xlarge', 0.23],
  ['ml.m5.2xlarge', 0.461],
  ['ml.m5.4xlarge', 0.922],
  ['ml.m5.12xlarge', 2.765],
  ['ml.m5.24xlarge', 5.53],
  ['ml.c5.xlarge', 0.204],
  ['ml.c5.2xlarge', 0.408],
  ['ml.c5.4xlarge', 0.816],
  ['ml.c5.9xlarge', 1.836],
  ['ml.c5.18xlarge', 3.672],
  ['ml.p3.2xlarge', 3.825]
])
