import sharp from 'sharp';
import type { EncodedStrip } from '#core/engine.ts';
import { Failure } from '#core/failure.ts';

/** Strips are for looking only; every number is computed on the pixels. Effort 0 takes less time than 2 and makes larger files; a sweep shares its cores with the encoder. */
const WEBP = { quality: 85, effort: 0 } as const;

/** Largest side of a WebP picture, px. */
const MAX_SIDE_PX = 16_383;

// Each picture is new, and encoding runs beside the sessions: caches and further threads would only take memory and cores.
sharp.cache(false);
sharp.concurrency(1);

export function checkStripSize(tiles: number, widthPx: number): void {
  if (tiles * widthPx <= MAX_SIDE_PX) return;
  const most = Math.floor(MAX_SIDE_PX / widthPx);
  throw new Failure(
    'BAD_INPUT',
    `${tiles} pictures of ${widthPx} px make a strip wider than WebP allows; ${most} fit.`,
    {
      remedy: `Use at most ${most} steps.`,
    },
  );
}

/**
 * Encodes a row of pictures on a thread of the codec. The pixels must not change until the promise settles.
 *
 * @param pixels [H tiles W 3] uint8
 */
export async function encodeStrip(
  pixels: Uint8Array,
  tiles: number,
  widthPx: number,
  heightPx: number,
): Promise<EncodedStrip> {
  const bytes = await sharp(pixels, {
    raw: { width: tiles * widthPx, height: heightPx, channels: 3 },
    limitInputPixels: false,
  })
    .webp(WEBP)
    .toBuffer();
  return { mediaType: 'image/webp', tiles, widthPx, heightPx, bytes };
}
