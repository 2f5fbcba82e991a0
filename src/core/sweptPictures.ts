import { partId } from './artifact.ts';
import { directionsOf, type Line, lineOf, stepsOf } from './direction.ts';
import type { Json } from './json.ts';
import { type Linker, latentCountOf, linkedLatent, readLinker, unitCountOf } from './linker.ts';
import { type Direction, type SweepParams, sweepParamsSchema } from './params.ts';
import { readSamples, type SampleSet } from './sampleSet.ts';
import type { ArtifactReader } from './stage.ts';
import { readPlannedRanges } from './sweepTable.ts';
import { type FloatTensor, rowOf } from './tensor.ts';

/** One part of a sweep: a direction walked from one start picture. */
export interface SweptPart {
  readonly ordinal: number;
  /** Id of the sweep's part, which does not depend on the list it stands in. */
  readonly id: string;
  /** Row of the sweep's directions. */
  readonly directionIndex: number;
  readonly direction: Direction;
  /** Position among the sweep's start pictures. */
  readonly start: number;
  /** Row of the start picture in the samples artifact. */
  readonly sample: number;
  /** [K] coordinate set at each step. */
  readonly values: Float64Array;
  /** [K L] float32, the latents whose pictures the sweep rendered, to the bit. */
  readonly w: FloatTensor;
}

/** The pictures of a sealed sweep as latents, recomputed and never stored. */
export interface SweptPictures extends Iterable<SweptPart> {
  readonly linkerId: string;
  readonly samplesId: string;
  readonly params: SweepParams;
  /** K, pictures per part. */
  readonly steps: number;
  /** [S] row of each start picture in the samples artifact. */
  readonly starts: Int32Array;
  /** Parts: walked directions times start pictures, start pictures innermost. */
  readonly count: number;
  at(ordinal: number): SweptPart;
}

export function readSweptPictures(reader: ArtifactReader, sweepId: string): SweptPictures {
  const { params: json, inputs } = reader.artifact(sweepId);
  const params = sweepParamsSchema.parse(json);
  const inputOf = (role: string) => inputs.find((input) => input.role === role)?.id ?? '';
  const [linkerId, samplesId] = [inputOf('linker'), inputOf('samples')];
  const linker = readLinker(reader, linkerId);
  const samples = readSamples(reader, samplesId).accepted();
  const starts = Int32Array.from(reader.array(sweepId, 'starts').data);
  const rowOfSample = new Map(Array.from(samples.index, (sample, row) => [sample, row]));
  const ranges = readPlannedRanges(reader, sweepId);
  const walked = directionsOf(params, unitCountOf(linker)).flatMap((direction, directionIndex) => {
    const range = ranges[directionIndex];
    if (!range?.walked) return [];
    // Whether the coordinate may be below 0 matters for choosing a range only, and this one was chosen.
    return { direction, directionIndex, line: lineOf(direction, linker, false), ...range };
  });

  const at = (ordinal: number): SweptPart => {
    const place = walked[Math.floor(ordinal / starts.length)];
    const start = ordinal % starts.length;
    const sample = starts[start];
    const row = sample === undefined ? undefined : rowOfSample.get(sample);
    if (place === undefined || sample === undefined || row === undefined)
      throw new RangeError(`sweep ${sweepId} has no part ${ordinal}`);
    const values = stepsOf(place.low, place.high, params.steps);
    return {
      ordinal,
      id: partId('sweep', sweptKey(place.direction, sample, params), [linkerId, samplesId]),
      directionIndex: place.directionIndex,
      direction: place.direction,
      start,
      sample,
      values,
      w: latentsAlong(place.line, values, [row], params.mode, samples, linker),
    };
  };
  const count = walked.length * starts.length;
  return {
    linkerId,
    samplesId,
    params,
    steps: params.steps,
    starts,
    count,
    at,
    *[Symbol.iterator]() {
      for (let ordinal = 0; ordinal < count; ordinal++) yield at(ordinal);
    },
  };
}

/** What makes a part of a sweep this part. */
export function sweptKey(direction: Direction, sample: number, { steps, range, mode }: SweepParams): Json {
  return { direction, start: sample, steps, range, mode };
}

/**
 * Latents along a line, from each of some start pictures: base + (value - coordinate of the start) * step.
 *
 * @param values [K] coordinates to be set
 * @param rows   rows of the samples that serve as start pictures
 * @returns [rows K L] as a matrix, steps innermost
 */
export function latentsAlong(
  line: Line,
  values: Float64Array,
  rows: readonly number[],
  mode: SweepParams['mode'],
  samples: SampleSet,
  linker: Linker,
): FloatTensor {
  const width = latentCountOf(linker);
  const data = new Float32Array(rows.length * values.length * width);
  rows.forEach((row, at) => {
    const r = rowOf(samples.r, row);
    const base = mode === 'linked' ? linkedLatent(linker, r) : rowOf(samples.w, row);
    values.forEach((value, k) => {
      const change = line.displace(r, value);
      const offset = (at * values.length + k) * width;
      for (let d = 0; d < width; d++) data[offset + d] = (base[d] as number) + (change[d] as number);
    });
  });
  return { data, shape: [rows.length * values.length, width] };
}
