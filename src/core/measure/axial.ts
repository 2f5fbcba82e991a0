/** Statistics of axes, which have no direction: 179 degrees and 1 are 2 apart. */

export const AXIAL_PERIOD_DEGREES = 180;

/** A turn by the shorter way round, -90 to 90 degrees. */
export function shorterTurn(degrees: number): number {
  return degrees - AXIAL_PERIOD_DEGREES * Math.round(degrees / AXIAL_PERIOD_DEGREES);
}

/** Adds multiples of 180 degrees, so that no step turns by more than 90. Missing steps stay missing. */
export function unwrapAxial(curve: Float64Array): void {
  let before = Number.NaN;
  for (let k = 0; k < curve.length; k++) {
    const value = curve[k] as number;
    if (Number.isNaN(value)) continue;
    const turned = Number.isNaN(before) ? value : before + shorterTurn(value - before);
    curve[k] = turned;
    before = turned;
  }
}

/** Half the direction of the mean of doubled angles (Mardia and Jupp 2000, Directional Statistics, 9.5), degrees, 0 to 180. */
export function axialMean(degrees: readonly number[]): number {
  let [x, y] = [0, 0];
  for (const angle of degrees) {
    x += Math.cos((angle * Math.PI) / 90);
    y += Math.sin((angle * Math.PI) / 90);
  }
  const mean = (Math.atan2(y, x) * 90) / Math.PI;
  return (mean + AXIAL_PERIOD_DEGREES) % AXIAL_PERIOD_DEGREES;
}
