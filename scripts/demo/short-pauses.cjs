// Loaded into the actions' processes by the cloud demo: what they wait between two looks at AWS, seconds that the test
// server does not need, is a tenth of it.
const timers = require('node:timers/promises')

const LONG_MS = 2000
const original = timers.setTimeout

timers.setTimeout = (milliseconds, ...rest) =>
  original(milliseconds >= LONG_MS ? milliseconds / 10 : milliseconds, ...rest)
