// Preloaded into an action: its pauses and heartbeats are PAUSE_DIVISOR times shorter, and with CLOCK_EPOCH (Unix
// milliseconds) its clock runs as many times faster since then. Time limits of network calls stay as they are.
const promises = require('node:timers/promises')

const divisor = Number(process.env.PAUSE_DIVISOR ?? 1)
const { setTimeout: sleep } = promises
const { setInterval } = globalThis
promises.setTimeout = (milliseconds, ...rest) => sleep(milliseconds / divisor, ...rest)
globalThis.setInterval = (work, milliseconds, ...rest) => setInterval(work, milliseconds / divisor, ...rest)

const epoch = Number(process.env.CLOCK_EPOCH ?? Number.NaN)
if (!Number.isNaN(epoch)) {
  const RealDate = Date
  globalThis.Date = class extends RealDate {
    constructor(...parts) {
      if (parts.length === 0) super(Date.now())
      else super(...parts)
    }

    static now() {
      return Math.floor(epoch + (RealDate.now() - epoch) * divisor)
    }
  }
}
