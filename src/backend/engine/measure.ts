import type { PairEngine } from '#core/engine.ts';

/** What pictures cost on an open pair and its device. */
export interface PictureCost {
  /** All that a sweep does in the engine: drawing, re-encoding, strips. */
  readonly imagesPerSecond: number;
  /** Of an encoded strip, divided by its pictures. */
  readonly bytesPerImage: number;
}

/** How long the measured run should take, and at most how many pictures it draws. */
const TARGET_MS = 1000;
const MAX_PICTURES = 64;
const TILES = 4;

export async function measurePictures(pair: PairEngine): Promise<PictureCost> {
  const { z_dim, c_dim, truncation } = pair.files.generator;
  const drawSome = async (pictures: number): Promise<PictureCost> => {
    const z = {
      data: Float32Array.from({ length: pictures * z_dim }, (_, i) => Math.sin(1 + 7 * i)),
      shape: [pictures, z_dim],
    };
    const classIndex = Int32Array.from({ length: pictures }, (_, i) => i % Math.max(1, c_dim));
    const w = await pair.map({ z, classIndex, psi: truncation.default });
    const tilesPerStrip = pictures % TILES === 0 ? TILES : 1;
    const startedAt = performance.now();
    const { strips } = await pair.render({ w, encode: true, tilesPerStrip, compare: null, pixels: false });
    const elapsedMs = performance.now() - startedAt;
    const bytes = (strips ?? []).reduce((sum, strip) => sum + strip.bytes.length, 0);
    return { imagesPerSecond: (1000 * pictures) / elapsedMs, bytesPerImage: bytes / pictures };
  };
  // The first picture opens the sessions, which takes longer than many pictures.
  await drawSome(1);
  const single = await drawSome(1);
  const affordable = Math.min(MAX_PICTURES, Math.floor((single.imagesPerSecond * TARGET_MS) / 1000));
  return affordable < TILES ? single : drawSome(affordable - (affordable % TILES));
}
