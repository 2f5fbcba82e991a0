import { type Part, partId, type StripImage } from '../artifact.ts';
import type { CancelSignal } from '../cancel.ts';
import type { Json } from '../json.ts';
import { pause } from '../pause.ts';
import type { SampleSet } from '../sampleSet.ts';
import type { PairTools, StageTools } from '../stage.ts';
import { columnDeviations, divergence, meanRowOf } from '../statistics.ts';
import { stripHash } from '../strip.ts';
import { argmaxRows, concatRows, type FloatTensor, rowOf, type TypedArray, takeRows } from '../tensor.ts';
import { nearestRows } from './baselines.ts';
import { PREDICTORS } from './scores.ts';

/** Held-out samples with what the predictors make of them; the nearest neighbour is found part by part. */
export interface HeldOutTask {
  readonly training: SampleSet;
  readonly heldOut: SampleSet;
  /** [N L] each: of all predictors but the nearest neighbour, in their order. */
  readonly predictions: readonly FloatTensor[];
  /** What makes the linker this linker. */
  readonly key: { readonly [name: string]: Json };
  readonly samplesId: string;
}

/** What pictures say of the predictors; not a number where there are none. */
export interface SeenPictures {
  /** [P N] each, predictors in their order. */
  readonly agrees: Float64Array;
  readonly divergence: Float64Array;
  readonly cycleSquares: Float64Array;
  readonly pixelError: Float64Array;
  readonly structureError: Float64Array;
  /** [N] */
  readonly cycleSpread: Float64Array;
  /** [N] row of the training samples nearest to each held-out one. */
  readonly nearest: Int32Array;
}

/** Held-out pictures in one part. */
const HELD_OUT_PER_PART = 16;

/** Arrays of a part with a row a predictor; the first row belongs to the linked pictures, which the strip shows. */
const PER_PREDICTOR = ['agrees', 'divergence', 'cycleSquares', 'pixelError', 'structureError'] as const;

/** What can be seen of the predictors: in pictures, or for plain arrays in representations alone. */
export function seeHeldOut(task: HeldOutTask, tools: StageTools): Promise<SeenPictures> {
  return tools.pair ? renderHeldOut(task, tools.pair, tools) : compareRepresentations(task, tools);
}

/** Without pictures there is but the nearest neighbour; scores of pictures are not numbers. */
async function compareRepresentations({ training, heldOut }: HeldOutTask, tools: StageTools): Promise<SeenPictures> {
  const seen = emptySeen(heldOut.count, Number.NaN);
  for (let first = 0; first < heldOut.count; first += HELD_OUT_PER_PART) {
    const last = Math.min(first + HELD_OUT_PER_PART, heldOut.count);
    const rows = Array.from({ length: last - first }, (_, offset) => first + offset);
    seen.nearest.set(nearestRows(takeRows(heldOut.r, rows), training.r), first);
    tools.checkpoint(last, heldOut.count);
    await pause();
  }
  return seen;
}

/** Renders held-out latents and their predictions, part by part, so that a stopped job goes on where it was. */
async function renderHeldOut(task: HeldOutTask, pair: PairTools, tools: StageTools): Promise<SeenPictures> {
  const { heldOut, key, samplesId } = task;
  const scale = scaleOf(task.training.r);
  const seen = emptySeen(heldOut.count, 0);
  for (let first = 0; first < heldOut.count; first += HELD_OUT_PER_PART) {
    const count = Math.min(HELD_OUT_PER_PART, heldOut.count - first);
    const ordinal = first / HELD_OUT_PER_PART;
    const partKey = { ...key, first, count };
    const id = partId('linker', partKey, [samplesId]);
    if (tools.writer.stored([id]).has(id)) tools.writer.adopt([{ partId: id, ordinal }]);
    else tools.writer.commit([{ part: await renderPart(id, partKey, task, scale, pair, tools.signal), ordinal }]);
    collect(seen, tools.writer.read(id).arrays, first, heldOut.count);
    tools.checkpoint(first + count, heldOut.count);
  }
  return seen;
}

/** Origin and unit of length in representation space. */
interface Scale {
  /** [U] mean over training samples */
  readonly centre: Float32Array;
  /** [U] 1 / variance over training samples; 0 for a unit that never changes, which says nothing. */
  readonly weight: Float64Array;
}

