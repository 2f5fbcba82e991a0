import { z } from 'zod';
import { Failure } from '../failure.ts';
import { EIGHTHS } from './brush.ts';
import type { Mask } from './mask.ts';
import { readRunsText } from './runs.ts';

/**
 * A stroke is one thing that a person did to a mask, complete in itself: from the mask before, it gives the same mask after on every
 * machine and in every version. Positions and brush sizes are whole eighths of a pixel, origin at the centre of the top-left pixel.
 * `label` is the number that is written into the mask; 0 erases.
 */

const label = z.int().min(0).max(255);
const eighths = z.int().min(-1_048_576).max(1_048_576);
const points = z.array(eighths).min(2).max(400_000);
const pixel = z.int().min(0).max(65_535);
const runs = z.string().min(1).max(20_000_000);

const guards = {
  /** Writes on the background alone. */
  onlyBackground: z.literal(true).optional(),
  /** Labels that neither gain nor lose a pixel. */
  locked: z.array(label).max(256).optional(),
};

const path = {
  label,
  shape: z.enum(['round', 'square']),
  /** Diameter or side, eighths of a pixel. */
  size: z.int().min(1).max(16_384),
  /** x, y, x, y, ... */
  points,
  /** Size at each point where the pen's pressure changed it. */
  sizes: z.array(z.int().min(1).max(16_384)).optional(),
};

export const strokeSchema = z.discriminatedUnion('tool', [
  z.object({ tool: z.literal('brush'), ...path, ...guards }),
  /** A brush whose path is closed and filled when it ends. */
  z.object({ tool: z.literal('contour'), ...path, ...guards }),
  z.object({ tool: z.enum(['polygon', 'lasso']), label, points, ...guards }),
  z.object({ tool: z.literal('bucket'), label, x: pixel, y: pixel, ...guards }),
  /** Pixels found by other means than the stroke itself, as runs of 0 and 1 over the whole picture (`runsText`). */
  z.object({ tool: z.enum(['colour wand', 'feature wand', 'proposal', 'paste']), label, runs, ...guards }),
  /** A whole mask that replaces what is there, as runs of labels. */
  z.object({ tool: z.literal('import'), runs, ...guards }),
  z.object({ tool: z.enum(['grow', 'shrink']), label, radiusPx: z.int().min(1).max(64), ...guards }),
  z.object({ tool: z.literal('smooth'), label, radiusPx: z.int().min(1).max(16), ...guards }),
  z.object({
    tool: z.enum(['holes', 'specks']),
    /** null cleans up every label. */
    label: label.nullable(),
    maxAreaPx: z.int().min(1).max(100_000_000),
    ...guards,
  }),
]);
export type Stroke = z.infer<typeof strokeSchema>;

/**
 * Checks what the schema cannot know: that the stroke fits a picture of this size. Done where strokes enter; `applyStroke` relies on it.
 *
 * @throws Failure BAD_INPUT
 */
export function checkStroke(stroke: Stroke, { widthPx, heightPx }: Pick<Mask, 'widthPx' | 'heightPx'>): void {
  const refuse = (why: string): never => {
    throw new Failure('BAD_INPUT', `The stroke does not fit a picture of ${widthPx} x ${heightPx} px: ${why}.`);
  };
  if ('points' in stroke) {
    if (stroke.points.length % 2 !== 0) refuse('a point has no y');
    const isNear = stroke.points.every((value, index) => {
      const sidePx = index % 2 === 0 ? widthPx : heightPx;
      return value >= -sidePx * EIGHTHS && value <= 2 * sidePx * EIGHTHS;
    });
    if (!isNear) refuse('a point lies more than a picture away from it');
  }
  if ('sizes' in stroke && stroke.sizes !== undefined && 2 * stroke.sizes.length !== stroke.points.length) {
    refuse('there must be a size for every point');
  }
  if (stroke.tool === 'bucket' && (stroke.x >= widthPx || stroke.y >= heightPx)) refuse('it starts outside');
  if ('runs' in stroke) readRunsText(stroke.runs, widthPx * heightPx);
}
