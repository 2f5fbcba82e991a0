import { Failure } from '#core/failure.ts';
import { countConfusion } from '#core/segment/confusion.ts';
import { remarksOn } from '#core/segment/remarks.ts';
import {
  CONFIDENCE_BINS,
  type SegmenterFit,
  type SegmenterProgress,
  type SegmenterRequest,
} from '#core/segment/request.ts';
import type { Segmenter } from '#core/segment/segmenter.ts';
import { softmax } from '#core/statistics.ts';
import { expectShape } from '#core/tensor.ts';
import { openJudge, type Parameters } from './judgeNetwork.ts';
import type { OpenPair, RunSettings } from './openPair.ts';
import { segmentMaterial } from './segmentFeatures.ts';
import { isOutOfMemory } from './session.ts';
import { trainNetwork } from './trainNetwork.ts';

interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SegmenterProgress) => void;
  /** Is given each network alone, as it starts and after every epoch, and waited for. */
  readonly onEpoch?: (segmenter: Segmenter) => Promise<void>;
}

/** Where a device has too little memory, directions are halved down to this. */
const FEWEST_DIRECTIONS = 4;

/**
 * Learns a segmenter from a few masks. Features are computed from the latents and kept for as long as this runs. One that goes on from
 * another keeps that one's taps, projections and network, whatever the request says of them.
 *
 * @throws Failure BAD_INPUT where the generator shows no features or other ones than before, nothing is drawn, training diverges at once,
 *   or the device's memory does not hold the smallest projection
 */
export async function trainSegmenter(
  pair: OpenPair,
  asked: SegmenterRequest,
  settings: RunSettings,
  watch: Watch,
): Promise<SegmenterFit> {
  const request = goingOn(asked);
  checkRequest(pair, request);
  const widest = Math.max(...pair.files.generator.feature_taps.map(({ channels }) => channels));
  let directions = request.directions;
  for (;;) {
    try {
      const fit = await trainWith(pair, { ...request, directions }, settings, watch);
      if (directions === request.directions) return fit;
      const remark = `The device has too little memory for the projection asked for; ${directions} directions a tap were kept.`;
      return { ...fit, remarks: [remark, ...fit.remarks] };
    } catch (thrown) {
      if (!isOutOfMemory(thrown)) throw thrown;
      const fewer = Math.floor(Math.min(directions ?? widest, widest) / 2);
      if (request.start !== null || fewer < FEWEST_DIRECTIONS) throw outOfMemory(request, thrown);
      directions = fewer;
    }
  }
}

function goingOn(request: SegmenterRequest): SegmenterRequest {
  if (request.start === null) return request;
  const { architecture, resampling, cropsMargin } = request.start;
  return { ...request, architecture, resampling, cropsMargin };
}

function outOfMemory({ start, masks, groups }: SegmenterRequest, cause: unknown): Failure {
  const what = start === null ? 'with the smallest projection' : 'to train this segmenter further';
  return new Failure(
    'BAD_INPUT',
    `The device has too little memory ${what} on ${groups.length} masks of ${masks.length / groups.length} px.`,
    {
      remedy:
        start === null
          ? 'Choose the processor as the device, or seal fewer masks.'
          : 'Train a segmenter anew with fewer directions of each tap, or choose the processor as the device.',
      cause,
    },
  );
}

function checkRequest(pair: OpenPair, { w, masks, groups, labels }: SegmenterRequest): void {
  const [heightPx, widthPx] = pair.files.generator.image.size;
  const count = w.shape[0] as number;
  expectShape(w.shape, [-1, pair.latentSize], 'the latents of the masks');
  expectShape([masks.length], [count * heightPx * widthPx], 'the pixels of the masks');
  expectShape([groups.length], [count], 'the pictures of the masks');
  if (masks.some((value) => value >= labels.length)) {
    throw new Failure('BAD_INPUT', `The masks hold labels beyond the ${labels.length} that there are.`);
  }
  if (masks.every((value) => value === 0)) {
    throw new Failure('BAD_INPUT', 'The masks are empty: nothing is drawn in any of them.', {
      remedy: 'Draw at least one part in one picture.',
    });
  }
}

