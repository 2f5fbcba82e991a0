import { partId } from '../artifact.ts';
import type { CancelSignal } from '../cancel.ts';
import { directionsOf, lineOf, stepsOf, type WalkedRange, walkRange } from '../direction.ts';
import { Failure } from '../failure.ts';
import { fillGroups, inGroups, type Place, type PlacedPart } from '../fillGroups.ts';
import type { Json } from '../json.ts';
import { type Linker, readLinker, unitCountOf } from '../linker.ts';
import type { SweepParams } from '../params.ts';
import { shuffled } from '../random.ts';
import { readSamples, type SampleSet } from '../sampleSet.ts';
import { specificityOf } from '../specificity.ts';
import { type PairTools, requirePair, type Stage } from '../stage.ts';
import { columnDeviations, meanRowOf, spreadOf } from '../statistics.ts';
import { stripHash } from '../strip.ts';
import { linesTable, type PlannedLine, readSweepTable, summariseSweep } from '../sweepTable.ts';
import { latentsAlong, sweptKey } from '../sweptPictures.ts';
import { type FloatTensor, rowOf, takeRows } from '../tensor.ts';

/**
 * Walks every direction from every start picture, renders the steps and re-encodes them: requested activation beside
 * realised one. A part is one direction from one start, so shards and single runs give the same parts.
 */
export const sweepStage: Stage<SweepParams> = {
  name: 'sweep',
  async run(inputs, params, tools) {
    const linkerId = inputs.linker as string;
    const samplesId = inputs.samples as string;
    const pair = requirePair(tools);
    const { description } = pair;
    const samples = readSamples(tools.reader, samplesId).accepted();
    const linker = readLinker(tools.reader, linkerId);
    const plan = planSweep(
      params,
      samples,
      linker,
      description.classifier.outputs.r.nonneg,
      description.classNames.length,
    );
    tools.writer.putArray('starts', {
      data: Int32Array.from(plan.starts, (row) => samples.index[row] as number),
      shape: [plan.starts.length],
    });
    tools.writer.putArray('lines', linesTable(plan.lines));

    const { made, seconds } = await fillGroups(
      groupsOf(plan, params, [linkerId, samplesId], samples),
      plan.walked.length * plan.starts.length,
      (group) => renderGroup(group, params, plan.deviations, samples, linker, pair, tools.signal),
      tools,
    );
    const rows = readSweepTable(tools.reader, tools.writer.artifactId);
    return summariseSweep(rows, params, (made * params.steps) / seconds) as unknown as Json;
  },
};

interface Plan {
  readonly lines: readonly PlannedLine[];
  /** Lines that are walked: a unit that never changes has no range to walk. */
  readonly walked: readonly PlannedLine[];
  /** Rows of the accepted samples that serve as start pictures. */
  readonly starts: readonly number[];
  /** [U] standard deviation of each unit over accepted samples. */
  readonly deviations: Float64Array;
}

function planSweep(params: SweepParams, samples: SampleSet, linker: Linker, nonneg: boolean, classes: number): Plan {
  const spread = spreadOf(samples.w);
  const typical = meanRowOf(samples.r);
  const lines = directionsOf(params, unitCountOf(linker)).map((direction): PlannedLine => {
    const line = lineOf(direction, linker, nonneg);
    const range = direction.kind === 'none' ? STANDSTILL : walkRange(line, params.range, samples);
    const [low, high] = [line.displace(typical, range.low), line.displace(typical, range.high)];
    const length = Math.hypot(...high.map((end, d) => end - (low[d] as number))) / spread;
    return { direction, line, range, latentLength: length, walked: direction.kind === 'none' || range.max > range.min };
  });
  return {
    lines,
    walked: lines.filter((line) => line.walked),
    starts: pickStarts(params, samples, classes),
    deviations: columnDeviations(samples.r),
  };
}

const STANDSTILL: WalkedRange = { low: 0, high: 0, extrapolated: false, min: 0, max: 0, mean: 0, sd: 0 };

