import { type Part, partId } from '../artifact.ts';
import { Failure } from '../failure.ts';
import { fillGroups, inGroups, type Place, type PlacedPart } from '../fillGroups.ts';
import type { Json } from '../json.ts';
import { type LabelMaps, readLabelMaps } from '../labelMaps.ts';
import type { TrackParams } from '../params.ts';
import { requirePair, type Stage, type StageTools } from '../stage.ts';
import { readSweptPictures, type SweptPart, type SweptPictures } from '../sweptPictures.ts';
import { concatRows, takeRows } from '../tensor.ts';
import { ARROW_NUMBERS } from '../track/arrows.ts';
import { MOTION_IDS } from '../track/partMotion.ts';
import { pairsOfSteps, readTracks, summariseTracks } from '../trackTable.ts';

/**
 * Motion between the steps of a sweep, on pixels fresh from the generator. A part is one direction from one start picture, so other lists
 * of units give the same parts. Of the fields a few arrows are kept; fields are found again when they are looked at.
 */
export const trackStage: Stage<TrackParams> = {
  name: 'track',
  async run(inputs, params, tools) {
    const sweepId = inputs.sweep as string;
    const swept = readSweptPictures(tools.reader, sweepId);
    const maps = inputs.maps === undefined ? null : readLabelMaps(tools.reader, inputs.maps);
    if (maps !== null && maps.sweepId !== sweepId) {
      throw new Failure('BAD_INPUT', 'The label maps are of another sweep than the one to track.', {
        remedy: 'Apply the segmenter to this sweep first, or track it without label maps.',
      });
    }
    checkFeatures(params, tools);
    const chosen = chooseParts(swept, params);
    const pairs = pairsOfSteps(swept.steps, params.steps);
    tools.writer.putArray('pairs', { data: Int32Array.from(pairs.flat()), shape: [pairs.length, 2] });
    tools.writer.putArray('swept', { data: Int32Array.from(chosen), shape: [chosen.length] });
    const flowModel = params.flow === undefined ? null : await tools.locateModel(params.flow);
    const places = placesOf(swept, chosen, { pairs, params, mapsId: inputs.maps });
    const { made, seconds } = await fillGroups(
      inGroups(places, swept.steps),
      chosen.length,
      (group) => trackGroup(group, pairs, { maps, flowModel, features: params.features === true }, tools),
      tools,
    );
    return summariseTracks(
      readTracks(tools.reader, tools.writer.artifactId),
      (made * pairs.length) / seconds,
    ) as unknown as Json;
  },
};

/** @throws Failure BAD_INPUT where features are asked for that no one could go by */
function checkFeatures({ features, flow }: TrackParams, tools: StageTools): void {
  if (features === undefined) return;
  if (flow !== undefined) {
    throw new Failure('BAD_INPUT', `The flow model ${flow.file} goes by pictures alone.`, {
      remedy: 'Track by the model without features, or with features by the built-in tracker.',
    });
  }
  const { generator } = requirePair(tools).engine.files;
  if (generator.taps === undefined) {
    throw new Failure('BAD_INPUT', `The generator ${generator.name} shows no features: its manifest names no taps.`, {
      remedy: 'Track by pictures alone.',
    });
  }
}

type Pairs = readonly (readonly [number, number])[];

/** Ordinals of the sweep's parts, the control among them. @throws Failure BAD_INPUT where a unit was not swept */
function chooseParts(swept: SweptPictures, { units, starts = swept.starts.length }: TrackParams): number[] {
  if (starts > swept.starts.length) {
    throw new Failure('BAD_INPUT', `The sweep has ${swept.starts.length} start pictures, not ${starts}.`, {
      remedy: 'Ask for fewer, or run a sweep with more.',
    });
  }
  const wanted = units && new Set(units);
  const chosen: number[] = [];
  const found = new Set<number>();
  for (let ordinal = 0; ordinal < swept.count; ordinal++) {
    if (ordinal % swept.starts.length >= starts) continue;
    const { direction } = swept.at(ordinal);
    if (direction.kind === 'unit') found.add(direction.unit);
    if (!wanted || direction.kind === 'none' || (direction.kind === 'unit' && wanted.has(direction.unit)))
      chosen.push(ordinal);
  }
  const missing = units?.find((unit) => !found.has(unit));
  if (missing === undefined) return chosen;
  throw new Failure('BAD_INPUT', `Unit ${missing} is not in this sweep, or never changes.`, {
    remedy: 'Name units of the sweep, or run a sweep with this one.',
  });
}

