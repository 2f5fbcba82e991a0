import { estimate, slope } from '../statistics.ts';
import type { Change } from '../summary.ts';
import type { SweptPictures } from '../sweptPictures.ts';
import { axialMean, shorterTurn, unwrapAxial } from './axial.ts';
import type { MeasureId } from './measures.ts';
import type { Measures } from './readMeasures.ts';

/** Every direction, part and measure, the strongest first. */
export function sweptChanges(measures: Measures, swept: SweptPictures): Change[] {
  const { quantities, metrics, steps, count } = measures;
  const width = quantities.length * metrics.length;
  const starts = swept.starts.length;
  const values = Array.from({ length: count }, (_, ordinal) => measures.at(ordinal));
  const spreads = Array.from({ length: width }, (_, cell) => {
    const metric = metrics[cell % metrics.length] as MeasureId;
    return spreadOf(
      metric,
      values.map((part) => part[cell] as number),
    );
  });
  const changes: Change[] = [];
  for (let first = 0; first < count; first += starts) {
    const { direction, directionIndex, values: set } = swept.at(first);
    const parts = values.slice(first, first + starts);
    quantities.forEach((quantity, q) => {
      metrics.forEach((metric, m) => {
        const cell = q * metrics.length + m;
        const curves = parts
          .map((part) => Float64Array.from({ length: steps }, (_, step) => part[step * width + cell] as number))
          .filter((curve) => !Number.isNaN(curve[0]) && !Number.isNaN(curve.at(-1)));
        if (curves.length < 2) return;
        if (metric === 'angle') curves.forEach(unwrapAxial);
        const delta = estimate(curves.map((curve) => (curve.at(-1) as number) - (curve[0] as number)));
        const slopes = curves.map((curve) => slopeOf(set, curve)).filter((value) => value !== null);
        const spread = spreads[cell] as number;
        changes.push({
          direction,
          directionIndex,
          quantity,
          metric,
          delta,
          slope: slopes.length < 2 ? null : estimate(slopes),
          standardised: spread === 0 ? 0 : delta.value / spread,
          monotonicity: curves.reduce((sum, curve) => sum + kendall(curve), 0) / curves.length,
        });
      });
    });
  }
  return changes.sort((a, b) => Math.abs(b.standardised) - Math.abs(a.standardised));
}

/** Standard deviation of what is there; of angles, of the turns from their axial mean. */
function spreadOf(metric: MeasureId, values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length < 2) return 0;
  const middle = metric === 'angle' ? axialMean(known) : known.reduce((sum, value) => sum + value, 0) / known.length;
  const off = known.map((value) => (metric === 'angle' ? shorterTurn(value - middle) : value - middle));
  return Math.sqrt(off.reduce((sum, value) => sum + value ** 2, 0) / (known.length - 1));
}

/** Of the measure on the coordinate set, by least squares over the steps that have the part; null where nothing was set. */
function slopeOf(set: Float64Array, curve: Float64Array): number | null {
  const there = Array.from(curve.keys()).filter((step) => !Number.isNaN(curve[step]));
  return slope(
    there.map((step) => set[step] as number),
    there.map((step) => curve[step] as number),
  );
}

/** Pairs of steps between which the value rises less those between which it falls, over all pairs. */
function kendall(curve: Float64Array): number {
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < curve.length; i++) {
    for (let j = i + 1; j < curve.length; j++) {
      sum += Math.sign((curve[j] as number) - (curve[i] as number)) || 0;
      pairs++;
    }
  }
  return pairs === 0 ? 0 : sum / pairs;
}
