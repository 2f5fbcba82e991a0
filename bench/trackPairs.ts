import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import { loadPair } from '#backend/engine/models.ts';
import { type OpenPair, openPair } from '#backend/engine/openPair.ts';
import { render } from '#backend/engine/render.ts';
import { type RandomState, randomState } from '#core/random.ts';

/** Pictures of the demo generator in pairs with a known displacement from the first to the second. */
export interface KnownPairs {
  readonly count: number;
  /** [P H W 3] uint8 */
  readonly first: Uint8Array;
  readonly second: Uint8Array;
  /** [P 2 H W] float32, px */
  readonly flow: Float32Array;
  /** [P H W] 1 where the displacement is judged. */
  readonly judged: Uint8Array;
  /** [P 2 L] float32; null where the first picture is not the generator's. */
  readonly latents: Float32Array | null;
}

export const SIDE_PX = 64;
const PIXELS = SIDE_PX * SIDE_PX;
const LATENT = 64;
const COLUMNS = 20;
const DEMO = join(import.meta.dirname, '..', 'resources', 'demo');
const TRUTH = join(DEMO, 'truth');

export async function openDemoPair(): Promise<OpenPair> {
  const { files } = await loadPair(join(DEMO, 'generator.json'), join(DEMO, 'classifier-aux.json'));
  return openPair(files, { device: 'cpu', threads: 2, batch: 16 });
}

