import { hashBytes, hashText } from './artifact.ts';
import { canonicalJson } from './json.ts';
import { bytesOf, type FloatTensor } from './tensor.ts';

/**
 * Address of a strip: what is shown and how it was quantised, never the encoded bytes, so that a strip that was dropped
 * and made again keeps its address.
 *
 * @param w [B L] float32, latents of the strip's pictures, left to right
 */
export function stripHash(generatorHash: string, w: FloatTensor): string {
  return hashText(
    canonicalJson({
      generator: generatorHash,
      w: hashBytes(bytesOf(w.data)),
      tiles: w.shape[0],
      quantise: 'trunc',
      codec: 'webp',
    }),
  );
}
