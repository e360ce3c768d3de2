/** An amount, not negative, to the next cent; what rounding adds to a whole cent does not count. */
export function roundUpCents(usd: number): number {
  return Math.max(0, Math.ceil(usd * 100 - 1e-4)) / 100
}

/** `4.60 USD`; what is below a cent keeps two significant digits. */
export function usdText(usd: number): string {
  return `${usd > 0 && usd < 0.01 ? usd.toPrecision(2) : usd.toFixed(2)} USD`
}
