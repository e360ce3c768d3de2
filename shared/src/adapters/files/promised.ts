/** What synchronous work gives, as a promise; what it throws, as a rejection. */
export function promised<T>(work: () => T): Promise<T> {
  return new Promise(done => {
    done(work())
  })
}
