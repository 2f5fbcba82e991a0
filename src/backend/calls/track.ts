import sharp from 'sharp';
import type { PictureRef } from '#core/artifact.ts';
import type { DenseTrack } from '#core/engine.ts';
import { Failure } from '#core/failure.ts';
import { readLabelMaps } from '#core/labelMaps.ts';
import { type Direction, trackParamsSchema } from '#core/params.ts';
import { estimate } from '#core/statistics.ts';
import type { TrackSummary } from '#core/summary.ts';
import { readSweptPictures } from '#core/sweptPictures.ts';
import { takeRows } from '#core/tensor.ts';
import { ARROWS, arrowsOf, huePicture, longestOf } from '#core/track/arrows.ts';
import { type Affine, residualOf } from '#core/track/globalMotion.ts';
import { MOTION_IDS, trustedPixels } from '#core/track/partMotion.ts';
import type { Field } from '#core/track/planes.ts';
import { consecutivePairs, motionOf, pairsOf, readTracks, type TrackRow, type Tracks } from '#core/trackTable.ts';
import type {
  DrawnMotion,
  MotionNumbers,
  MotionOverlay,
  TrackDirection,
  TrackedPair,
  TrackRun,
  TrackView,
} from '#core/views/track.ts';
import { drawnArrows } from '../arrowStrip.ts';
import type { Context } from '../context.ts';
import { locateModel } from '../flowModel.ts';
import { ancestorOf, inputOf, madeOf, otherSweepWith, trackTitle } from '../jobs/recipes.ts';
import type { OpenProject } from '../openProjects.ts';

export function listTracks({ projects }: Context, handle: string): TrackRun[] {
  const { artifacts } = projects.get(handle).project;
  const defaultId = artifacts.defaultOf('track');
  return artifacts
    .list()
    .filter(({ stage, state }) => stage === 'track' && state === 'sealed')
    .map((artifact) => ({
      artifact,
      title: trackTitle(trackParamsSchema.parse(artifact.params)),
      summary: artifact.summary as unknown as TrackSummary,
      isDefault: artifact.id === defaultId,
    }));
}

export function tracksOf({ cache }: Context, { handle, project }: OpenProject, id: string): Tracks {
  return cache.get(`${handle} track ${id}`, () => readTracks(project.artifacts, id));
}

/** Null while nothing is tracked. */
export function showTracks(context: Context, handle: string, named?: string): TrackView | null {
  const opened = context.projects.get(handle);
  const { artifacts } = opened.project;
  if (named === undefined && artifacts.defaultOf('track') === null) return null;
  const artifact = artifacts.artifact(inputOf(opened.project, 'track', named));
  const tracks = tracksOf(context, opened, artifact.id);
  return {
    artifact,
    title: trackTitle(trackParamsSchema.parse(artifact.params)),
    summary: artifact.summary as unknown as TrackSummary,
    pairs: tracks.pairs,
    steps: 1 + (tracks.pairs.at(-1)?.[1] ?? 0),
    directions: directionsOf(opened, tracks),
  };
}

function directionsOf(opened: OpenProject, tracks: Tracks): TrackDirection[] {
  const groups = Map.groupBy(tracks.rows, ({ direction }) => JSON.stringify(direction));
  const directions = [...groups.values()].map((rows): TrackDirection => {
    const { direction } = rows[0] as TrackRow;
    const lengths = rows.map((row) => motionOf(tracks, row, 'magnitude'));
    const known = lengths.filter(Number.isFinite);
    return {
      kind: direction.kind,
      unit: direction.kind === 'unit' ? direction.unit : null,
      name: nameOf(direction),
      magnitude: known.length > 0 ? estimate(known) : null,
      parts: rows.map((row, at) => ({
        ordinal: row.ordinal,
        sample: row.sample,
        strip: stripOf(opened, tracks, row),
        magnitude: numberOf(lengths[at] as number),
      })),
    };
  });
  const rank = ({ kind, magnitude }: TrackDirection) => (kind === 'none' ? -2 : (magnitude?.value ?? -1));
  return directions.sort((a, b) => rank(b) - rank(a));
}

export function nameOf(direction: Direction): string {
  if (direction.kind === 'unit') return `unit ${direction.unit}`;
  return direction.kind === 'none' ? 'no-op control' : direction.name;
}

function stripOf({ project }: OpenProject, { sweepId }: Tracks, { sweptOrdinal }: TrackRow): PictureRef | null {
  const { image } = project.artifacts.partAt(sweepId, sweptOrdinal);
  return image && { hash: image.hash, tiles: image.tiles, index: 0 };
}

/** Arrows over the pictures of a sweep. */
export function showMotionOverlay({ projects }: Context, handle: string, sweepId: string): MotionOverlay {
  const { project } = projects.get(handle);
  const { artifacts } = project;
  const made = madeOf(project, inputOf(project, 'sweep', sweepId), 'track');
  const strips = artifacts.partCount(sweepId);
  const elsewhere = otherSweepWith(project, sweepId, 'track');
  const hasArrows = made !== null && 'longestArrow' in (artifacts.artifact(made).summary as unknown as TrackSummary);
  if (made === null || !hasArrows) return { track: null, steps: [], factor: 1, tracked: 0, strips, elsewhere };
  return {
    track: made,
    steps: consecutivePairs(pairsOf(artifacts, made)).map(([step]) => step),
    factor: drawnArrows(project, made).factor,
    tracked: artifacts.partCount(made),
    strips,
    elsewhere,
  };
}

