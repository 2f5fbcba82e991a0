import type { Label } from '../labelSet.ts';
import { fitEllipse } from './fitEllipse.ts';
import { ENTROPY_SPREAD_IDS, MEASURE_IDS, type MeasureId } from './measures.ts';
import { outerBorders } from './outerBorders.ts';

/**
 * The two tables that the reference implementation of "Linking in Style" writes of a sweep, column by column: its notebook reads them. Where
 * it counts colours of masks by channel, so that areas are too large, and writes 0 for what a missing part does not have, here the area is
 * that of the part, and what is missing is missing.
 */
export const ANALYSIS_COLUMNS = [
  'seed',
  'unit',
  'seq_i',
  'label',
  'area',
  'luminance',
  'mean_entropy',
  'std_entropy',
  'min_entropy',
  'max_entropy',
] as const;

export const ELLIPSE_COLUMNS = [
  'seed',
  'unit',
  'seq_i',
  'label',
  'ellips_i',
  'contour_i',
  'eccentricity',
  'angle',
  'center_x',
  'center_y',
  'width',
  'height',
] as const;

/** Fields from `seq_i` on; null is missing. */
export type ReferenceRow = readonly (string | number | null)[];

/** One direction walked from one start picture. */
export interface MeasuredStrip {
  /** Position is the value in the maps; the background is first, and is not told of. */
  readonly labels: readonly Label[];
  readonly widthPx: number;
  readonly heightPx: number;
  /** [K H W] uint8 */
  readonly maps: Uint8Array;
  /** [K Q M] float32 */
  readonly values: Float32Array;
  /** [K Q 3] float32: standard deviation, least and most */
  readonly entropy: Float32Array;
}

/** The reference divides the luminance by 3: 85 is white. */
const LUMINANCE_DIVISOR = 3;

export function analysisRows({ labels, widthPx, heightPx, maps, values, entropy }: MeasuredStrip): ReferenceRow[] {
  const steps = maps.length / (widthPx * heightPx);
  const quantities = labels.length + 1;
  return parts(labels).flatMap(([{ id }, q]) =>
    Array.from({ length: steps }, (_, step): ReferenceRow => {
      const at = step * quantities + q;
      const measured = (name: MeasureId) => values[at * MEASURE_IDS.length + MEASURE_IDS.indexOf(name)] as number;
      const spread = entropy.subarray(at * ENTROPY_SPREAD_IDS.length, (at + 1) * ENTROPY_SPREAD_IDS.length);
      const known = [measured('luminance') / LUMINANCE_DIVISOR, measured('entropy'), ...spread];
      const area = measured('area');
      return [step, id, Number.isNaN(area) ? 0 : area, ...known.map((value) => (Number.isNaN(value) ? null : value))];
    }),
  );
}

/** One row a piece of a part that an ellipse fits. */
export function ellipseRows({ labels, widthPx, heightPx, maps }: MeasuredStrip): ReferenceRow[] {
  const size = widthPx * heightPx;
  const steps = maps.length / size;
  return parts(labels).flatMap(([{ id }, value]) => {
    const pictures = Array.from({ length: steps }, (_, step) =>
      maps.subarray(step * size, (step + 1) * size).map((label) => (label === value ? 1 : 0)),
    );
    const last = pictures.at(-1) as Uint8Array;
    const boxes = boxesOf(
      (pictures[0] as Uint8Array).map((inside, at) => inside & (last[at] as number)),
      widthPx,
    );
    return pictures.flatMap((picture, step) =>
      outerBorders(picture, widthPx, heightPx).flatMap((border, contour): ReferenceRow[] => {
        const ellipse = fitEllipse(border);
        if (ellipse === null) return [];
        const { eccentricity, angle, centreX, centreY, width, height } = ellipse;
        const piece = boxes.findIndex((box) => holds(box, centreX, centreY));
        return [
          [
            step,
            id,
            piece < 0 ? null : piece + 1,
            contour,
            eccentricity,
            Number.isNaN(angle) ? null : angle,
            centreX,
            centreY,
            width,
            height,
          ],
        ];
      }),
    );
  });
}

function parts(labels: readonly Label[]): (readonly [label: Label, value: number])[] {
  return labels.map((label, value) => [label, value] as const).slice(1);
}

/** Pixels of a block hang together, whichever of them are there. */
const BLOCK = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
] as const;

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** As the reference asks it: to a pixel beyond the box on the right and below. */
function holds({ left, top, right, bottom }: Box, x: number, y: number): boolean {
  return left <= x && x <= right + 1 && top <= y && y <= bottom + 1;
}

/**
 * Bounding boxes of the pieces that hang together by sides or corners: the reference asks OpenCV for sides alone, but in a place where
 * OpenCV takes it for something else. They are numbered as OpenCV does it, which reads by blocks of two by two pixels.
 */
function boxesOf(inside: Uint8Array, widthPx: number): Box[] {
  const open = Uint8Array.from(inside);
  const boxes: Box[] = [];
  const places: number[] = [];
  const enter = (x: number, y: number) => {
    const at = y * widthPx + x;
    if (x < 0 || x >= widthPx || open[at] !== 1) return;
    open[at] = 0;
    places.push(at);
  };
  const blocksAcross = Math.ceil(widthPx / 2);
  const blocks = blocksAcross * Math.ceil(open.length / widthPx / 2);
  for (let block = 0; block < blocks; block++) {
    const [left, top] = [2 * (block % blocksAcross), 2 * Math.floor(block / blocksAcross)];
    for (const [dx, dy] of BLOCK) enter(left + dx, top + dy);
    if (places.length === 0) continue;
    const box: Box = { left: widthPx, top: open.length, right: 0, bottom: 0 };
    for (let at = places.pop(); at !== undefined; at = places.pop()) {
      const x = at % widthPx;
      const y = (at - x) / widthPx;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) enter(x + dx, y + dy);
      }
    }
    boxes.push(box);
  }
  return boxes;
}
