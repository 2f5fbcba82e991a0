import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { RESOURCES } from '../backend/workbench.ts';

/** What is known exactly of the demo pair; described in resources/demo/truth/truth.json. */

const FOLDER = join(RESOURCES, 'demo', 'truth');
const TILE_PX = 64;
const COLUMNS = 20;

interface Description {
  readonly factors: { readonly names: readonly string[] };
  readonly classes: {
    readonly names: readonly string[];
    readonly mean_v: readonly (readonly number[])[];
    readonly spread_v: readonly number[];
  };
  readonly latents: {
    readonly seed: readonly number[];
    readonly class: readonly number[];
    readonly psi: readonly number[];
  };
}

export const TRUTH = JSON.parse(readFileSync(join(FOLDER, 'truth.json'), 'utf8')) as Description;
export const FACTORS = TRUTH.factors.names.length;
export const W_DIM = 64;

export function readFloats(name: string): Float32Array {
  const bytes = readFileSync(join(FOLDER, name));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** [F] v of one latent w [L]: the factors before their squashing into ranges. */
export function readOut(w: ArrayLike<number>, readout: Float32Array): Float64Array {
  return Float64Array.from({ length: FACTORS }, (_, factor) => {
    let sum = readout[FACTORS * W_DIM + factor] as number;
    for (let d = 0; d < W_DIM; d++) sum += (readout[factor * W_DIM + d] as number) * (w[d] as number);
    return sum;
  });
}

/** [N H W 3] uint8, the painter's picture of each fixed latent. */
export async function readPictures(count: number): Promise<Uint8Array> {
  const { data, info } = await sharp(join(FOLDER, 'pictures.png'))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pictures = new Uint8Array(count * TILE_PX * TILE_PX * 3);
  for (let n = 0; n < count; n++) {
    const left = (n % COLUMNS) * TILE_PX;
    const top = Math.floor(n / COLUMNS) * TILE_PX;
    for (let y = 0; y < TILE_PX; y++) {
      const from = ((top + y) * info.width + left) * 3;
      pictures.set(data.subarray(from, from + TILE_PX * 3), (n * TILE_PX + y) * TILE_PX * 3);
    }
  }
  return pictures;
}

/** Peak signal-to-noise ratio of two pictures of 8-bit values, dB. */
export function psnr(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return 10 * Math.log10(255 ** 2 / (sum / a.length));
}

export function correlation(x: readonly number[], y: readonly number[]): number {
  const xMean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const yMean = y.reduce((sum, value) => sum + value, 0) / y.length;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  x.forEach((value, i) => {
    const dx = value - xMean;
    const dy = (y[i] as number) - yMean;
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  });
  return xy / Math.sqrt(xx * yy);
}
