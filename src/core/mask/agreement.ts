import { type Bootstrapped, bootstrap, type Interval } from '../bootstrap.ts';

/**
 * How far two people's masks of the same pictures agree. All numbers are pooled over pictures, and their intervals draw pictures.
 *
 * - Intersection over union of a part.
 * - Boundary F: harmonic mean of the shares of either one's boundary pixels that lie within a tolerance of the other's (Csurka, Larlus
 *   and Perronnin 2013, BMVC), the tolerance being 0.75 % of the picture's diagonal, and 1 px at least.
 * - Krippendorff's alpha for nominal data (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability), pixels being the units:
 *   1 is perfect, 0 is what chance gives.
 */
export interface Agreement {
  /** Of each label from 1 on, in order. */
  readonly parts: readonly PartAgreement[];
  /** Over all labels, the background too. */
  readonly alpha: number | null;
  readonly alphaInterval: Interval;
  /** Share of pixels with the same label. */
  readonly same: number;
}

/** Null where neither has drawn the part. */
export interface PartAgreement {
  /** Pictures in which at least one has drawn it. */
  readonly pictures: number;
  readonly iou: number | null;
  readonly iouInterval: Interval;
  readonly boundaryF: number | null;
  readonly boundaryFInterval: Interval;
  readonly alpha: number | null;
  readonly alphaInterval: Interval;
}

/** Two masks of one picture, [H W] uint8 each, values from 0 to labels - 1. */
export interface MaskPair {
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

const TOLERANCE_SHARE = 0.0075;

export function boundaryTolerancePx({ widthPx, heightPx }: Pick<MaskPair, 'widthPx' | 'heightPx'>): number {
  return Math.max(1, TOLERANCE_SHARE * Math.hypot(widthPx, heightPx));
}

/** @param labels how many there are, the background included */
export function measureAgreement(pairs: readonly MaskPair[], labels: number, seed = 0): Agreement {
  const tables = pairs.map((pair) => confusionOf(pair, labels));
  const all = bootstrapRows(tables, (sums) => [nominalAlpha(sums, labels)], seed);
  const total = sumOf(tables);
  const pixels = total.reduce((sum, count) => sum + count, 0);
  return {
    parts: Array.from({ length: labels - 1 }, (_, at) => measurePart(pairs, tables, labels, at + 1, seed)),
    alpha: numberOrNull(all.values[0]),
    alphaInterval: all.intervals[0] ?? null,
    same: Array.from({ length: labels }, (_, l) => total[l * labels + l] as number).reduce((a, b) => a + b, 0) / pixels,
  };
}

/** Columns of a part's row: pixels of both, of a alone, of b alone, of neither; boundary pixels of a, those matched, and of b. */
function measurePart(
  pairs: readonly MaskPair[],
  tables: readonly Float64Array[],
  labels: number,
  label: number,
  seed: number,
): PartAgreement {
  const rows = pairs.map((pair, at) => {
    const table = tables[at] as Float64Array;
    const both = table[label * labels + label] as number;
    let [inA, inB, pixels] = [0, 0, 0];
    for (let other = 0; other < labels; other++) {
      inA += table[label * labels + other] as number;
      inB += table[other * labels + label] as number;
    }
    for (const count of table) pixels += count;
    const neither = pixels - inA - inB + both;
    return Float64Array.of(both, inA - both, inB - both, neither, ...boundaryCounts(pair, label));
  });
  const drawn = rows.filter(([both, onlyA, onlyB]) => (both as number) + (onlyA as number) + (onlyB as number) > 0);
  if (drawn.length === 0) {
    const nothing = { iou: null, boundaryF: null, alpha: null };
    return { pictures: 0, ...nothing, iouInterval: null, boundaryFInterval: null, alphaInterval: null };
  }
  const { values, intervals } = bootstrapRows(
    rows,
    (sums) => [iouOf(sums), boundaryFOf(sums), binaryAlpha(sums)],
    seed,
  );
  return {
    pictures: drawn.length,
    iou: numberOrNull(values[0]),
    iouInterval: intervals[0] ?? null,
    boundaryF: numberOrNull(values[1]),
    boundaryFInterval: intervals[1] ?? null,
    alpha: numberOrNull(values[2]),
    alphaInterval: intervals[2] ?? null,
  };
}

function bootstrapRows(
  rows: readonly Float64Array[],
  statistics: (sums: Float64Array) => readonly number[],
  seed: number,
): Bootstrapped {
  const columns = rows[0]?.length ?? 0;
  const data = new Float64Array(rows.length * columns);
  rows.forEach((row, at) => {
    data.set(row, at * columns);
  });
  const count = statistics(new Float64Array(columns)).length;
  const compute = (sums: Float64Array, out: Float64Array) => out.set(statistics(sums));
  return bootstrap({ clusters: rows.length, columns, data }, { count, compute }, { seed });
}

function sumOf(rows: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) {
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] as number) + (row[at] as number);
  }
  return sum;
}

