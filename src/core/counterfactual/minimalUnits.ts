import type { CancelSignal } from '../cancel.ts';
import { argmaxRows } from '../tensor.ts';
import { type Case, type Look, latentOf, stackLatents } from './search.ts';

/** Units behind a counterfactual. */
export interface Responsible {
  /** Units that were moved, largest contribution first. */
  readonly ranking: Int32Array;
  /** What each adds to the logit of the target less that of the origin. */
  readonly contribution: Float32Array;
  /** Units of the ranking that alone still turn the picture, in the order of the ranking; none where the picture never turned. */
  readonly minimal: Int32Array;
  /** Whether each of them was tried and could not be left out; false where the tries ran out. */
  readonly isMinimal: boolean;
}

/** Moves smaller than this, in standard deviations, are none. */
const NOTHING = 1e-4;
/** Single deletions tried at most, per case. */
const MOST_DELETIONS = 64;

/** @param origin class that the sample leaves */
export function rankUnits({ problem }: Case, z: Float64Array, origin: number) {
  const { setting, target } = problem;
  const { data } = setting.head.weight;
  const units = z.length;
  const share = (u: number) =>
    (setting.within.deviations[u] as number) *
    (z[u] as number) *
    ((data[target * units + u] as number) - (data[origin * units + u] as number));
  const ranking = Int32Array.from(
    Array.from(z.keys())
      .filter((u) => Math.abs(z[u] as number) > NOTHING)
      .sort((a, b) => share(b) - share(a) || a - b),
  );
  return { ranking, contribution: Float32Array.from(ranking, share) };
}

interface Deletion {
  readonly at: number;
  /** Units kept, in the order of the ranking. */
  kept: number[];
  /** Fewest of the ranking that are known to do, and most that are known not to. */
  enough: number;
  tooFew: number;
  /** Place in `kept` of the next single deletion, from the back; null while the prefix is searched. */
  next: number | null;
  tries: number;
}

/**
 * The smallest set by greedy deletion, every try a picture that is classified again: first the shortest beginning of the ranking
 * that still turns the picture, by bisection; then unit by unit from the weakest, each left out for good if the picture stays
 * turned. What is left out goes back to its start value.
 */
export async function responsibleUnits(
  cases: readonly Case[],
  shifts: readonly Float64Array[],
  origins: readonly number[],
  isValid: readonly boolean[],
  look: Look,
  signal: CancelSignal,
): Promise<Responsible[]> {
  const ranked = cases.map((each, at) => rankUnits(each, shifts[at] as Float64Array, origins[at] as number));
  const deletions = ranked.flatMap(({ ranking }, at): Deletion[] =>
    isValid[at] ? [{ at, kept: [...ranking], enough: ranking.length, tooFew: 0, next: null, tries: 0 }] : [],
  );
  for (let active = deletions.filter(isOpen); active.length > 0; active = active.filter(isOpen)) {
    signal.throwIfAborted();
    const tried = active.map(trialOf);
    const { logits } = await look(
      stackLatents(
        active.map(({ at }, i) => latentOf(cases[at] as Case, only(shifts[at] as Float64Array, tried[i] as number[]))),
      ),
    );
    const classes = argmaxRows(logits);
    active.forEach((deletion, i) => {
      take(deletion, tried[i] as number[], classes[i] === (cases[deletion.at] as Case).problem.target);
    });
  }
  const kept = new Map(deletions.map((deletion) => [deletion.at, deletion]));
  return ranked.map((units, at) => {
    const deletion = kept.get(at);
    return {
      ...units,
      minimal: Int32Array.from(deletion?.kept ?? []),
      isMinimal: deletion !== undefined && (deletion.next ?? 0) < 0,
    };
  });
}

function isOpen({ next, tries, kept }: Deletion): boolean {
  return next === null ? kept.length > 0 : next >= 0 && kept.length > 1 && tries < MOST_DELETIONS;
}

function trialOf({ next, kept, enough, tooFew }: Deletion): number[] {
  if (next === null) return kept.slice(0, Math.floor((enough + tooFew) / 2));
  return kept.filter((_, place) => place !== next);
}

function take(deletion: Deletion, tried: number[], isTarget: boolean): void {
  if (deletion.next === null) {
    if (isTarget) deletion.enough = tried.length;
    else deletion.tooFew = tried.length;
    if (deletion.enough - deletion.tooFew > 1) return;
    deletion.kept = deletion.kept.slice(0, deletion.enough);
    deletion.next = deletion.kept.length - 1;
    return;
  }
  deletion.tries += 1;
  if (isTarget) deletion.kept = tried;
  deletion.next -= 1;
}

/** The shift of some units alone. */
function only(z: Float64Array, units: readonly number[]): Float64Array {
  const part = new Float64Array(z.length);
  for (const u of units) part[u] = z[u] as number;
  return part;
}