function bytesOf(name: string): Uint8Array {
  const bytes = readFileSync(join(TRUTH, name));
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

function floatsOf(name: string): Float32Array {
  const bytes = bytesOf(name);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

async function renderAll(pair: OpenPair, latents: Float32Array): Promise<Uint8Array> {
  const w = { data: latents, shape: [latents.length / LATENT, LATENT] };
  const request = { w, encode: false, tilesPerStrip: null, compare: null, pixels: true };
  return (await render(pair, request, new AbortController().signal)).pixels as Uint8Array;
}

/** Pictures of the first `count` fixed latents, warped by smooth fields of up to 4 px; judged on pixels of parts. */
export async function warpedPairs(pair: OpenPair, count: number): Promise<KnownPairs> {
  const second = await renderAll(pair, floatsOf('latents.f32').slice(0, count * LATENT));
  const masks = await readMasks(count);
  const first = new Uint8Array(second.length);
  const flow = new Float32Array(count * 2 * PIXELS);
  const judged = new Uint8Array(count * PIXELS);
  for (let p = 0; p < count; p++) {
    const mask = masks.subarray(p * PIXELS, (p + 1) * PIXELS);
    const field = smoothField(randomState(1000 + p), mask, 1 + (3 * p) / (count - 1));
    flow.set(field, p * 2 * PIXELS);
    const picture = second.subarray(p * PIXELS * 3, (p + 1) * PIXELS * 3);
    for (let at = 0; at < PIXELS; at++) {
      const x = (at % SIDE_PX) + (field[at] as number);
      const y = Math.floor(at / SIDE_PX) + (field[PIXELS + at] as number);
      for (let c = 0; c < 3; c++) first[(p * PIXELS + at) * 3 + c] = Math.round(cubic(picture, x, y, c));
      const isInside = x >= 0 && y >= 0 && x <= SIDE_PX - 1 && y <= SIDE_PX - 1;
      const shown = masks[p * PIXELS + Math.round(clip(y)) * SIDE_PX + Math.round(clip(x))] as number;
      judged[p * PIXELS + at] = isInside && shown > 0 ? 1 : 0;
    }
  }
  return { count, first, second, flow, judged, latents: null };
}

/** The sweep pairs as the generator draws them; the painter knows how far each point of a part that is seen in both has moved. */
export async function sweepPairs(pair: OpenPair): Promise<KnownPairs> {
  const latents = floatsOf('flow-latents.f32');
  const pictures = await renderAll(pair, latents);
  const count = latents.length / LATENT / 2;
  const size = PIXELS * 3;
  const [first, second] = [new Uint8Array(count * size), new Uint8Array(count * size)];
  for (let p = 0; p < count; p++) {
    first.set(pictures.subarray(2 * p * size, (2 * p + 1) * size), p * size);
    second.set(pictures.subarray((2 * p + 1) * size, (2 * p + 2) * size), p * size);
  }
  const judged = bytesOf('flow-visible.u8.gz').map((bits) => (bits === 3 ? 1 : 0));
  return { count, first, second, flow: floatsOf('flow.f32.gz'), judged, latents };
}

async function readMasks(count: number): Promise<Uint8Array> {
  const { data, info } = await sharp(join(TRUTH, 'masks.png')).raw().toBuffer({ resolveWithObject: true });
  const masks = new Uint8Array(count * PIXELS);
  for (let at = 0; at < masks.length; at++) {
    const [n, pixel] = [Math.floor(at / PIXELS), at % PIXELS];
    const x = (n % COLUMNS) * SIDE_PX + (pixel % SIDE_PX);
    const y = Math.floor(n / COLUMNS) * SIDE_PX + Math.floor(pixel / SIDE_PX);
    masks[at] = data[(y * info.width + x) * info.channels] as number;
  }
  return masks;
}

/** [2 H W] an affine map and a thin-plate spline with 12 centres, scaled so that the longest vector on a part has a length of `largestPx`. */
function smoothField(random: RandomState, mask: Uint8Array, largestPx: number): Float32Array {
  const normals = (n: number) => Array.from({ length: n }, () => random.randn());
  const centres = Array.from({ length: 12 }, () => [2 * random.uniform() - 1, 2 * random.uniform() - 1] as const);
  const field = new Float32Array(2 * PIXELS);
  for (let component = 0; component < 2; component++) {
    const [shift, alongX, alongY] = normals(3) as [number, number, number];
    const weights = withoutAffinePart(normals(centres.length), centres);
    for (let at = 0; at < PIXELS; at++) {
      const x = (2 * (at % SIDE_PX)) / (SIDE_PX - 1) - 1;
      const y = (2 * Math.floor(at / SIDE_PX)) / (SIDE_PX - 1) - 1;
      let spline = 0;
      centres.forEach(([cx, cy], i) => {
        const squared = (x - cx) ** 2 + (y - cy) ** 2;
        if (squared > 0) spline += (weights[i] as number) * squared * Math.log(squared);
      });
      field[component * PIXELS + at] = shift + alongX * x + alongY * y + spline;
    }
  }
  let longest = 0;
  for (let at = 0; at < PIXELS; at++)
    if (mask[at] !== 0) longest = Math.max(longest, Math.hypot(field[at] as number, field[PIXELS + at] as number));
  return field.map((value) => (value * largestPx) / longest);
}

/** Weights of a thin-plate spline sum to 0, also times either coordinate of the centres: Gram-Schmidt takes the rest out. */
function withoutAffinePart(weights: readonly number[], centres: readonly (readonly [number, number])[]): number[] {
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
  const less = (a: readonly number[], b: readonly number[]) => {
    const by = dot(a, b) / dot(b, b);
    return a.map((value, i) => value - by * (b[i] as number));
  };
  const basis: number[][] = [];
  for (const row of [centres.map(() => 1), centres.map(([x]) => x), centres.map(([, y]) => y)])
    basis.push(basis.reduce<number[]>(less, row));
  return basis.reduce<number[]>(less, [...weights]);
}

function clip(place: number): number {
  return Math.min(SIDE_PX - 1, Math.max(0, place));
}

/** Sampling by Keys' kernel with a = -0.75, as OpenCV's; not the one the tracker itself uses. */
function cubic(picture: Uint8Array, x: number, y: number, channel: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  let sum = 0;
  for (let j = -1; j <= 2; j++) {
    for (let i = -1; i <= 2; i++) {
      const at = clip(top + j) * SIDE_PX + clip(left + i);
      sum += kernel(x - left - i) * kernel(y - top - j) * (picture[at * 3 + channel] as number);
    }
  }
  return Math.min(255, Math.max(0, sum));
}

function kernel(distance: number): number {
  const [d, a] = [Math.abs(distance), -0.75];
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
}
