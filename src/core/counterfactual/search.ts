import type { CancelSignal } from '../cancel.ts';
import { logOdds } from '../head.ts';
import { pause } from '../pause.ts';
import { argmaxRows, type FloatTensor, rowOf } from '../tensor.ts';
import { linkAt } from './linkAt.ts';
import { type Problem, shifted } from './problem.ts';
import { minimise } from './proximal.ts';

/** Draws latents [B L] and classifies the pictures again. */
export type Look = (w: FloatTensor) => Promise<Seen>;

export interface Seen {
  /** [B U] representation of each picture. */
  readonly r: FloatTensor;
  /** [B C] */
  readonly logits: FloatTensor;
}

/** One start on its way to one target. */
export interface Case {
  readonly problem: Problem;
  /** [L] latent of the start picture: the linked one, or the sample's own. */
  readonly base: Float32Array;
  /** [U] shift, in standard deviations, from which the search begins. */
  readonly from: Float64Array;
}

/**
 * How a search ended, by the re-classified picture. `reached`: the target, at the wanted confidence. `flipped`: the target, below it.
 * `picture-stays`: the head takes the shifted representation for the target, the picture is still another class. `unreachable`:
 * inside the box not even the head does. `already`: the start picture is the target before anything is moved.
 */
export const OUTCOMES = ['reached', 'flipped', 'picture-stays', 'unreachable', 'already'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One look at a shift: the margin asked of the head, and the log-odds of the target by head and picture. */
export interface Round {
  readonly margin: number;
  readonly head: number;
  readonly picture: number;
}

export interface Found {
  readonly outcome: Outcome;
  /** [U] shift in standard deviations. */
  readonly z: Float64Array;
  readonly margin: number;
  /** Log-odds of the target at the start picture. */
  readonly startOdds: number;
  readonly headOdds: number;
  readonly pictureOdds: number;
  readonly rounds: readonly Round[];
}

/** [L] latent of the picture that a shift makes: base + link(r') - link(r). */
export function latentOf({ problem, base }: Case, z: Float64Array): Float32Array {
  const { linker } = problem.setting;
  const from = linkAt(linker, problem.start).w;
  const to = linkAt(linker, shifted(problem, z)).w;
  return base.map((value, d) => value + (to[d] as number) - (from[d] as number));
}

export function stackLatents(rows: readonly Float32Array[]): FloatTensor {
  const width = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    data.set(row, at * width);
  });
  return { data, shape: [rows.length, width] };
}

export interface SearchOptions {
  /** Log-odds that the picture must reach. */
  readonly wanted: number;
  /** Looks at most, per case. */
  readonly budget: number;
}

const FIRST_MARGIN = 1;
/** Looks spent on the smallest margin that will do, once one is known that does. */
const REFINEMENTS = 4;

/**
 * Raises the margin asked of the head, doubling it, until the picture is what was wanted; then halves the last step of the margin, so that the
 * picture is no further than it has to be. All cases go on together, a picture each per round.
 */
export async function search(
  cases: readonly Case[],
  startOdds: ArrayLike<number>,
  startIsTarget: ArrayLike<number>,
  { wanted, budget }: SearchOptions,
  look: Look,
  signal: CancelSignal,
): Promise<Found[]> {
  const searches = cases.map((each, at) => begin(each, startOdds[at] as number, startIsTarget[at] === 1));
  for (let round = 0; round < budget; round++) {
    const active = searches.filter((each) => each.next !== null);
    if (active.length === 0) break;
    const tries: Float64Array[] = [];
    for (const each of active) {
      signal.throwIfAborted();
      const { z, odds } = minimise(each.case.problem, each.next as number, each.last ?? each.case.from);
      each.headOdds = odds;
      tries.push(z);
      if (tries.length % 8 === 0) await pause();
    }
    const { logits } = await look(
      stackLatents(active.map((each, at) => latentOf(each.case, tries[at] as Float64Array))),
    );
    const predicted = argmaxRows(logits);
    active.forEach((each, at) => {
      const target = each.case.problem.target;
      take(each, tries[at] as Float64Array, logOdds(rowOf(logits, at), target), predicted[at] === target, wanted);
    });
  }
  return searches.map(finish);
}

interface Try {
  readonly z: Float64Array;
  readonly margin: number;
  readonly head: number;
  readonly picture: number;
  readonly isTarget: boolean;
}

interface Search {
  readonly case: Case;
  readonly startOdds: number;
  readonly isAlready: boolean;
  readonly rounds: Round[];
  /** Margin of the next look; null when there is nothing more to try. */
  next: number | null;
  headOdds: number;
  /** Largest margin that was not enough, smallest that was. */
  failed: number;
  reached: Try | null;
  /** The try whose picture came nearest to the target. */
  best: Try | null;
  /** Shift of the last try. */
  last: Float64Array | null;
  /** Where the search goes on from. */
  refinements: number;
}

function begin(each: Case, startOdds: number, isAlready: boolean): Search {
  return {
    case: each,
    startOdds,
    isAlready,
    rounds: [],
    next: isAlready ? null : FIRST_MARGIN,
    headOdds: 0,
    failed: 0,
    reached: null,
    best: null,
    last: null,
    refinements: 0,
  };
}

function take(search: Search, z: Float64Array, picture: number, isTarget: boolean, wanted: number): void {
  const margin = search.next as number;
  const made: Try = { z, margin, head: search.headOdds, picture, isTarget };
  search.rounds.push({ margin, head: made.head, picture });
  const stuck = search.last !== null && search.reached === null && isSame(search.last, z);
  search.last = z;
  if (search.best === null || picture > search.best.picture) search.best = made;
  if (picture >= wanted) {
    if (search.reached === null || margin < search.reached.margin) search.reached = made;
  } else search.failed = Math.max(search.failed, margin);
  if (search.reached === null) search.next = stuck ? null : margin * 2;
  else search.next = search.refinements++ < REFINEMENTS ? (search.failed + search.reached.margin) / 2 : null;
}

/** The box holds it: a larger margin changes nothing. */
function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.every((value, u) => Math.abs(value - (b[u] as number)) < 1e-3);
}

function finish({ case: { from }, startOdds, isAlready, rounds, reached, best }: Search): Found {
  const kept = reached ?? best;
  const common = { startOdds, rounds };
  if (isAlready || kept === null) {
    return {
      ...common,
      outcome: 'already',
      z: from.map(() => 0),
      margin: 0,
      headOdds: startOdds,
      pictureOdds: startOdds,
    };
  }
  const outcome: Outcome =
    reached !== null ? 'reached' : kept.isTarget ? 'flipped' : kept.head > 0 ? 'picture-stays' : 'unreachable';
  return { ...common, outcome, z: kept.z, margin: kept.margin, headOdds: kept.head, pictureOdds: kept.picture };
}
