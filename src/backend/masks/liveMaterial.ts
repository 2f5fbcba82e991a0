import type { Label } from '#core/labelSet.ts';
import type { MaskSetParams } from '#core/maskSet.ts';
import { segmentParamsSchema } from '#core/params.ts';
import { remarkOnConflicts } from '#core/segment/maskConflicts.ts';
import type { SegmenterRequest } from '#core/segment/request.ts';
import type { Segmenter } from '#core/segment/segmenter.ts';
import { takeRows } from '#core/tensor.ts';
import type { Project } from '../store/project.ts';
import { isFinished } from './queue.ts';
import { finishedMasks } from './snapshot.ts';

/** What a live segmenter is to learn now. */
export interface LiveMaterial {
  /** Changes with the masks, and with the labels. */
  readonly content: string;
  readonly pairId: string;
  /** Ids of the pictures with a finished mask, in the order in which networks leave them out. */
  readonly order: readonly string[];
  readonly masks: number;
  readonly request: SegmenterRequest;
  /** What a person should know of the masks, as sentences. */
  readonly remarks: readonly string[];
}

/** What was learned before. */
export interface Learned {
  readonly segmenter: Segmenter;
  readonly order: readonly string[];
}

/** Fewer networks than a segmenter that is kept: a person waits for them, and three tell where they differ. */
const PARAMS = segmentParamsSchema.parse({ members: 3 });

/**
 * The finished masks as training takes them; null before the first is finished.
 *
 * Training goes on from what was learned before where the same network leaves out the same pictures: else it would be judged on masks that
 * it has seen. That is so from as many pictures on as there are networks, while none is taken back.
 *
 * @throws Failure BAD_INPUT where the masks do not go together
 */
export function gatherMaterial(project: Project, before: Learned | null): LiveMaterial | null {
  const shown = new Set(project.masks.pictures().flatMap(({ id, isRemoved }) => (isRemoved ? [] : [id])));
  if (!project.masks.masks().some((mask) => isFinished(mask) && shown.has(mask.pictureId))) return null;
  const { recipe, content } = finishedMasks(project, null);
  const { labels, pictures, content: hash } = recipe.params as unknown as MaskSetParams;
  const present = new Set(pictures.map(({ id }) => id));
  const goesOn = before !== null && canGoOn(before, labels, present);
  const order = [...new Set([...(goesOn ? before.order : []), ...present])];
  const rows = Array.from(pictures.keys()).sort((a, b) => placeOf(a) - placeOf(b));
  const pixels = content.widthPx * content.heightPx;
  const w = { data: content.w, shape: [pictures.length, content.w.length / pictures.length] };
  const masks = new Uint8Array(content.masks.length);
  rows.forEach((row, at) => {
    masks.set(content.masks.subarray(row * pixels, (row + 1) * pixels), at * pixels);
  });
  const { retrainEpochs, maxEpochs, ...settings } = PARAMS;
  const conflict = remarkOnConflicts({
    labels,
    pictures,
    masks: { data: content.masks, shape: [pictures.length, content.heightPx, content.widthPx] },
  });
  return {
    content: `${hash} ${JSON.stringify(labels)}`,
    pairId: recipe.inputs[0]?.id as string,
    order,
    masks: pictures.length,
    request: {
      ...settings,
      maxEpochs: goesOn ? retrainEpochs : maxEpochs,
      start: goesOn ? before.segmenter : null,
      labels,
      w: takeRows(w, rows),
      masks,
      groups: Int32Array.from(rows, placeOf),
    },
    remarks: conflict === null ? [] : [conflict],
  };

  function placeOf(row: number): number {
    return order.indexOf(pictures[row]?.id as string);
  }
}

function canGoOn({ segmenter, order }: Learned, labels: readonly Label[], present: ReadonlySet<string>): boolean {
  const idsOf = (set: readonly Label[]) => set.map(({ id }) => id).join();
  const isEnough = order.length >= segmenter.members.length;
  return isEnough && idsOf(segmenter.labels) === idsOf(labels) && order.every((id) => present.has(id));
}
