/** The bounding box of a part in its picture, px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Length of a part along its middle, px: it is thinned to a skeleton (Zhang and Suen 1984, Commun. ACM 27(3), 236-239) and the longest of
 * the shortest ways within it is taken, 1 a step to a side and the root of 2 over a corner. What of a tail curls counts so, and what an ear
 * has in width does not. In a skeleton without loops that way is exact; else it is the longest found from its farthest end.
 *
 * @param pixels positions of the part's pixels in [H W]
 */
export function skeletonLength(pixels: Int32Array, widthPx: number, box: Box): number {
  const stride = box.width + 2;
  const thin = new Uint8Array(stride * (box.height + 2));
  let places = Array.from(
    pixels,
    (at) => (Math.floor(at / widthPx) - box.top + 1) * stride + (at % widthPx) - box.left + 1,
  );
  for (const place of places) thin[place] = 1;
  for (let before = -1; places.length !== before; ) {
    before = places.length;
    places = thinned(thin, places, stride, 0);
    places = thinned(thin, places, stride, 1);
  }
  // Pieces are walked one by one: the longest counts.
  let longest = 0;
  const seen = new Uint8Array(thin.length);
  for (const place of places) {
    if (seen[place] === 1) continue;
    const far = farthest(thin, place, stride, seen);
    longest = Math.max(longest, farthest(thin, far.place, stride, null).distance);
  }
  return longest;
}

/** One half of an iteration: what may go is found first, and then goes at once. */
function thinned(thin: Uint8Array, places: readonly number[], stride: number, half: 0 | 1): number[] {
  const gone: number[] = [];
  const kept: number[] = [];
  for (const place of places) {
    const n = thin[place - stride] as number;
    const e = thin[place + 1] as number;
    const s = thin[place + stride] as number;
    const w = thin[place - 1] as number;
    // Most places are inside: with a neighbour at each side they stay.
    if (n + e + s + w === 4) {
      kept.push(place);
      continue;
    }
    const ne = thin[place - stride + 1] as number;
    const se = thin[place + stride + 1] as number;
    const sw = thin[place + stride - 1] as number;
    const nw = thin[place - stride - 1] as number;
    const neighbours = n + ne + e + se + s + sw + w + nw;
    const changes =
      (ne > n ? 1 : 0) +
      (e > ne ? 1 : 0) +
      (se > e ? 1 : 0) +
      (s > se ? 1 : 0) +
      (sw > s ? 1 : 0) +
      (w > sw ? 1 : 0) +
      (nw > w ? 1 : 0) +
      (n > nw ? 1 : 0);
    const isFree = half === 0 ? n * e * s === 0 && e * s * w === 0 : n * e * w === 0 && n * s * w === 0;
    (neighbours >= 2 && neighbours <= 6 && changes === 1 && isFree ? gone : kept).push(place);
  }
  for (const place of gone) thin[place] = 0;
  return kept;
}

/** Shortest ways within the skeleton from one place, shortened until none becomes shorter; answers the farthest place. */
function farthest(
  thin: Uint8Array,
  start: number,
  stride: number,
  seen: Uint8Array | null,
): { readonly place: number; readonly distance: number } {
  const distances = new Map<number, number>([[start, 0]]);
  const steps = stepsOf(stride);
  for (let front = [start]; front.length > 0; ) {
    const next: number[] = [];
    for (const place of front) {
      const distance = distances.get(place) as number;
      for (const [step, length] of steps) {
        const to = place + step;
        if (thin[to] !== 1 || (distances.get(to) ?? Number.POSITIVE_INFINITY) <= distance + length) continue;
        distances.set(to, distance + length);
        next.push(to);
      }
    }
    front = next;
  }
  let best = { place: start, distance: 0 };
  for (const [place, distance] of distances) {
    if (seen !== null) seen[place] = 1;
    if (distance > best.distance) best = { place, distance };
  }
  return best;
}

function stepsOf(stride: number): readonly (readonly [number, number])[] {
  const corner = Math.SQRT2;
  return [
    [-stride, 1],
    [stride, 1],
    [-1, 1],
    [1, 1],
    [-stride - 1, corner],
    [-stride + 1, corner],
    [stride - 1, corner],
    [stride + 1, corner],
  ];
}
