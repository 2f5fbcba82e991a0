import { addProduct, wholeBlock } from './linearAlgebra.ts';
import type { FloatTensor } from './tensor.ts';

/**
 * Link-equivalent units: units whose directions in w are nearly one line, so that a picture cannot tell their sweeps apart.
 * Average linkage on 1 - |cosine|, cut where groups would on average be less alike than this.
 */
export const EQUIVALENT_COSINE = 0.95;

/**
 * @param weights [U L] directions of the units
 * @returns [U] int32, the smallest unit of the group; a unit alone is its own
 */
export function groupUnits(weights: FloatTensor, cosine = EQUIVALENT_COSINE): Int32Array {
  const directions = unitRows(weights);
  const group = Int32Array.from({ length: weights.shape[0] as number }, (_, unit) => unit);
  // Units of a group are linked by pairs that are alike, so only units so linked have to be compared in full.
  for (const units of linkedUnits(directions, cosine)) {
    for (const members of averageLinkage(units, directions, 1 - cosine)) {
      for (const unit of members) group[unit] = Math.min(...members);
    }
  }
  return group;
}

interface Directions {
  readonly units: number;
  readonly width: number;
  /** [U L] rows of length 1, or 0 where a unit has no direction. */
  readonly data: Float64Array;
}

function unitRows({ data, shape }: FloatTensor): Directions {
  const [units, width] = shape as [number, number];
  const rows = Float64Array.from(data);
  for (let unit = 0; unit < units; unit++) {
    const row = rows.subarray(unit * width, (unit + 1) * width);
    const length = Math.hypot(...row);
    if (length > 0) row.set(row.map((value) => value / length));
  }
  return { units, width, data: rows };
}

/** Rows compared with all others at once. */
const CHUNK = 64;

/** Sets of more than one unit that chains of alike pairs connect. */
function linkedUnits({ units, width, data }: Directions, cosine: number): number[][] {
  const parent = Int32Array.from({ length: units }, (_, unit) => unit);
  const rootOf = (unit: number): number => {
    let root = unit;
    while (parent[root] !== root) root = parent[root] as number;
    return root;
  };
  for (let first = 0; first < units; first += CHUNK) {
    const last = Math.min(first + CHUNK, units);
    const others = units - first;
    const cosines = new Float64Array((last - first) * others);
    const rows = wholeBlock(data.subarray(first * width, last * width), last - first, width);
    addProduct(
      wholeBlock(cosines, last - first, others),
      rows,
      wholeBlock(data.subarray(first * width), others, width),
    );
    cosines.forEach((value, at) => {
      if (Math.abs(value) < cosine) return;
      const [a, b] = [rootOf(first + Math.floor(at / others)), rootOf(first + (at % others))];
      parent[Math.max(a, b)] = Math.min(a, b);
    });
  }
  const sets = Map.groupBy(parent.keys(), rootOf);
  return [...sets.values()].filter((members) => members.length > 1);
}

/**
 * Clusters by nearest-neighbour chains (Müllner 2011, arXiv 1109.2378): two clusters that are each other's nearest are merged, or
 * left as they are for good when they are farther apart than `cut`, because averages of larger distances never come closer.
 */
function averageLinkage(units: readonly number[], directions: Directions, cut: number): number[][] {
  const count = units.length;
  const distances = distancesOf(units, directions);
  const members = units.map((unit) => [unit]);
  const open = new Set(members.keys());
  const chain: number[] = [];
  while (open.size > 1) {
    const tip = chain.at(-1) ?? (open.values().next().value as number);
    if (chain.length === 0) chain.push(tip);
    const before = chain.at(-2);
    const nearest = nearestOf(tip, before, open, distances, count);
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    open.delete(tip);
    if ((distances[tip * count + nearest] as number) > cut) open.delete(nearest);
    else merge(nearest, tip, members, open, distances);
  }
  return members.filter(({ length }) => length > 0);
}

/** [m m] 1 - |cosine| of all pairs. */
function distancesOf(units: readonly number[], { width, data }: Directions): Float64Array {
  const count = units.length;
  const rows = new Float64Array(count * width);
  units.forEach((unit, at) => {
    rows.set(data.subarray(unit * width, (unit + 1) * width), at * width);
  });
  const cosines = new Float64Array(count * count);
  const block = wholeBlock(rows, count, width);
  addProduct(wholeBlock(cosines, count, count), block, block);
  return cosines.map((value) => 1 - Math.abs(value));
}

/** Among equally near ones the one before in the chain, so that chains end. */
function nearestOf(
  tip: number,
  before: number | undefined,
  open: ReadonlySet<number>,
  distances: Float64Array,
  count: number,
): number {
  let nearest = before ?? -1;
  let least = before === undefined ? Number.POSITIVE_INFINITY : (distances[tip * count + before] as number);
  for (const other of open) {
    const distance = distances[tip * count + other] as number;
    if (other === tip || distance >= least) continue;
    least = distance;
    nearest = other;
  }
  return nearest;
}

/** `b` goes into `a`, whose distances become means over the members of both. */
function merge(a: number, b: number, members: number[][], open: ReadonlySet<number>, distances: Float64Array): void {
  const count = members.length;
  const [own, added] = [members[a] as number[], members[b] as number[]];
  for (const other of open) {
    const sum =
      own.length * (distances[a * count + other] as number) + added.length * (distances[b * count + other] as number);
    distances[a * count + other] = sum / (own.length + added.length);
    distances[other * count + a] = distances[a * count + other] as number;
  }
  members[a] = [...own, ...added];
  members[b] = [];
}
