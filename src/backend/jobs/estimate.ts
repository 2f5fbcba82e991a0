import { statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { dirname } from 'node:path';
import type { RunRequest } from '#core/api/run.ts';
import type { PairEngine } from '#core/engine.ts';
import { PREDICTORS } from '#core/fidelity/scores.ts';
import type { MapsSummary, MaskSummary, SamplesSummary, SweepSummary } from '#core/summary.ts';
import type { CostEstimate } from '#core/views/job.ts';
import type { PictureCost } from '../engine/measure.ts';
import type { Project } from '../store/project.ts';
import { planRun } from './recipes.ts';
import { type TrainingCost, trainingCost } from './trainingCost.ts';

/** Arrays and row of a part, beside its strip. */
const BYTES_PER_PART = 1200;
/** Host and engine with sessions open, and pictures in flight as float32 and uint8. */
const BASE_MEMORY_BYTES = 400_000_000;

/** Pictures rendered, pictures stored, and parts written by a request. */
interface Amount {
  readonly rendered: number;
  readonly stored: number;
  readonly parts: number;
}

/** Pictures of a counterfactual beside its path: search, crossing, smallest set, controls; as seen on the demo pair. */
const PROXIMAL_LOOKS = 60;
/** Most searches end long before the reference's budget of 2000. */
const REFERENCE_LOOKS = 60;

/** Steps one after the other, and end to end: as many pairs as pictures. A pair takes as long as this many pictures, as seen on the demo pair. */
const PAIRS_PER_PICTURE = 1;
const TRACKING_LOOKS = 5;
/** What it takes more to go by features. */
const FEATURE_LOOKS = 2.5;

function amountOf(project: Project, request: RunRequest, engine: PairEngine): Amount {
  const classes = engine.files.classifier.outputs.logits.dim;
  switch (request.stage) {
    case 'samples': {
      const count = request.params.perClass * (request.params.classes?.length ?? classes);
      return { rendered: count, stored: count, parts: count / 32 };
    }
    case 'linker': {
      const { inputs } = planRun(project, request).recipe;
      const { heldOut } = project.artifacts.artifact(inputs[0]?.id ?? '').summary as unknown as SamplesSummary;
      return { rendered: (1 + PREDICTORS.length) * heldOut, stored: heldOut, parts: heldOut / 16 };
    }
    case 'sweep': {
      planRun(project, request);
      const units = request.params.units?.length ?? engine.files.classifier.outputs.r.dim;
      const parts = (units + request.params.directions.length + Number(request.params.control)) * request.params.starts;
      return { rendered: parts * request.params.steps, stored: parts * request.params.steps, parts };
    }
    case 'segment':
      return { rendered: masksOf(project, request).masks, stored: 0, parts: 0 };
    case 'measure': {
      const mapsId = planRun(project, request).recipe.inputs[0]?.id ?? '';
      const { pictures, parts } = project.artifacts.artifact(mapsId).summary as unknown as MapsSummary;
      return { rendered: pictures, stored: 0, parts };
    }
    case 'maps': {
      const sweepId = planRun(project, request).recipe.inputs[1]?.id ?? '';
      const { images, steps } = project.artifacts.artifact(sweepId).summary as unknown as SweepSummary;
      return { rendered: images, stored: 0, parts: images / steps };
    }
    case 'track': {
      const { params } = request;
      const sweep = project.artifacts.artifact(planRun(project, request).recipe.inputs[0]?.id ?? '');
      const swept = sweep.summary as unknown as SweepSummary;
      const starts = Math.min(params.starts ?? swept.starts, swept.starts);
      const parts = (params.units ? params.units.length + 1 : swept.units + swept.directions) * starts;
      const steps = params.steps ?? swept.steps;
      const looks = TRACKING_LOOKS + (params.features ? FEATURE_LOOKS : 0);
      return { rendered: Math.round(parts * steps * PAIRS_PER_PICTURE * looks), stored: 0, parts };
    }
    case 'atlas': {
      const { inputs } = planRun(project, request).recipe;
      const { units, starts, steps } = project.artifacts.artifact(inputs[0]?.id ?? '')
        .summary as unknown as SweepSummary;
      const { directions, lengths, reference } = request.params;
      const lines = directions * lengths + (inputs.length > 1 ? 0 : units);
      return {
        rendered: reference + lines * starts * steps,
        stored: 0,
        parts: directions + (inputs.length > 1 ? 0 : units),
      };
    }
    case 'counterfactual': {
      const { params } = request;
      const samplesId = planRun(project, request).recipe.inputs[1]?.id ?? '';
      const drawn = (project.artifacts.artifact(samplesId).summary as unknown as SamplesSummary).classIndices.length;
      const pairs = params.pairs?.length ?? (params.samples ? drawn - 1 : drawn * (drawn - 1));
      const cases = pairs * (params.samples?.length ?? params.perPair) * params.seeds * params.members;
      const path = Math.round(params.steps * params.beyond) + 1;
      const looks = params.method === 'reference' ? (params.budget ?? REFERENCE_LOOKS) : PROXIMAL_LOOKS;
      return { rendered: cases * (path + looks), stored: cases * path, parts: cases };
    }
    case 'report':
      planRun(project, request);
      return { rendered: 0, stored: 0, parts: 0 };
  }
}

const NO_TRAINING: TrainingCost = { durationMs: 0, diskBytes: 0, memoryBytes: 0 };

function masksOf(project: Project, request: RunRequest): MaskSummary {
  const { inputs } = planRun(project, request).recipe;
  return project.artifacts.artifact(inputs[0]?.id ?? '').summary as unknown as MaskSummary;
}

export function estimateCost(
  project: Project,
  request: RunRequest,
  engine: PairEngine,
  cost: PictureCost,
): CostEstimate {
  const { rendered, stored, parts } = amountOf(project, request, engine);
  const training =
    request.stage === 'segment'
      ? trainingCost(
          request.params,
          request.start === undefined ? request.params.maxEpochs : request.params.retrainEpochs,
          masksOf(project, request),
          engine,
        )
      : NO_TRAINING;
  const { generator, classifier } = engine.files;
  const [height, width] = generator.image.size;
  const diskBytes = Math.round(stored * cost.bytesPerImage + parts * BYTES_PER_PART);
  const samples = project.artifacts.defaultOf('samples');
  const rows = samples ? (project.artifacts.artifact(samples).summary as unknown as SamplesSummary).count : 0;
  const memoryBytes =
    BASE_MEMORY_BYTES + 64 * height * width * 3 * 5 + rows * 8 * (generator.w_dim + classifier.outputs.r.dim);
  return fitting(project, {
    images: rendered,
    durationMs: (rendered / cost.imagesPerSecond) * 1000 + training.durationMs,
    diskBytes: diskBytes + training.diskBytes,
    memoryBytes: memoryBytes + training.memoryBytes,
  });
}

/** Fits of a linker of plain arrays: its own, one on shuffled pairs, and the refits that stability is taken over. */
const FITS = 22;
/** Slow for a matrix product, so that the rest of a fit is in it. */
const MULTIPLY_ADDS_PER_SECOND = 1e10;

/** Without pictures there is nothing to measure: what a linker of plain arrays costs is counted. */
export function estimateArrays(project: Project, request: RunRequest): CostEstimate {
  const { inputs } = planRun(project, request).recipe;
  const { count, arrays } = project.artifacts.artifact(inputs[0]?.id ?? '').summary as unknown as SamplesSummary;
  const { units, latentDim } = arrays as NonNullable<SamplesSummary['arrays']>;
  const multiplyAdds = FITS * count * units * (units + latentDim);
  return fitting(project, {
    images: 0,
    durationMs: (multiplyAdds / MULTIPLY_ADDS_PER_SECOND) * 1000,
    diskBytes: 8 * (units * latentDim + 4 * count),
    memoryBytes: BASE_MEMORY_BYTES + 3 * 4 * count * (units + latentDim) + 8 * units * units,
  });
}

function fitting(
  project: Project,
  cost: Pick<CostEstimate, 'images' | 'durationMs' | 'diskBytes' | 'memoryBytes'>,
): CostEstimate {
  const disk = statfsSync(dirname(project.path));
  const freeDiskBytes = disk.bavail * disk.bsize;
  const sentence =
    cost.diskBytes * 1.2 > freeDiskBytes
      ? 'The disk of this project has not enough room for it.'
      : cost.memoryBytes > freemem() * 0.9
        ? 'It may need more memory than is free now.'
        : null;
  return { ...cost, freeDiskBytes, fits: sentence === null, sentence };
}
