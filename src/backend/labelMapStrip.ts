import { encode } from 'fast-png';
import { readLabelMaps } from '#core/labelMaps.ts';
import type { EncodedPicture } from './encodedPicture.ts';
import { rgbOf } from './masks/formats/pngMasks.ts';
import type { Project } from './store/project.ts';

/** Colours of parts over a picture: half transparent, so that what they lie on is seen. The background is clear. */
const OPACITY = 140;

/** The label maps of one part of a sweep side by side, as its pictures are, in the labels' colours; null where there are none. */
export function labelMapStrip(project: Project, artifactId: string, ordinal: number): EncodedPicture | null {
  const artifact = project.artifacts.find(artifactId);
  if (artifact?.stage !== 'maps' || artifact.state !== 'sealed') return null;
  const { labels, steps, widthPx, heightPx, count, at } = readLabelMaps(project.artifacts, artifactId);
  if (ordinal >= count) return null;
  const maps = at(ordinal);
  const width = steps * widthPx;
  const data = new Uint8Array(width * heightPx);
  for (let step = 0; step < steps; step++) {
    for (let y = 0; y < heightPx; y++) {
      const from = (step * heightPx + y) * widthPx;
      data.set(maps.subarray(from, from + widthPx), y * width + step * widthPx);
    }
  }
  const palette = labels.map(({ colour }, position) => [...rgbOf(colour), position === 0 ? 0 : OPACITY]);
  return { mediaType: 'image/png', bytes: encode({ width, height: heightPx, data, channels: 1, depth: 8, palette }) };
}
