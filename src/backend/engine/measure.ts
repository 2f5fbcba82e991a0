import type { PairEngine } from '#core/engine.ts';

/** How long the measured run should take, and at most how many pictures it draws. */
const TARGET_MS = 1000;
const MAX_PICTURES = 64;

/** Pictures per second of all that a sweep does in the engine: drawing, re-encoding, strips. */
export async function measureRate(pair: PairEngine): Promise<number> {
  const { z_dim, c_dim } = pair.files.generator;
  const drawSome = async (pictures: number): Promise<number> => {
    const z = {
      data: Float32Array.from({ length: pictures * z_dim }, (_, i) => Math.sin(1 + 7 * i)),
      shape: [pictures, z_dim],
    };
    const classIndex = Int32Array.from({ length: pictures }, (_, i) => i % Math.max(1, c_dim));
    const w = await pair.map({ z, classIndex, psi: 0.7 });
    const start = performance.now();
    await pair.render({ w, encode: true, tilesPerStrip: 1, compare: null, pixels: false });
    return performance.now() - start;
  };
  const oneMs = await drawSome(1);
  const pictures = Math.min(MAX_PICTURES, Math.floor(TARGET_MS / oneMs));
  return pictures <= 1 ? 1000 / oneMs : (1000 * pictures) / (await drawSome(pictures));
}
