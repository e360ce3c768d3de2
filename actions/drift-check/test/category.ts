/** A bin of one category and its shares of both sides. */
export const category = (value: string, baseline: number, current: number) => ({
  bin: { kind: 'category' as const, value },
  baseline,
  current
})
