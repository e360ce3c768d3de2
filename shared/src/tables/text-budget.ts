/** Bytes that distinct texts and their bookkeeping may still take, shared by the columns of a table. */
export interface TextBudget {
  left: number
}
