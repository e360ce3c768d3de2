const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI)

/** ln Γ(x) for x > 0 by Stirling's series, shifted to x ≥ 10 (Abramowitz & Stegun 6.1.41). */
export function logGamma(x: number): number {
  let shift = 0
  let z = x
  while (z < 10) {
    shift += Math.log(z)
    z += 1
  }
  const w = 1 / (z * z)
  const tail =
    (1 / 12 -
      w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - w * (691 / 360360 - w / 156)))))) /
    z
  return (z - 0.5) * Math.log(z) - z + HALF_LOG_TWO_PI + tail - shift
}