function scaleOf(r: FloatTensor): Scale {
  return { centre: meanRowOf(r), weight: columnDeviations(r).map((sd) => (sd > 0 ? 1 / (sd * sd) : 0)) };
}

async function renderPart(
  id: string,
  key: { readonly first: number; readonly count: number },
  { training, heldOut, predictions }: HeldOutTask,
  scale: Scale,
  pair: PairTools,
  signal: CancelSignal,
): Promise<Part> {
  const { first, count } = key;
  const picked = Array.from({ length: count }, (_, offset) => first + offset);
  const nearest = nearestRows(takeRows(heldOut.r, picked), training.r);
  const linked = takeRows(predictions[0] as FloatTensor, picked);
  const latents = [
    takeRows(heldOut.w, picked),
    linked,
    ...predictions.slice(1).map((set) => takeRows(set, picked)),
    takeRows(training.w, Array.from(nearest)),
  ];
  const pairs = PREDICTORS.length * count;
  const rendered = await pair.engine.render(
    {
      w: concatRows(latents, linked.shape[1] as number),
      encode: true,
      tilesPerStrip: count,
      compare: {
        from: Int32Array.from({ length: pairs }, (_, at) => at % count),
        to: Int32Array.from({ length: pairs }, (_, at) => count + at),
        structure: true,
      },
      pixels: false,
    },
    signal,
  );
  const r = rendered.r as FloatTensor;
  const logits = rendered.logits as FloatTensor;
  const classes = argmaxRows(logits);
  const pairwise = (score: (original: number, other: number) => number) =>
    Float64Array.from({ length: pairs }, (_, at) => score(at % count, count + at));
  const strip = rendered.strips?.[1];
  const image: StripImage | null = strip ? { ...strip, hash: stripHash(pair.generatorHash, linked) } : null;
  return {
    id,
    key,
    arrays: {
      agrees: {
        data: Uint8Array.from(pairwise((original, other) => Number(classes[original] === classes[other]))),
        shape: [PREDICTORS.length, count],
      },
      divergence: {
        data: pairwise((original, other) => divergence(rowOf(logits, original), rowOf(logits, other))),
        shape: [PREDICTORS.length, count],
      },
      cycleSquares: {
        data: pairwise((original, other) => squaresBetween(rowOf(r, original), rowOf(r, other), scale)),
        shape: [PREDICTORS.length, count],
      },
      pixelError: { data: rendered.distances as Float32Array, shape: [PREDICTORS.length, count] },
      structureError: { data: rendered.structure as Float32Array, shape: [PREDICTORS.length, count] },
      cycleSpread: {
        data: Float64Array.from(picked, (_, at) => squaresBetween(rowOf(r, at), scale.centre, scale)),
        shape: [count],
      },
      nearest: { data: nearest, shape: [count] },
    },
    image,
  };
}

/** Squared differences in variances of the units, summed over units. */
function squaresBetween(a: Float32Array, b: Float32Array, { weight }: Scale): number {
  let sum = 0;
  for (let unit = 0; unit < a.length; unit++) {
    sum += ((a[unit] as number) - (b[unit] as number)) ** 2 * (weight[unit] as number);
  }
  return sum;
}

function emptySeen(count: number, fill: number): SeenPictures {
  const perPredictor = () => new Float64Array(PREDICTORS.length * count).fill(fill);
  return {
    agrees: perPredictor(),
    divergence: perPredictor(),
    cycleSquares: perPredictor(),
    pixelError: perPredictor(),
    structureError: perPredictor(),
    cycleSpread: new Float64Array(count).fill(fill),
    nearest: new Int32Array(count),
  };
}

/** Puts a part's rows in their places among all `total` ones. */
function collect(
  seen: SeenPictures,
  arrays: Readonly<Record<string, { readonly data: TypedArray }>>,
  first: number,
  total: number,
): void {
  for (const name of PER_PREDICTOR) {
    const values = arrays[name]?.data as TypedArray;
    const count = values.length / PREDICTORS.length;
    PREDICTORS.forEach((_, which) => {
      seen[name].set(values.subarray(which * count, (which + 1) * count), which * total + first);
    });
  }
  seen.cycleSpread.set(arrays.cycleSpread?.data as Float64Array, first);
  seen.nearest.set(arrays.nearest?.data as Int32Array, first);
}
