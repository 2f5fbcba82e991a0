/**
 * Outer borders of the pieces of a part, as OpenCV's `findContours` gives them with RETR_EXTERNAL and CHAIN_APPROX_SIMPLE: border following
 * after Suzuki and Abe 1985 (Computer Vision, Graphics, and Image Processing 30(1), 32-46), pieces hang together by sides or corners, those
 * in a hole of another piece are left out, the one that begins lowest comes first.
 *
 * @param inside [H W] not 0 where the part is
 * @returns corners of each border, x and y by turns, px: pixels at which its direction changes
 */
export function outerBorders(inside: Uint8Array, widthPx: number, heightPx: number): readonly Int32Array[] {
  // A margin of one pixel is never part of anything, so that no step needs a look at the frame.
  const stride = widthPx + 2;
  const grid = new Uint8Array(stride * (heightPx + 2));
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (inside[y * widthPx + x] !== 0) grid[(y + 1) * stride + x + 1] = PART;
    }
  }
  const [east, northEast, north, northWest, west, southWest, south, southEast] = [
    1,
    1 - stride,
    -stride,
    -stride - 1,
    -1,
    stride - 1,
    stride,
    stride + 1,
  ];
  const sides = [east, north, west, south];
  const ring = [east, northEast, north, northWest, west, southWest, south, southEast];
  spread(grid, 0, NOTHING, OUTSIDE, sides);
  const borders: Int32Array[] = [];
  for (let place = stride; place < grid.length - stride; place++) {
    if (grid[place] !== PART) continue;
    const isOuter = grid[place - 1] === OUTSIDE;
    spread(grid, place, PART, SEEN, ring);
    if (isOuter) borders.push(follow(grid, place, ring, stride));
  }
  return borders.reverse();
}

const NOTHING = 0;
const PART = 1;
const SEEN = 2;
const OUTSIDE = 3;

/** Turns what hangs together with a place from one value into another. */
function spread(grid: Uint8Array, start: number, from: number, to: number, steps: readonly number[]): void {
  grid[start] = to;
  const open = [start];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const step of steps) {
      if (grid[place + step] !== from) continue;
      grid[place + step] = to;
      open.push(place + step);
    }
  }
}

/** Walks round a piece once, its first pixel in reading order being the start; directions count from east, turning towards north. */
function follow(grid: Uint8Array, start: number, ring: readonly number[], stride: number): Int32Array {
  const isPart = (place: number) => grid[place] === SEEN;
  const corners: number[] = [];
  const note = (place: number) => corners.push((place % stride) - 1, Math.floor(place / stride) - 1);
  // What comes before the start is found turning the other way, from west, where there is nothing.
  const back = [3, 2, 1, 0, 7, 6, 5].find((direction) => isPart(start + (ring[direction] as number)));
  if (back === undefined) {
    note(start);
    return Int32Array.from(corners);
  }
  const before = start + (ring[back] as number);
  let place = start;
  let came = back;
  let last = (back + 4) % 8;
  for (;;) {
    let direction = (came + 1) % 8;
    while (!isPart(place + (ring[direction] as number))) direction = (direction + 1) % 8;
    if (direction !== last) note(place);
    last = direction;
    const next = place + (ring[direction] as number);
    if (next === start && place === before) return Int32Array.from(corners);
    came = (direction + 4) % 8;
    place = next;
  }
}
