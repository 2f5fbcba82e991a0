import sharp from 'sharp';
import { readLabelMaps } from '#core/labelMaps.ts';
import { runsText } from '#core/mask/runs.ts';
import { readSegmenter } from '#core/segment/readSegmenter.ts';
import type { Segmenter } from '#core/segment/segmenter.ts';
import type { SegmentSummary } from '#core/summary.ts';
import type { LiveSegmenter, PartsOverlay, SegmenterRow, SegmentProposal } from '#core/views/segment.ts';
import type { Context } from '../context.ts';
import { inputOf, madeOf, otherSweepWith } from '../jobs/recipes.ts';
import { labelsOf } from '../masks/labels.ts';
import type { OpenProject } from '../openProjects.ts';

export function listSegmenters({ projects }: Context, handle: string): SegmenterRow[] {
  const { artifacts } = projects.get(handle).project;
  const usual = artifacts.defaultOf('segment');
  return artifacts
    .list()
    .filter(({ stage, state }) => stage === 'segment' && state === 'sealed')
    .map((artifact) => ({
      artifact,
      summary: artifact.summary as unknown as SegmentSummary,
      isDefault: artifact.id === usual,
    }));
}

export function segmenterOf({ cache }: Context, { handle, project }: OpenProject, segmentId: string): Segmenter {
  return cache.get(`${handle} segmenter ${segmentId}`, () => readSegmenter(project.artifacts, segmentId));
}

export interface ProposeRequest {
  readonly project: string;
  readonly segment?: string | undefined;
  readonly picture: string;
}

interface Proposer extends Pick<SegmentProposal, 'masks' | 'liveSince'> {
  readonly segmenter: Segmenter;
  readonly key: string;
}

function proposerOf(context: Context, opened: OpenProject, named: string | undefined): Proposer {
  const live = named === undefined ? context.liveSegmenters.current(opened) : null;
  if (live !== null) return { ...live, liveSince: live.at };
  const id = inputOf(opened.project, 'segment', named);
  const { masks } = opened.project.artifacts.artifact(id).summary as unknown as SegmentSummary;
  return { segmenter: segmenterOf(context, opened, id), key: id, masks, liveSince: null };
}

/** What the segmenter finds in a picture of the queue, in numbers of the labels as they are now. */
export async function proposeMask(
  context: Context,
  request: ProposeRequest,
  signal?: AbortSignal,
): Promise<SegmentProposal> {
  const opened = context.projects.get(request.project);
  const { project } = opened;
  const { segmenter, key, masks, liveSince } = proposerOf(context, opened, request.segment);
  const { w, pairId } = project.masks.picture(request.picture);
  const engine = await context.pairEngine(opened, pairId);
  const latent = { data: w, shape: [1, w.length] };
  const { maps, disagreement } = await engine.segment(
    { w: latent, segmenter, key, disagreement: segmenter.members.length > 1 },
    signal,
  );
  // The labels may have been moved or merged since the segmenter was trained: their ids tell.
  const { set } = labelsOf(project);
  const values = segmenter.labels.map(({ id }) => set.labels.find((label) => label.id === id)?.value ?? 0);
  const { widthPx, heightPx } = segmenter;
  return {
    masks,
    liveSince,
    runs: runsText(maps.map((position) => values[position] as number)),
    widthPx,
    heightPx,
    disagreementUrl:
      disagreement === null
        ? null
        : context.live.put(`disagreement-${request.picture}`, await greyPicture(disagreement, widthPx, heightPx)),
    meanDisagreement:
      disagreement === null ? 0 : disagreement.reduce((sum, value) => sum + value, 0) / disagreement.length,
  };
}

export const showLive = ({ projects, liveSegmenters }: Context, handle: string): LiveSegmenter =>
  liveSegmenters.view(projects.get(handle));

export function setLive(
  { projects, liveSegmenters }: Context,
  request: { readonly project: string; readonly annotator: string; readonly isOn: boolean },
): LiveSegmenter {
  const opened = projects.get(request.project);
  liveSegmenters.setOn(opened, request.annotator, request.isOn);
  return liveSegmenters.view(opened);
}

/** Nats at which a pixel is drawn white: two labels that half of the members each are sure of. */
const MOST_NATS = Math.LN2;

async function greyPicture(values: Float32Array, width: number, height: number) {
  const grey = Uint8Array.from(values, (value) => Math.round(255 * Math.min(1, value / MOST_NATS)));
  const bytes = await sharp(grey, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
  return { mediaType: 'image/png', bytes };
}

/** The parts in the pictures of a sweep, to be drawn over them. */
export function showOverlay({ projects }: Context, handle: string, sweepId: string): PartsOverlay {
  const { project } = projects.get(handle);
  const maps = madeOf(project, inputOf(project, 'sweep', sweepId), 'maps');
  const elsewhere = otherSweepWith(project, sweepId, 'maps');
  if (maps === null) return { maps, parts: [], elsewhere };
  const [, ...parts] = readLabelMaps(project.artifacts, maps).labels;
  return { maps, parts: parts.map(({ id, name, colour }) => ({ id, name, colour })), elsewhere };
}
