import sharp from 'sharp';
import type { Context } from '../context.ts';

export interface FeaturesRequest {
  readonly project: string;
  readonly picture: string;
  readonly x: number;
  readonly y: number;
}

/** Where the distances of a picture's pixels from one of them can be fetched, as a grey picture without loss. */
export async function showFeatures(
  context: Context,
  { project: handle, picture, x, y }: FeaturesRequest,
  signal?: AbortSignal,
): Promise<{ url: string }> {
  const opened = context.projects.get(handle);
  const { w, pairId, widthPx, heightPx } = opened.project.masks.picture(picture);
  const engine = await context.pairEngine(opened, pairId);
  const distance = await engine.featureDistance({ w: { data: w, shape: [1, w.length] }, x, y }, signal);
  const bytes = await sharp(distance, { raw: { width: widthPx, height: heightPx, channels: 1 } })
    .png()
    .toBuffer();
  return { url: context.live.put(`features-${picture}`, { mediaType: 'image/png', bytes }) };
}
