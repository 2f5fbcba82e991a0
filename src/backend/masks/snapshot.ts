import { artifactId, hashBytes } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import type { Json } from '#core/json.ts';
import { positionTable } from '#core/labelSet.ts';
import type { MaskedPicture, MaskSetParams } from '#core/maskSet.ts';
import type { MaskSummary } from '#core/summary.ts';
import type { MaskSnapshot } from '#core/views/mask.ts';
import type { StoredPicture } from '../store/masks.ts';
import type { Project } from '../store/project.ts';
import { labelsOf } from './labels.ts';
import { isFinished } from './queue.ts';

/**
 * Seals the finished masks as they are now. The same masks are the same artifact, however often they are sealed.
 *
 * @param annotator whose masks; null for everybody's
 * @throws Failure BAD_INPUT when nothing is finished, or pictures are of different pairs or sizes
 */
export function sealMasks(project: Project, annotator: string | null): MaskSnapshot {
  const { recipe, content, summary } = finishedMasks(project, annotator);
  const known = project.artifacts.find(artifactId(recipe));
  if (known?.state !== 'sealed') {
    const writer = project.artifacts.begin(recipe);
    writer.putArray('w', { data: content.w, shape: [summary.masks, content.w.length / summary.masks] });
    writer.putArray('masks', { data: content.masks, shape: [summary.masks, content.heightPx, content.widthPx] });
    project.artifacts.seal(writer.artifactId, {
      summary: summary as unknown as Json,
      device: null,
      libraries: {},
      elapsedMs: 0,
    });
  }
  return {
    artifact: project.artifacts.artifact(artifactId(recipe)),
    masks: summary.masks,
    labels: summary.drawn.filter((label) => label.masks > 0).length,
    stale: false,
  };
}

/** The masks that later stages take, and whether people have finished or changed masks since. */
export function latestMasks(project: Project): MaskSnapshot | null {
  const id = project.artifacts.defaultOf('mask');
  if (id === null) return null;
  const artifact = project.artifacts.artifact(id);
  const { masks, drawn } = artifact.summary as unknown as MaskSummary;
  return {
    artifact,
    masks,
    labels: drawn.filter((label) => label.masks > 0).length,
    stale: wouldDiffer(project, artifact.params as unknown as MaskSetParams),
  };
}

function wouldDiffer(project: Project, sealed: MaskSetParams): boolean {
  try {
    const params = finishedMasks(project, null).recipe.params as unknown as MaskSetParams;
    return params.content !== sealed.content;
  } catch (thrown) {
    if (thrown instanceof Failure) return true;
    throw thrown;
  }
}

interface Content {
  readonly w: Float32Array;
  readonly masks: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * @param annotator whose masks; null for everybody's
 * @throws Failure BAD_INPUT when nothing is finished, or pictures are of different pairs or sizes
 */
export function finishedMasks(project: Project, annotator: string | null) {
  const { set } = labelsOf(project);
  const positions = positionTable(set);
  const pictures = new Map(project.masks.pictures().map((picture) => [picture.id, picture]));
  const finished = project.masks
    .masks()
    .filter((mask) => isFinished(mask) && (annotator === null || mask.annotator === annotator))
    .map((mask) => ({ mask, picture: pictures.get(mask.pictureId) as StoredPicture }))
    .filter(({ picture }) => !picture.isRemoved);
  const first = finished[0]?.picture;
  if (first === undefined) {
    throw new Failure('BAD_INPUT', 'No mask is finished yet, so there is nothing to seal.', {
      remedy: 'Annotate some pictures and mark them as done.',
    });
  }
  for (const { picture } of finished) expectAlike(first, picture);
  const { widthPx, heightPx } = first;
  const size = widthPx * heightPx;
  const content: Content = {
    widthPx,
    heightPx,
    w: new Float32Array(finished.length * first.w.length),
    masks: new Uint8Array(finished.length * size),
  };
  finished.forEach(({ mask, picture }, row) => {
    content.w.set(picture.w, row * first.w.length);
    content.masks.set(
      project.masks.content(mask.pictureId, mask.annotator).data.map((value) => positions[value] as number),
      row * size,
    );
  });
  const masked = finished.map(({ mask, picture }): MaskedPicture => {
    return { id: picture.id, className: picture.className, annotator: mask.annotator };
  });
  const params: MaskSetParams = {
    labels: set.labels,
    pictures: masked,
    content: hashBytes(content.masks) + hashBytes(new Uint8Array(content.w.buffer)).slice(0, 32),
  };
  return {
    recipe: { stage: 'mask' as const, params: params as unknown as Json, inputs: [{ role: 'pair', id: first.pairId }] },
    content,
    summary: summarise(params, content),
  };
}

function expectAlike(first: StoredPicture, other: StoredPicture): void {
  if (other.pairId !== first.pairId) {
    throw new Failure('BAD_INPUT', 'The finished masks are of pictures of two model pairs.', {
      remedy: 'Take the pictures of one of them out of the queue.',
    });
  }
  if (other.widthPx !== first.widthPx || other.heightPx !== first.heightPx) {
    throw new Failure(
      'BAD_INPUT',
      `The finished masks are of different sizes: ${first.widthPx} x ${first.heightPx} and ${other.widthPx} x ${other.heightPx} px.`,
    );
  }
}

function summarise({ labels, pictures }: MaskSetParams, { masks, widthPx, heightPx }: Content): MaskSummary {
  const size = widthPx * heightPx;
  const drawn = labels.map(({ name }) => ({ name, masks: 0, pixels: 0 }));
  pictures.forEach((_, row) => {
    const counts = new Float64Array(labels.length);
    for (const value of masks.subarray(row * size, (row + 1) * size)) counts[value] = (counts[value] as number) + 1;
    counts.forEach((count, position) => {
      const label = drawn[position];
      if (label === undefined || count === 0) return;
      label.masks++;
      label.pixels += count;
    });
  });
  return {
    masks: pictures.length,
    pictures: new Set(pictures.map(({ id }) => id)).size,
    annotators: [...new Set(pictures.map(({ annotator }) => annotator))].sort(),
    drawn,
  };
}
