/** A type of the SDK as it travels in JSON: times are seconds since 1970. */
export type Wire<T> = T extends Date
  ? number
  : T extends string | number | boolean | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? Wire<Item>[]
      : { [Member in keyof T]: Wire<T[Member]> }

/** A time as SageMaker writes it: seconds with milliseconds behind the point. */
export function epochSeconds(time: Date): number {
  return time.getTime() / 1000
}
