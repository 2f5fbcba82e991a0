import { type Part, partId, type StripImage } from '../artifact.ts';
import { Failure } from '../failure.ts';
import { type Fidelity, type FidelityRows, meanRowOf, measureFidelity } from '../fidelity.ts';
import type { Json } from '../json.ts';
import { predictLinked, storeLinker } from '../linker.ts';
import { fitAgain, fitLinker } from '../linkerFit.ts';
import type { LinkerParams } from '../params.ts';
import { shuffled } from '../random.ts';
import { readSamples, type SampleSet } from '../sampleSet.ts';
import type { Stage, StageTools } from '../stage.ts';
import { stripHash } from '../strip.ts';
import type { LinkerSummary } from '../summary.ts';
import { argmaxRows, concatRows, type FloatTensor, takeRows } from '../tensor.ts';

/**
 * Fits w ~ r A + b on the training latents and measures the link on held-out ones, in latent space and in pictures,
 * beside two baselines: the mean latent of the row's class, and the same linker fitted on shuffled pairs.
 */
export const linkerStage: Stage<LinkerParams> = {
  name: 'linker',
  async run(inputs, params, tools) {
    const samplesId = inputs.samples as string;
    const samples = readSamples(tools.reader, samplesId).accepted();
    const training = samples.heldOut(false);
    const heldOut = samples.heldOut(true);
    requireEnough(training, heldOut);
    const pairs = { representations: training.r, latents: training.w, draws: training.draw };
    const order = Array.from(shuffled(training.count, params.seed));
    const fit = await fitLinker(params, pairs, tools.engine, tools);
    const shuffledPairs = { ...pairs, latents: takeRows(training.w, order) };
    const shuffledFit = await fitAgain(params, fit, shuffledPairs, tools.engine, tools);
    storeLinker(tools.writer, fit.linker);

    const predictions: readonly FloatTensor[] = [
      predictLinked(fit.linker, heldOut.r),
      classMeans(training, heldOut, tools.pair.classNames.length),
      predictLinked(shuffledFit.linker, heldOut.r),
    ];
    const rows = await renderPredictions(heldOut, predictions, params, samplesId, tools);
    const centre = meanRowOf(training.w);
    const measure = (which: number) =>
      measureFidelity(heldOut.w, predictions[which] as FloatTensor, centre, rows[which] as FidelityRows);
    const summary: LinkerSummary = {
      ...measure(0),
      method: params.method,
      penalty: fit.spec && 'penalty' in fit.spec ? fit.spec.penalty : 0,
      components: fit.spec?.kind === 'pls' ? fit.spec.components : null,
      addedPenalty: fit.addedPenalty,
      path: fit.path,
      training: fit.training,
      remarks: fit.remarks,
      trainCount: training.count,
      heldOutCount: heldOut.count,
      classMean: measure(1),
      shuffled: measure(2),
      perClass: perClass(
        heldOut,
        predictions[0] as FloatTensor,
        centre,
        rows[0] as FidelityRows,
        tools.pair.classNames,
      ),
    };
    return summary as unknown as Json;
  },
};

/** Held-out pictures in one part. */
const HELD_OUT_PER_PART = 16;

/**
 * Renders held-out latents and their predictions, part by part. A part keeps the strip of linked pictures and, per sample and
 * prediction, the pixel error and whether the class agrees with the original picture's.
 *
 * @returns one set of rows per prediction, in the order of `predictions`
 */
async function renderPredictions(
  heldOut: SampleSet,
  predictions: readonly FloatTensor[],
  params: LinkerParams,
  samplesId: string,
  tools: StageTools,
): Promise<FidelityRows[]> {
  const rows = predictions.map(() => ({
    pixelError: new Float32Array(heldOut.count),
    agrees: new Uint8Array(heldOut.count),
  }));
  for (let first = 0; first < heldOut.count; first += HELD_OUT_PER_PART) {
    const count = Math.min(HELD_OUT_PER_PART, heldOut.count - first);
    const picked = Array.from({ length: count }, (_, offset) => first + offset);
    const ordinal = first / HELD_OUT_PER_PART;
    const id = partId('linker', { ...params, first, count }, [samplesId]);
    if (tools.writer.stored([id]).has(id)) tools.writer.adopt([{ partId: id, ordinal }]);
    else {
      const latents = [heldOut.w, ...predictions].map((set) => takeRows(set, picked));
      tools.writer.commit([{ part: await renderPart(id, { ...params, first, count }, latents, tools), ordinal }]);
    }
    const stored = tools.writer.read(id);
    predictions.forEach((_, which) => {
      const errors = stored.arrays.pixelError?.data as Float32Array;
      const agreement = stored.arrays.agrees?.data as Uint8Array;
      rows[which]?.pixelError.set(errors.subarray(which * count, (which + 1) * count), first);
      rows[which]?.agrees.set(agreement.subarray(which * count, (which + 1) * count), first);
    });
    tools.checkpoint(first + count, heldOut.count);
  }
  return rows;
}

