import { basename, resolve } from 'node:path';
import { artifactId, hashBytes } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import { encodeOnnx } from '#core/graph/onnx.ts';
import type { Json } from '#core/json.ts';
import type { Label } from '#core/labelSet.ts';
import { type MaskSet, readMaskSet } from '#core/maskSet.ts';
import { segmentParamsSchema } from '#core/params.ts';
import { countConfusion } from '#core/segment/confusion.ts';
import { CONFIDENCE_BINS } from '#core/segment/request.ts';
import { packSegmenter } from '#core/segment/segmenter.ts';
import { segmenterFile, segmenterOfOnnx } from '#core/segment/segmenterOfOnnx.ts';
import { summariseSegmenter } from '#core/segment/summarise.ts';
import { readWhole } from '../arrays/readWhole.ts';
import { writeWhole } from '../arrays/writeWhole.ts';
import type { Context } from '../context.ts';
import { ancestorOf, inputOf } from '../jobs/recipes.ts';
import { segmenterOf } from './segment.ts';

export interface ExportRequest {
  readonly project: string;
  readonly segment?: string | undefined;
  readonly to: string;
}

export function exportSegmenter(context: Context, { project: handle, segment, to }: ExportRequest): { path: string } {
  const opened = context.projects.get(handle);
  const path = resolve(to);
  if (!path.toLowerCase().endsWith('.onnx')) {
    throw new Failure('BAD_INPUT', 'A segmenter is written as ONNX.', { remedy: 'Give a name that ends in .onnx.' });
  }
  const segmenter = segmenterOf(context, opened, inputOf(opened.project, 'segment', segment));
  writeWhole(path, encodeOnnx(segmenterFile(segmenter)), 'The segmenter');
  return { path };
}

export interface ImportRequest {
  readonly project: string;
  /** Sealed masks it is judged on. */
  readonly mask?: string | undefined;
  readonly from: string;
}

/**
 * Puts a segmenter of a file into the project, judged on masks of the project. The same file and masks are the same artifact.
 *
 * @throws Failure BAD_INPUT where its labels are not those of the masks, or the generator shows other features than it reads
 */
export async function importSegmenter(
  context: Context,
  { project: handle, mask, from }: ImportRequest,
  signal?: AbortSignal,
): Promise<{ artifactId: string }> {
  const opened = context.projects.get(handle);
  const { artifacts } = opened.project;
  const maskId = inputOf(opened.project, 'mask', mask);
  const file = basename(from);
  const bytes = readWhole(resolve(from), 'a segmenter');
  const segmenter = segmenterOfOnnx(bytes, file);
  const set = readMaskSet(artifacts, maskId);
  const positions = positionsIn(segmenter.labels, set.labels, file);
  const sha256 = hashBytes(bytes);
  const engine = await context.pairEngine(opened, ancestorOf(opened.project, maskId, 'pair'));
  const startedAt = Date.now();
  const request = { w: set.w, segmenter, key: `import ${sha256}`, disagreement: false };
  const { maps } = await engine.segment(request, signal);
  const confusion = confusionOf(set, positions, maps, segmenter.labels.length);
  const { architecture, resampling, cropsMargin, members } = segmenter;
  const params = {
    ...segmentParamsSchema.parse({ architecture, resampling, cropsMargin, members: members.length }),
    imported: { file, sha256 },
  };
  const recipe = { stage: 'segment' as const, params: params as Json, inputs: [{ role: 'mask', id: maskId }] };
  const id = artifactId(recipe);
  if (artifacts.find(id)?.state === 'sealed') return { artifactId: id };
  const summary = summariseSegmenter(
    {
      segmenter,
      confusion,
      calibration: new Float64Array(3 * CONFIDENCE_BINS),
      isHeldOut: false,
      epochs: [],
      remarks: [],
    },
    set.pictures.length,
    params.seed,
  );
  const writer = artifacts.begin(recipe);
  const numbers = packSegmenter(segmenter);
  writer.putArray('numbers', { data: numbers, shape: [numbers.length] });
  writer.putArray('confusion', {
    data: confusion,
    shape: [set.pictures.length, segmenter.labels.length, segmenter.labels.length],
  });
  artifacts.seal(id, {
    summary: { ...summary, importedFrom: file } as unknown as Json,
    device: context.engine.status.report?.active ?? null,
    libraries: {},
    elapsedMs: Date.now() - startedAt,
  });
  context.events.publish('event', { kind: 'artifact', project: handle, artifactId: id });
  return { artifactId: id };
}

/** For each label of the masks, its place among those of the segmenter. */
function positionsIn(own: readonly Label[], drawn: readonly Label[], file: string): readonly number[] {
  const positions = drawn.map(({ id }) => own.findIndex((label) => label.id === id));
  if (own.length === drawn.length && !positions.includes(-1)) return positions;
  const namesOf = (labels: readonly Label[]) => labels.map(({ name }) => name).join(', ');
  throw new Failure('BAD_INPUT', `${file} finds ${namesOf(own)}; the masks of this project have ${namesOf(drawn)}.`, {
    remedy: 'Give the project the labels that the segmenter was trained with, and seal masks of these.',
  });
}

/** [M K K] by label of the mask and label found, in the segmenter's order. */
function confusionOf(
  { masks, pictures }: MaskSet,
  positions: readonly number[],
  maps: Uint8Array,
  labels: number,
): Float64Array {
  const pixels = masks.data.length / pictures.length;
  const confusion = new Float64Array(pictures.length * labels ** 2);
  for (const row of pictures.keys()) {
    const [first, last] = [row * pixels, (row + 1) * pixels];
    const truth = masks.data.subarray(first, last).map((label) => positions[label] as number);
    confusion.set(countConfusion(truth, maps.subarray(first, last), labels), row * labels ** 2);
  }
  return confusion;
}
