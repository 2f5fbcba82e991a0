import type { TrackSummary } from '#core/summary.ts';
import { arrowFactor, arrowPath, arrowScale, thinArrows, unpackArrows } from '#core/track/arrows.ts';
import { arrowsOfPart, consecutivePairs, pairsOf } from '#core/trackTable.ts';
import type { EncodedPicture } from './encodedPicture.ts';
import { ancestorOf } from './jobs/recipes.ts';
import { describePair } from './pairs.ts';
import type { Project } from './store/project.ts';

/** The wall's pictures are small: there arrows are so many times as large and as far apart as on a unit's page. */
const COARSER = 2;
const APART_PX = 9;
/** Widths of lines at scale 1, px. A dark edge shows every hue on every picture. */
const LINE = 0.75;
const EDGE = 1.4;

/** How much longer than the motion, and at which scale, all arrows of an artifact are drawn. */
export function drawnArrows(project: Project, trackId: string): ArrowDrawing {
  const { image } = describePair(project.artifacts.artifact(ancestorOf(project, trackId, 'pair'))).generator;
  const [heightPx, widthPx] = image.size;
  const scale = COARSER * arrowScale({ widthPx, heightPx });
  const { longestArrow } = project.artifacts.artifact(trackId).summary as unknown as TrackSummary;
  return { widthPx, heightPx, scale, factor: arrowFactor(longestArrow ?? 0, scale) };
}

interface ArrowDrawing {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly scale: number;
  readonly factor: number;
}

/**
 * Arrows of one part of a sweep side by side, as its pictures are: from each step that was tracked to the next. Nothing is drawn where it was
 * not tracked, or nothing moves; null where there is no such motion.
 */
export function arrowStrip(project: Project, artifactId: string, sweptOrdinal: number): EncodedPicture | null {
  const { artifacts } = project;
  const artifact = artifacts.find(artifactId);
  if (artifact?.stage !== 'track' || artifact.state !== 'sealed') return null;
  const pairs = pairsOf(artifacts, artifactId);
  const steps = (pairs.at(-1)?.[1] ?? 0) + 1;
  const { widthPx, heightPx, scale, factor } = drawnArrows(project, artifactId);
  const apartPx = (APART_PX * scale) / COARSER;
  const place = artifacts.array(artifactId, 'swept').data.indexOf(sweptOrdinal);
  const arrows = place < 0 ? null : arrowsOfPart(artifacts.partAt(artifactId, place));
  const tiles = consecutivePairs(pairs).map(([step], pair) => {
    const shapes = thinArrows(unpackArrows(arrows?.[pair] ?? new Float32Array()), apartPx).map((arrow) => {
      const path = arrowPath(arrow, factor, scale);
      return `<path d="${path}" stroke="#000" stroke-opacity="0.65" stroke-width="${EDGE * scale}"/><path d="${path}" stroke="${arrow.colour}"/>`;
    });
    // An svg of its own clips what leaves its picture.
    return `<svg x="${step * widthPx}" width="${widthPx}" height="${heightPx}">${shapes.join('')}</svg>`;
  });
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${steps * widthPx} ${heightPx}" preserveAspectRatio="none" fill="none" stroke-width="${LINE * scale}" stroke-linecap="round" stroke-linejoin="round">`;
  return { mediaType: 'image/svg+xml', bytes: new TextEncoder().encode(`${head}${tiles.join('')}</svg>`) };
}