interface TrackPlace extends Place {
  readonly swept: SweptPart;
  readonly key: Json;
}

interface Numbered {
  readonly pairs: Pairs;
  readonly params: TrackParams;
  readonly mapsId: string | undefined;
}

function* placesOf(
  sweep: SweptPictures,
  chosen: readonly number[],
  { pairs, params: { flow, features }, mapsId }: Numbered,
): Generator<TrackPlace> {
  for (const [ordinal, part] of chosen.entries()) {
    const swept = sweep.at(part);
    const key = {
      direction: swept.direction,
      start: swept.sample,
      pairs,
      ...(flow && { flow: flow.sha256 }),
      ...(features && { features }),
    };
    const id = partId('track', key, mapsId === undefined ? [swept.id] : [swept.id, mapsId]);
    yield { swept, ordinal, key, id };
  }
}

interface TrackedBy {
  readonly maps: LabelMaps | null;
  readonly flowModel: string | null;
  readonly features: boolean;
}

async function trackGroup(
  group: readonly TrackPlace[],
  pairs: Pairs,
  { maps, flowModel, features }: TrackedBy,
  tools: StageTools,
): Promise<PlacedPart[]> {
  const { engine } = requirePair(tools);
  const steps = [...new Set(pairs.flat())].sort((a, b) => a - b);
  const width = group[0]?.swept.w.shape[1] as number;
  const w = concatRows(
    group.map(({ swept }) => takeRows(swept.w, steps)),
    width,
  );
  const rowsOf = (end: 0 | 1) =>
    Int32Array.from(group.flatMap((_, at) => pairs.map((pair) => at * steps.length + steps.indexOf(pair[end]))));
  const { motion, global, arrows } = await engine.track(
    {
      w,
      from: rowsOf(0),
      to: rowsOf(1),
      labels: maps && labelsOf(maps, group, steps),
      labelCount: maps?.labels.length ?? 0,
      flowModel,
      features,
      dense: false,
    },
    tools.signal,
  );
  const [perPart, perGlobal] = [motion.length / group.length, global.length / group.length];
  return group.map(({ id, key, ordinal }, at) => ({
    ordinal,
    part: {
      id,
      key,
      arrays: {
        motion: {
          data: motion.slice(at * perPart, (at + 1) * perPart),
          shape: [pairs.length, perPart / pairs.length / MOTION_IDS.length, MOTION_IDS.length],
        },
        global: { data: global.slice(at * perGlobal, (at + 1) * perGlobal), shape: [pairs.length, 7] },
        ...storedArrows(arrows.slice(at * pairs.length, (at + 1) * pairs.length)),
      },
      image: null,
    },
  }));
}

/** Arrows of all pairs in one array, and how many each pair has. */
function storedArrows(arrows: readonly Float32Array[]): Part['arrays'] {
  const data = Float32Array.from(arrows.flatMap((ofPair) => Array.from(ofPair)));
  const counts = Int32Array.from(arrows, ({ length }) => length / ARROW_NUMBERS);
  return {
    arrows: { data, shape: [data.length / ARROW_NUMBERS, ARROW_NUMBERS] },
    arrowCounts: { data: counts, shape: [counts.length] },
  };
}

/** [B H W] label of each pixel of the pictures tracked. */
function labelsOf(maps: LabelMaps, group: readonly TrackPlace[], steps: readonly number[]): Uint8Array {
  const size = maps.heightPx * maps.widthPx;
  const labels = new Uint8Array(group.length * steps.length * size);
  group.forEach(({ swept }, at) => {
    const all = maps.at(swept.ordinal);
    steps.forEach((step, k) => {
      labels.set(all.subarray(step * size, (step + 1) * size), (at * steps.length + k) * size);
    });
  });
  return labels;
}
