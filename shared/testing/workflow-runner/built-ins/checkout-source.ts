/** What actions/checkout checks out: the tracked files as they are in `repositoryRoot`, or a clone of a repository. */
export type CheckoutSource =
  { readonly kind: 'working-tree' } | { readonly kind: 'clone'; readonly repository: string }