/** [labels labels]: pixels by the label of a and the label of b. */
function confusionOf({ a, b }: MaskPair, labels: number): Float64Array {
  const table = new Float64Array(labels * labels);
  for (let at = 0; at < a.length; at++) {
    const cell = (a[at] as number) * labels + (b[at] as number);
    table[cell] = (table[cell] as number) + 1;
  }
  return table;
}

function iouOf([both, onlyA, onlyB]: Float64Array): number {
  return (both as number) / ((both as number) + (onlyA as number) + (onlyB as number));
}

function boundaryFOf(sums: Float64Array): number {
  const [boundaryA, matchedA, boundaryB, matchedB] = sums.subarray(4) as unknown as [number, number, number, number];
  const [precision, recall] = [matchedA / boundaryA, matchedB / boundaryB];
  if (boundaryA + boundaryB > 0 && (boundaryA === 0 || boundaryB === 0 || precision + recall === 0)) return 0;
  return (2 * precision * recall) / (precision + recall);
}

function binaryAlpha([both, onlyA, onlyB, neither]: Float64Array): number {
  const table = Float64Array.of(neither as number, onlyB as number, onlyA as number, both as number);
  return nominalAlpha(table, 2);
}

/** Two coders without gaps: a pixel where they differ adds to two cells of the coincidence matrix. */
function nominalAlpha(table: Float64Array, labels: number): number {
  const counts = new Float64Array(labels);
  let [pixels, differing] = [0, 0];
  for (let a = 0; a < labels; a++) {
    for (let b = 0; b < labels; b++) {
      const count = table[a * labels + b] as number;
      counts[a] = (counts[a] as number) + count;
      counts[b] = (counts[b] as number) + count;
      pixels += count;
      if (a !== b) differing += count;
    }
  }
  const values = 2 * pixels;
  const byChance = counts.reduce((sum, count) => sum + count * (values - count), 0) / (values * (values - 1));
  return 1 - differing / pixels / byChance;
}

function numberOrNull(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}

/** Boundary pixels of a, those of them within the tolerance of b's, and the same of b. */
function boundaryCounts(pair: MaskPair, label: number): readonly number[] {
  const { widthPx, heightPx } = pair;
  const tolerance = boundaryTolerancePx(pair);
  const boundaries = [pair.a, pair.b].map((mask) => boundaryOf(mask, label, widthPx, heightPx));
  const [ofA, ofB] = boundaries as [Uint8Array, Uint8Array];
  const countNear = (from: Uint8Array, to: Uint8Array) => countWithin(from, to, tolerance, widthPx, heightPx);
  return [...countNear(ofA, ofB), ...countNear(ofB, ofA)];
}

/** [H W] 1 at pixels of the label that touch another label or the end of the picture by a side. */
function boundaryOf(mask: Uint8Array, label: number, widthPx: number, heightPx: number): Uint8Array {
  const boundary = new Uint8Array(mask.length);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const at = y * widthPx + x;
      if (mask[at] !== label) continue;
      const isInside =
        x > 0 &&
        x < widthPx - 1 &&
        y > 0 &&
        y < heightPx - 1 &&
        mask[at - 1] === label &&
        mask[at + 1] === label &&
        mask[at - widthPx] === label &&
        mask[at + widthPx] === label;
      if (!isInside) boundary[at] = 1;
    }
  }
  return boundary;
}

/** How many pixels there are in `from`, and how many of them have one of `to` within the distance. */
function countWithin(
  from: Uint8Array,
  to: Uint8Array,
  distancePx: number,
  widthPx: number,
  heightPx: number,
): [all: number, near: number] {
  const reach = Math.floor(distancePx);
  const offsets: [number, number][] = [];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) if (Math.hypot(dx, dy) <= distancePx) offsets.push([dx, dy]);
  }
  let [all, near] = [0, 0];
  for (let at = 0; at < from.length; at++) {
    if (from[at] === 0) continue;
    all++;
    const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
    const isNear = offsets.some(([dx, dy]) => {
      const [nx, ny] = [x + dx, y + dy];
      return nx >= 0 && nx < widthPx && ny >= 0 && ny < heightPx && to[ny * widthPx + nx] === 1;
    });
    if (isNear) near++;
  }
  return [all, near];
}