async function trainWith(
  pair: OpenPair,
  request: SegmenterRequest,
  settings: RunSettings,
  { signal, onProgress, onEpoch }: Watch,
): Promise<SegmenterFit> {
  const { labels, architecture, resampling, cropsMargin } = request;
  const material = await segmentMaterial(pair, request, settings, signal);
  const { widthPx, heightPx, projections } = material;
  const segmenterOf = (members: readonly Parameters[]): Segmenter => {
    return { labels, widthPx, heightPx, architecture, resampling, cropsMargin, projections, members };
  };
  const pictures = [...new Set(request.groups)];
  const folds = Math.min(pictures.length, request.members);
  const pixels = widthPx * heightPx;
  const rows = Array.from(request.groups.keys());
  const confusion = new Float64Array(rows.length * labels.length ** 2);
  const calibration = new Float64Array(3 * CONFIDENCE_BINS);
  const members: Parameters[] = [];
  const epochs: { trained: number; best: number }[] = [];
  const remarks: string[] = [];
  const judge = await openJudge(material, settings);
  try {
    for (let member = 0; member < request.members; member++) {
      const isOut = (row: number) =>
        folds > 1 && pictures.indexOf(request.groups[row] as number) % folds === member % folds;
      const learned = rows.filter((row) => !isOut(row));
      const out = folds > 1 ? rows.filter(isOut) : rows;
      const trained = await trainNetwork(request, material, settings, judge, member, learned, out, {
        signal,
        onProgress,
        ...(onEpoch && { onEpoch: (parameters) => onEpoch(segmenterOf([parameters])) }),
      });
      members.push(trained.parameters);
      epochs.push({ trained: trained.epochs.length, best: trained.bestEpoch });
      if (trained.message !== null) remarks.push(`Network ${member + 1}: ${trained.message}`);
      // Further networks leave out what earlier ones did: each picture is judged once.
      if (member >= Math.max(1, folds)) continue;
      const logits = await judge.logits(trained.parameters, out);
      out.forEach((row, at) => {
        const truth = request.masks.subarray(row * pixels, (row + 1) * pixels);
        const seen = read(logits.subarray(at * labels.length * pixels), labels.length, pixels, truth, calibration);
        confusion.set(countConfusion(truth, seen, labels.length), row * labels.length ** 2);
      });
    }
  } finally {
    await judge.close();
  }
  return {
    segmenter: segmenterOf(members),
    confusion,
    calibration,
    isHeldOut: folds > 1,
    epochs,
    remarks: [...remarks, ...remarksOn(request)],
  };
}

/** [H W] the label with the largest logit; counts confidences on the way. */
function read(
  logits: Float32Array,
  labels: number,
  pixels: number,
  truth: Uint8Array,
  calibration: Float64Array,
): Uint8Array {
  const found = new Uint8Array(pixels);
  const at = new Float64Array(labels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let label = 0; label < labels; label++) at[label] = logits[label * pixels + pixel] as number;
    const probabilities = softmax(at);
    let best = 0;
    for (let label = 1; label < labels; label++)
      if ((probabilities[label] as number) > (probabilities[best] as number)) best = label;
    found[pixel] = best;
    const confidence = probabilities[best] as number;
    const bin = 3 * Math.min(CONFIDENCE_BINS - 1, Math.floor(confidence * CONFIDENCE_BINS));
    calibration[bin] = (calibration[bin] as number) + 1;
    calibration[bin + 1] = (calibration[bin + 1] as number) + (best === truth[pixel] ? 1 : 0);
    calibration[bin + 2] = (calibration[bin + 2] as number) + confidence;
  }
  return found;
}
