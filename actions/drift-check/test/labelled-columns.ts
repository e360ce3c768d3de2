import { cells, spread } from './world.js'

/** How many rows `columns` have. */
export const ROWS = 400

/** Two evenly spread features, the first moved by `shift`, and a target of two classes. */
export const columns = (shift = 0) => ({
  size: spread(ROWS, shift),
  weight: spread(ROWS),
  label: cells(ROWS, index => (index % 2 === 0 ? 'yes' : 'no'))
})
