import { meanRowOf } from '#core/fidelity.ts';
import { predictLinked, readLinker } from '#core/linker.ts';
import type { SampleSet } from '#core/sampleSet.ts';
import type { ArtifactReader } from '#core/stage.ts';
import { cosineRows } from '#core/statistics.ts';
import type { LinkerSummary } from '#core/summary.ts';
import { type FloatTensor, rowOf, takeRows } from '#core/tensor.ts';
import { meanOf, type Quantity, ratioOf, shareOf } from './quantity.ts';

/** One predictor on held-out samples: the link or a baseline. */
export interface PredictorQuality {
  readonly name: string;
  readonly r2: Quantity;
  readonly cosine: Quantity;
  readonly agreement: Quantity;
  readonly pixelError: Quantity;
}

export type ClassQuality = Omit<PredictorQuality, 'cosine'>;

export interface LinkQuality {
  readonly linked: PredictorQuality;
  /** The class mean, and the link fitted on shuffled pairs. */
  readonly baselines: readonly PredictorQuality[];
  readonly perClass: readonly ClassQuality[];
}

/** What the linker stored of each held-out picture; arrays [3 N], rows: linked, class mean, shuffled. */
export interface HeldOutRows {
  readonly pixelError: readonly Float64Array[];
  readonly agrees: readonly Uint8Array[];
}

const PREDICTORS = 3;

/** Joins the parts of a linker, in the order of the held-out samples. */
export function readHeldOutRows(reader: ArtifactReader, linkerId: string): HeldOutRows {
  const parts = Array.from(reader.placedParts(linkerId), ({ part }) => part.arrays);
  const joined = (name: string, row: number) =>
    parts.flatMap((arrays) => {
      const values = Array.from(arrays[name]?.data ?? []);
      const count = values.length / PREDICTORS;
      return values.slice(row * count, (row + 1) * count);
    });
  const rows = Array.from({ length: PREDICTORS }, (_, row) => row);
  return {
    pixelError: rows.map((row) => Float64Array.from(joined('pixelError', row))),
    agrees: rows.map((row) => Uint8Array.from(joined('agrees', row))),
  };
}

/**
 * Puts intervals to the linker's key figures. Classes share latent draws, so the pictures of one draw count as one case.
 * Of the baselines the linker keeps no latents: their R2 and cosine stand without an interval.
 *
 * @param training accepted training samples, the origin of cosines
 * @param heldOut  accepted held-out samples, in the order of `rows`
 */
export function measureLink(
  reader: ArtifactReader,
  linkerId: string,
  samples: { readonly training: SampleSet; readonly heldOut: SampleSet; readonly classNames: readonly string[] },
  rows: HeldOutRows,
  summary: LinkerSummary,
): LinkQuality {
  const { training, heldOut, classNames } = samples;
  const predicted = predictLinked(readLinker(reader, linkerId), heldOut.r);
  const cosines = cosineRows(heldOut.w, predicted, meanRowOf(training.w));
  const inPictures = (row: number) => ({
    agreement: agreementOf(rows.agrees[row] as Uint8Array),
    pixelError: meanOf(rows.pixelError[row] as Float64Array, heldOut.draw),
  });
  const bare = (value: number): Quantity => ({ value, interval: null, n: heldOut.count });
  const { classMean, shuffled } = summary;
  return {
    linked: {
      name: 'linked',
      r2: determination(heldOut.w, predicted, heldOut.draw),
      cosine: meanOf(cosines, heldOut.draw),
      ...inPictures(0),
    },
    baselines: [
      { name: 'class mean', r2: bare(classMean.r2), cosine: bare(classMean.cosine), ...inPictures(1) },
      { name: 'shuffled pairs', r2: bare(shuffled.r2), cosine: bare(shuffled.cosine), ...inPictures(2) },
    ],
    perClass: classNames.flatMap((name, classIndex) => {
      const picked = Array.from(heldOut.classIndex.keys()).filter((row) => heldOut.classIndex[row] === classIndex);
      if (picked.length < 2) return [];
      const draws = picked.map((row) => heldOut.draw[row] as number);
      return [
        {
          name,
          r2: determination(takeRows(heldOut.w, picked), takeRows(predicted, picked), draws),
          agreement: agreementOf(picked.map((row) => rows.agrees[0]?.[row] as number)),
          pixelError: meanOf(
            picked.map((row) => rows.pixelError[0]?.[row] as number),
            draws,
          ),
        },
      ];
    }),
  };
}

function agreementOf(flags: ArrayLike<number>): Quantity {
  return shareOf(
    Array.from(flags).reduce((sum, flag) => sum + flag, 0),
    flags.length,
  );
}

/** R2 = 1 - SSE/SST over all dimensions, SST about the mean of these rows. */
function determination(truth: FloatTensor, predicted: FloatTensor, draws: ArrayLike<number>): Quantity {
  const rows = truth.shape[0] as number;
  const centre = meanRowOf(truth);
  const distances = (to: (row: number) => Float32Array) =>
    Float64Array.from({ length: rows }, (_, row) => squaredDistance(rowOf(truth, row), to(row)));
  const unexplained = ratioOf(
    distances((row) => rowOf(predicted, row)),
    distances(() => centre),
    draws,
  );
  const { value, interval, n } = unexplained;
  return { value: 1 - value, interval: interval && [1 - interval[1], 1 - interval[0]], n };
}

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += ((a[d] as number) - (b[d] as number)) ** 2;
  return sum;
}