/** `latents[0]` are the originals; the strip shows `latents[1]`, the linked ones. */
async function renderPart(id: string, key: Json, latents: readonly FloatTensor[], tools: StageTools): Promise<Part> {
  const original = latents[0] as FloatTensor;
  const linked = latents[1] as FloatTensor;
  const [count, width] = original.shape as [number, number];
  const others = latents.length - 1;
  const rendered = await tools.engine.render(
    {
      w: concatRows(latents, width),
      encode: true,
      tilesPerStrip: count,
      compare: {
        from: Int32Array.from({ length: others * count }, (_, at) => at % count),
        to: Int32Array.from({ length: others * count }, (_, at) => count + at),
      },
      pixels: false,
    },
    tools.signal,
  );
  const classes = argmaxRows(rendered.logits as FloatTensor);
  const agrees = Uint8Array.from({ length: others * count }, (_, at) =>
    Number(classes[at % count] === classes[count + at]),
  );
  const strip = rendered.strips?.[1];
  const image: StripImage | null = strip ? { ...strip, hash: stripHash(tools.generatorHash, linked) } : null;
  return {
    id,
    key,
    arrays: {
      pixelError: { data: rendered.distances as Float32Array, shape: [others, count] },
      agrees: { data: agrees, shape: [others, count] },
    },
    image,
  };
}

function requireEnough(training: SampleSet, heldOut: SampleSet): void {
  if (training.count >= 2 && heldOut.count >= 2) return;
  throw new Failure(
    'NO_SAMPLES',
    `A linker needs at least 2 training and 2 held-out samples, but there are ${training.count} and ${heldOut.count}.`,
    { remedy: 'Draw more samples, or change the held-out share.' },
  );
}

/** [N L] for each held-out row the mean training latent of its class. */
function classMeans(training: SampleSet, heldOut: SampleSet, classes: number): FloatTensor {
  const width = training.w.shape[1] as number;
  const sums = new Float64Array(classes * width);
  const counts = new Float64Array(classes);
  for (let row = 0; row < training.count; row++) {
    const at = training.classIndex[row] as number;
    counts[at] = (counts[at] as number) + 1;
    for (let d = 0; d < width; d++)
      sums[at * width + d] = (sums[at * width + d] as number) + (training.w.data[row * width + d] as number);
  }
  const data = new Float32Array(heldOut.count * width);
  for (let row = 0; row < heldOut.count; row++) {
    const at = heldOut.classIndex[row] as number;
    for (let d = 0; d < width; d++)
      data[row * width + d] = (sums[at * width + d] as number) / Math.max(1, counts[at] as number);
  }
  return { data, shape: [heldOut.count, width] };
}

function perClass(
  heldOut: SampleSet,
  predicted: FloatTensor,
  centre: Float32Array,
  rows: FidelityRows,
  names: readonly string[],
): LinkerSummary['perClass'] {
  return names.flatMap((name, classIndex) => {
    const picked = Array.from({ length: heldOut.count }, (_, row) => row).filter(
      (row) => heldOut.classIndex[row] === classIndex,
    );
    if (picked.length < 2) return [];
    const fidelity: Fidelity = measureFidelity(takeRows(heldOut.w, picked), takeRows(predicted, picked), centre, {
      pixelError: Float32Array.from(picked, (row) => rows.pixelError[row] as number),
      agrees: Uint8Array.from(picked, (row) => rows.agrees[row] as number),
    });
    return [
      { name, r2: fidelity.r2, agreement: fidelity.agreement, pixelError: fidelity.pixelError, n: picked.length },
    ];
  });
}
