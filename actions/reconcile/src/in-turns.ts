/** Does something for each of the items, so many at a time, in their order. */
export async function inTurns<T>(
  items: readonly T[],
  atOnce: number,
  each: (item: T) => Promise<void>
): Promise<void> {
  const queue = items.values()
  const work = async () => {
    for (const item of queue) await each(item)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}
