import { bootstrap } from '../bootstrap.ts';
import type { PartIou, SegmentSummary } from '../summary.ts';
import { iouOf, meanIou, sumConfusion } from './confusion.ts';
import type { SegmenterFit } from './request.ts';
import { describeSegmenter } from './segmenter.ts';

/**
 * What is said of a segmenter: how well it finds each part, with intervals over masks.
 *
 * @param masks how many the confusion counts
 */
export function summariseSegmenter(fit: SegmenterFit, masks: number, seed: number): SegmentSummary {
  const { segmenter, confusion, calibration, isHeldOut, epochs, remarks } = fit;
  const count = segmenter.labels.length;
  const total = sumConfusion(confusion, count);
  const ious = iouOf(total, count);
  const { intervals } = bootstrap(
    { clusters: masks, columns: count * count, data: confusion },
    { count: count + 1, compute: (sums, out) => out.set([...iouOf(sums, count), meanIou(iouOf(sums, count))]) },
    { seed },
  );
  const parts = segmenter.labels.map(({ id, name }, at): PartIou => {
    const iou = ious[at] as number;
    const interval = intervals[at] ?? null;
    return {
      id,
      name,
      iou: Number.isNaN(iou) ? null : iou,
      interval: interval?.every(Number.isFinite) ? interval : null,
    };
  });
  return {
    segmenter: describeSegmenter(segmenter),
    masks,
    parts,
    meanIou: meanIou(ious),
    meanIouInterval: intervals[count] ?? null,
    isHeldOut,
    confusion: Array.from({ length: count }, (_, row) => Array.from(total.subarray(row * count, (row + 1) * count))),
    calibration: Array.from({ length: calibration.length / 3 }, (_, bin) => {
      const [pixels, right, confidence] = calibration.subarray(3 * bin, 3 * bin + 3) as unknown as [
        number,
        number,
        number,
      ];
      return pixels === 0 ? null : { pixels, accuracy: right / pixels, confidence: confidence / pixels };
    }),
    epochs,
    remarks,
  };
}