/** Held-out samples, shuffled within each class by the seed, then one class after the other so that the first few show all classes. */
function pickStarts(params: SweepParams, samples: SampleSet, classes: number): number[] {
  const order = shuffled(samples.count, params.startSeed);
  const byClass: number[][] = Array.from({ length: classes }, () => []);
  for (const row of order) if (samples.isHeldOut[row] === 1) byClass[samples.classIndex[row] as number]?.push(row);
  const picked: number[] = [];
  for (let round = 0; picked.length < params.starts && byClass.some((rows) => round < rows.length); round++) {
    for (const rows of byClass) {
      const row = rows[round];
      if (row !== undefined && picked.length < params.starts) picked.push(row);
    }
  }
  if (picked.length < params.starts) {
    throw new Failure(
      'BAD_INPUT',
      `The sweep asks for ${params.starts} start pictures, but there are only ${picked.length} held-out samples.`,
      {
        remedy: 'Ask for fewer start pictures, or draw more samples.',
      },
    );
  }
  return picked;
}

interface SweepPlace extends Place {
  readonly line: PlannedLine;
  readonly key: Json;
  /** Row of the accepted samples. */
  readonly row: number;
}

/** Start pictures of one line that are rendered in one go. */
function* groupsOf(
  plan: Plan,
  params: SweepParams,
  sources: readonly string[],
  samples: SampleSet,
): Generator<readonly SweepPlace[]> {
  for (const [walkedIndex, line] of plan.walked.entries()) {
    const places = plan.starts.map((row, start) => {
      const key = sweptKey(line.direction, samples.index[row] as number, params);
      return { id: partId('sweep', key, sources), ordinal: walkedIndex * plan.starts.length + start, line, key, row };
    });
    yield* inGroups(places, params.steps);
  }
}

/** @param deviations [U] of each unit over accepted samples */
async function renderGroup(
  group: readonly SweepPlace[],
  params: SweepParams,
  deviations: Float64Array,
  samples: SampleSet,
  linker: Linker,
  pair: PairTools,
  signal: CancelSignal,
): Promise<PlacedPart[]> {
  const { direction, line, range } = (group[0] as SweepPlace).line;
  const values = stepsOf(range.low, range.high, params.steps);
  const rows = group.map(({ row }) => row);
  const w = latentsAlong(line, values, rows, params.mode, samples, linker);
  const steps = params.steps;
  const rendered = await pair.engine.render(
    {
      w,
      encode: true,
      tilesPerStrip: steps,
      compare: {
        from: Int32Array.from({ length: w.shape[0] as number }, (_, at) => at - (at % steps)),
        to: Int32Array.from({ length: w.shape[0] as number }, (_, at) => at),
      },
      pixels: false,
    },
    signal,
  );
  const r = rendered.r as FloatTensor;
  const logits = rendered.logits as FloatTensor;
  const classes = logits.shape[1] as number;
  return group.map(({ id, key, ordinal, row }, at) => {
    const pictures = Array.from({ length: steps }, (_, k) => at * steps + k);
    const strip = rendered.strips?.[at];
    const shown = takeRows(w, pictures);
    return {
      ordinal,
      part: {
        id,
        key,
        arrays: {
          values: { data: values, shape: [steps] },
          start: { data: Float64Array.of(line.coordinateOf(rowOf(samples.r, row))), shape: [1] },
          realised: {
            data: Float64Array.from(pictures, (picture) => line.coordinateOf(rowOf(r, picture))),
            shape: [steps],
          },
          distance: {
            data: Float32Array.from(pictures, (picture) => rendered.distances?.[picture] as number),
            shape: [steps],
          },
          ...(direction.kind === 'unit' && {
            specificity: {
              data: specificityOf(direction.unit, rowOf(r, at * steps), rowOf(r, (at + 1) * steps - 1), deviations),
              shape: [3],
            },
          }),
          logits: { data: takeRows(logits, pictures).data, shape: [steps, classes] },
        },
        image: strip ? { ...strip, hash: stripHash(pair.generatorHash, shown) } : null,
      },
    };
  });
}