const numberOf = (value: number): number | null => (Number.isFinite(value) ? value : null);

export interface PairRequest {
  readonly project: string;
  readonly track?: string | undefined;
  readonly ordinal: number;
  readonly pair?: number | undefined;
  readonly percentile: number;
}

/** Fields are not stored: the two pictures are drawn and tracked again, in about the time of a few pictures. */
export async function showTrackedPair(
  context: Context,
  request: PairRequest,
  signal?: AbortSignal,
): Promise<TrackedPair> {
  const opened = context.projects.get(request.project);
  const { artifacts } = opened.project;
  const id = inputOf(opened.project, 'track', request.track);
  const tracks = tracksOf(context, opened, id);
  const row = tracks.rows[request.ordinal];
  const pair = tracks.pairs[request.pair ?? tracks.pairs.length - 1];
  if (row === undefined) throw new Failure('NOT_FOUND', `Nothing is tracked under the number ${request.ordinal}.`);
  if (pair === undefined)
    throw new Failure('NOT_FOUND', `There is no pair ${request.pair}: there are ${tracks.pairs.length}.`);
  const swept = readSweptPictures(artifacts, tracks.sweepId).at(row.sweptOrdinal);
  const engine = await context.pairEngine(opened, ancestorOf(opened.project, id, 'pair'));
  const [heightPx, widthPx] = engine.files.generator.image.size;
  const maps = tracks.mapsId === null ? null : readLabelMaps(artifacts, tracks.mapsId);
  const size = heightPx * widthPx;
  const all = maps?.at(swept.ordinal);
  const labels =
    all && Uint8Array.from(pair.flatMap((step) => Array.from(all.subarray(step * size, (step + 1) * size))));
  const { flow, features } = trackParamsSchema.parse(artifacts.artifact(id).params);
  const flowModel = flow === undefined ? null : await locateModel(context.library, flow);
  const found = await engine.track(
    {
      w: takeRows(swept.w, pair),
      from: Int32Array.of(0),
      to: Int32Array.of(1),
      labels: labels ?? null,
      labelCount: maps?.labels.length ?? 0,
      flowModel,
      features: features === true,
      dense: true,
    },
    signal,
  );
  const dense = found.fields?.[0] as DenseTrack;
  const field: Field = { widthPx, heightPx, x: dense.flow.subarray(0, size), y: dense.flow.subarray(size) };
  const affine = affineOf(found.global);
  const shown = trustedPixels(dense);
  const live = `track-${id.slice(0, 8)}-${request.ordinal}-${pair.join('-')}`;
  const draw = (drawn: Field, kind: string) =>
    drawnMotion(context, drawn, shown, request.percentile, `${live}-${kind}`);
  const width = MOTION_IDS.length;
  return {
    ordinal: row.ordinal,
    name: nameOf(row.direction),
    sample: row.sample,
    pair,
    widthPx,
    heightPx,
    strip: stripOf(opened, tracks, row),
    residual: await draw(residualOf(field, affine), 'residual'),
    total: await draw(field, 'total'),
    confidenceUrl: await putPicture(
      context,
      `${live}-confidence`,
      dense.confidence.map((c) => 255 * c),
      widthPx,
      heightPx,
    ),
    global: affine && describeGlobal(affine),
    rows: tracks.names.map((name, at) => ({
      name,
      motion: numbersOf(found.motion.subarray(at * width, (at + 1) * width)),
    })),
  };
}

async function drawnMotion(
  context: Context,
  field: Field,
  shown: ArrayLike<number>,
  percentile: number,
  id: string,
): Promise<DrawnMotion> {
  const longest = longestOf(field, shown);
  const hue = huePicture(field, longest);
  return {
    arrows: arrowsOf(field, shown, { ...ARROWS, percentile }),
    hueUrl: await putPicture(context, id, hue, field.widthPx, field.heightPx),
    longest,
  };
}

/** Grey or RGB values as a PNG under an address of its own. */
async function putPicture(
  { live }: Context,
  id: string,
  values: Float32Array | Uint8Array,
  width: number,
  height: number,
): Promise<string> {
  const channels = values.length === width * height ? 1 : 3;
  const bytes = await sharp(Uint8Array.from(values), { raw: { width, height, channels } }).png().toBuffer();
  return live.put(id, { mediaType: 'image/png', bytes });
}

function affineOf(numbers: Float32Array): Affine | null {
  if (!numbers.every(Number.isFinite)) return null;
  return { coefficients: Array.from(numbers.subarray(0, 6)), inliers: numbers[6] as number };
}

function describeGlobal({ coefficients, inliers }: Affine): TrackedPair['global'] {
  const [a, b, c, d, e, f] = coefficients as [number, number, number, number, number, number];
  return { shift: [a, d], expansion: b + f, rotation: (e - c) / 2, inliers };
}

function numbersOf(values: Float32Array): MotionNumbers {
  return Object.fromEntries(MOTION_IDS.map((id, at) => [id, numberOf(values[at] as number)])) as MotionNumbers;
}
