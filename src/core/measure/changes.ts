import { estimate } from '../statistics.ts';
import type { Change } from '../summary.ts';
import type { SweptPictures } from '../sweptPictures.ts';
import { AXIAL_PERIOD_DEGREES, type MeasureId } from './measures.ts';
import type { Measures } from './readMeasures.ts';

/** Of angles, the difference to the nearest image of the axis. */
export function differenceOf(metric: MeasureId, from: number, to: number): number {
  const difference = to - from;
  if (metric !== 'angle') return difference;
  const half = AXIAL_PERIOD_DEGREES / 2;
  return ((((difference + half) % AXIAL_PERIOD_DEGREES) + AXIAL_PERIOD_DEGREES) % AXIAL_PERIOD_DEGREES) - half;
}

/** Every direction, part and measure, the strongest first. */
export function sweptChanges(measures: Measures, swept: SweptPictures): Change[] {
  const { quantities, metrics, steps, count } = measures;
  const width = quantities.length * metrics.length;
  const starts = swept.starts.length;
  const values = Array.from({ length: count }, (_, ordinal) => measures.at(ordinal));
  const spreads = Array.from({ length: width }, (_, cell) => spreadOf(values.map((part) => part[cell] as number)));
  const changes: Change[] = [];
  for (let first = 0; first < count; first += starts) {
    const { direction, directionIndex } = swept.at(first);
    const parts = values.slice(first, first + starts);
    quantities.forEach((quantity, q) => {
      metrics.forEach((metric, m) => {
        const cell = q * metrics.length + m;
        const series = parts.map((part) =>
          Array.from({ length: steps }, (_, step) => part[step * width + cell] as number),
        );
        const there = series.filter((line) => !Number.isNaN(line[0]) && !Number.isNaN(line.at(-1)));
        if (there.length < 2) return;
        const delta = estimate(there.map((line) => differenceOf(metric, line[0] as number, line.at(-1) as number)));
        const spread = spreads[cell] as number;
        changes.push({
          direction,
          directionIndex,
          quantity,
          metric,
          delta,
          standardised: spread === 0 ? 0 : delta.value / spread,
          monotonicity: there.reduce((sum, line) => sum + kendall(line), 0) / there.length,
        });
      });
    });
  }
  return changes.sort((a, b) => Math.abs(b.standardised) - Math.abs(a.standardised));
}

function spreadOf(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length < 2) return 0;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (known.length - 1));
}

/** Pairs of steps between which the value rises less those between which it falls, over all pairs. */
function kendall(line: readonly number[]): number {
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < line.length; i++) {
    for (let j = i + 1; j < line.length; j++) {
      sum += Math.sign((line[j] as number) - (line[i] as number)) || 0;
      pairs++;
    }
  }
  return pairs === 0 ? 0 : sum / pairs;
}
