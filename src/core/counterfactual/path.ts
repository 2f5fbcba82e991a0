import { argmaxRows } from '../tensor.ts';
import { type Case, type Look, latentOf, stackLatents } from './search.ts';

/** [K] places along a path: 0 the start, 1 the counterfactual, then on by the same step. */
export function placesAlong(steps: number, beyond: number): Float64Array {
  const count = Math.round(steps * beyond) + 1;
  return Float64Array.from({ length: count }, (_, k) => k / steps);
}

/** [L] latent at a place of the straight path in r; past the end no unit leaves the box downwards. */
export function latentAt(each: Case, z: Float64Array, place: number): Float32Array {
  const { least } = each.problem;
  // Beyond the counterfactual the observed maximum may be passed, but never the floor of the ReLU.
  return latentOf(
    each,
    z.map((value, u) => Math.max(place * value, Math.min(0, least[u] as number))),
  );
}

/** Halvings of the step in which the picture turns. */
const HALVINGS = 8;

/**
 * The place at which the re-classified picture becomes the target, by bisection inside the first step that ends at it; NaN where none
 * does. All cases go on together.
 *
 * @param predicted [cases][K] class of each picture along each path
 */
export async function crossingsOf(
  cases: readonly Case[],
  shifts: readonly Float64Array[],
  places: Float64Array,
  predicted: readonly ArrayLike<number>[],
  look: Look,
): Promise<Float64Array> {
  const brackets = cases.map(({ problem: { target } }, at) => {
    const classes = predicted[at] as ArrayLike<number>;
    for (let k = 1; k < places.length; k++) {
      if (classes[k] === target && classes[k - 1] !== target)
        return { low: places[k - 1] as number, high: places[k] as number };
    }
    return null;
  });
  const active = brackets.flatMap((bracket, at) => (bracket ? [{ bracket, at }] : []));
  for (let halving = 0; halving < HALVINGS && active.length > 0; halving++) {
    const middles = active.map(({ bracket }) => (bracket.low + bracket.high) / 2);
    const { logits } = await look(
      stackLatents(
        active.map(({ at }, i) => latentAt(cases[at] as Case, shifts[at] as Float64Array, middles[i] as number)),
      ),
    );
    const classes = argmaxRows(logits);
    active.forEach(({ bracket, at }, i) => {
      if (classes[i] === (cases[at] as Case).problem.target) bracket.high = middles[i] as number;
      else bracket.low = middles[i] as number;
    });
  }
  return Float64Array.from(brackets, (bracket) => (bracket ? (bracket.low + bracket.high) / 2 : Number.NaN));
}
