import type { JobRequest } from '#core/api/run.ts';
import type { ArtifactRecipe } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import type { Json } from '#core/json.ts';
import type { PairDescription } from '#core/manifest.ts';
import type {
  AnyLinkerParams,
  CounterfactualParams,
  LinkerParams,
  Range,
  SegmentParams,
  SweepParams,
  TrackParams,
} from '#core/params.ts';
import type { StageName } from '#core/pipeline.ts';
import { isArrays } from '#core/sampleSet.ts';
import { describePair, generatorHash } from '../pairs.ts';
import type { Project } from '../store/project.ts';

/** What a request comes to: the recipe of its artifact, the pair it goes back to, and words for the job list. */
export interface PlannedRun {
  /** The request with its inputs named, so that a job that is resumed later means the same. */
  readonly request: JobRequest;
  readonly recipe: ArtifactRecipe;
  /** Null where it goes back to plain arrays. */
  readonly pairId: string | null;
  readonly title: string;
  /** What progress counts. */
  readonly item: string;
}

/**
 * Fills in the inputs a request leaves open with the project's defaults.
 *
 * @throws Failure NOT_FOUND with the stage that has to be run first
 */
export function planRun(project: Project, request: JobRequest): PlannedRun {
  const params = request.params as unknown as Json;
  switch (request.stage) {
    case 'samples': {
      const pairId = inputOf(project, 'pair', request.pair);
      const recipe = { stage: request.stage, params, inputs: [{ role: 'pair', id: pairId }] };
      const title = `${request.params.perClass} samples per class`;
      return { request: { ...request, pair: pairId }, recipe, pairId, title, item: 'samples' };
    }
    case 'linker': {
      const samplesId = inputOf(project, 'samples', request.samples);
      const recipe = { stage: request.stage, params, inputs: [{ role: 'samples', id: samplesId }] };
      return {
        request: { ...request, samples: samplesId },
        recipe,
        pairId: pairOf(project, samplesId),
        title: linkerTitle(request.params),
        item: 'held-out samples',
      };
    }
    case 'sweep': {
      const linkerId = inputOf(project, 'linker', request.linker);
      const samplesId = ancestorOf(project, linkerId, 'samples');
      const inputs = [
        { role: 'linker', id: linkerId },
        { role: 'samples', id: samplesId },
      ];
      const recipe = { stage: request.stage, params, inputs };
      return {
        request: { ...request, linker: linkerId },
        recipe,
        pairId: requirePair(project, samplesId),
        title: sweepTitle(request.params),
        item: 'strips',
      };
    }
    case 'segment': {
      const maskId = inputOf(project, 'mask', request.mask);
      const start = request.start === undefined ? null : inputOf(project, 'segment', request.start);
      const inputs = [{ role: 'mask', id: maskId }, ...(start === null ? [] : [{ role: 'start', id: start }])];
      return {
        request: { ...request, mask: maskId },
        recipe: { stage: request.stage, params, inputs },
        pairId: ancestorOf(project, maskId, 'pair'),
        title: segmentTitle(request.params),
        item: 'networks',
      };
    }
    case 'maps': {
      const segmentId = inputOf(project, 'segment', request.segment);
      const sweepId = inputOf(project, 'sweep', request.sweep);
      const inputs = [
        { role: 'segment', id: segmentId },
        { role: 'sweep', id: sweepId },
      ];
      return {
        request: { ...request, segment: segmentId, sweep: sweepId },
        recipe: { stage: request.stage, params, inputs },
        pairId: ancestorOf(project, sweepId, 'pair'),
        title: 'Parts of a sweep',
        item: 'strips',
      };
    }
    case 'measure': {
      const mapsId = inputOf(project, 'maps', request.maps);
      const sweepId = ancestorOf(project, mapsId, 'sweep');
      const inputs = [
        { role: 'maps', id: mapsId },
        { role: 'sweep', id: sweepId },
      ];
      return {
        request: { ...request, maps: mapsId },
        recipe: { stage: request.stage, params, inputs },
        pairId: ancestorOf(project, sweepId, 'pair'),
        title: 'Measures of parts',
        item: 'strips',
      };
    }
    case 'track': {
      const sweepId = inputOf(project, 'sweep', request.sweep);
      const maps = mapsFor(project, sweepId, request.maps);
      const inputs = [{ role: 'sweep', id: sweepId }, ...(maps === null ? [] : [{ role: 'maps', id: maps }])];
      return {
        request: { ...request, sweep: sweepId, maps },
        recipe: { stage: request.stage, params, inputs },
        pairId: requirePair(project, sweepId),
        title: trackTitle(request.params),
        item: 'strips',
      };
    }
    case 'atlas': {
      const measure = measuresFor(project, request);
      const sweepId =
        measure === null ? inputOf(project, 'sweep', request.sweep) : ancestorOf(project, measure, 'sweep');
      const inputs = [
        { role: 'sweep', id: sweepId },
        ...(measure === null
          ? []
          : [
              { role: 'measure', id: measure },
              { role: 'segment', id: ancestorOf(project, measure, 'segment') },
            ]),
      ];
      return {
        request: { ...request, sweep: sweepId, measure },
        recipe: { stage: request.stage, params, inputs },
        pairId: requirePair(project, ancestorOf(project, sweepId, 'samples')),
        title: measure === null ? 'Atlas of whole pictures' : 'Atlas',
        item: 'lines',
      };
    }
    case 'counterfactual': {
      const linkerId = inputOf(project, 'linker', request.linker);
      const samplesId = samplesFor(project, linkerId, request.samples);
      const segment = segmentFor(project, samplesId, request.segment);
      const inputs = [
        { role: 'linker', id: linkerId },
        { role: 'samples', id: samplesId },
        ...(segment === null ? [] : [{ role: 'segment', id: segment }]),
      ];
      return {
        request: { ...request, linker: linkerId, samples: samplesId, segment },
        recipe: { stage: request.stage, params, inputs },
        pairId: requirePair(project, samplesId),
        title: counterfactualTitle(request.params),
        item: 'counterfactuals',
      };
    }
    case 'report': {
      const sweepId = inputOf(project, 'sweep', request.sweep);
      const counterfactual = besideSweep(project, sweepId, 'counterfactual', request.counterfactual);
      const measure = besideSweep(project, sweepId, 'measure', request.measure);
      const track = motionOf(project, measure, request.track);
      const atlas = besideSweep(project, sweepId, 'atlas', request.atlas);
      const inputs = [
        { role: 'sweep', id: sweepId },
        ...(counterfactual === null ? [] : [{ role: 'counterfactual', id: counterfactual }]),
        ...(measure === null ? [] : [{ role: 'measure', id: measure }]),
        ...(track === null ? [] : [{ role: 'track', id: track }]),
        ...(atlas === null ? [] : [{ role: 'atlas', id: atlas }]),
      ];
      const recipe = { stage: request.stage, params, inputs };
      return {
        request: { ...request, sweep: sweepId, counterfactual, measure, track, atlas },
        recipe,
        pairId: ancestorOf(project, sweepId, 'pair'),
        title: request.params.title ?? 'Report',
        item: 'pages',
      };
    }
  }
}

export function linkerTitle(params: AnyLinkerParams): string {
  switch (params.method) {
    case 'least-squares':
      return 'Least squares';
    case 'ridge':
      return `Ridge, ${penaltyTitle(params)}`;
    case 'elastic-net':
      return `Elastic net, ${penaltyTitle(params)}`;
    case 'pls':
      return `PLS, ${componentsTitle(params)}`;
    case 'mlp':
      return params.hidden.length === 0 ? 'MLP without hidden layers' : `MLP ${params.hidden.join('-')}`;
    case 'imported':
      return `Imported from ${params.file}`;
  }
}

function penaltyTitle({ choose, penalty }: LinkerParams): string {
  if (choose === 'best') return 'best penalty';
  return choose === 'one-standard-error' ? 'penalty by one standard error' : `penalty ${penalty}`;
}

function componentsTitle({ choose, components }: LinkerParams): string {
  if (choose === 'best') return `best of ${components} components`;
  return choose === 'one-standard-error'
    ? `up to ${components} components by one standard error`
    : `${components} components`;
}

export function sweepTitle(params: SweepParams): string {
  const count = params.units?.length;
  const units = count === undefined ? 'all units' : count === 1 ? '1 unit' : `${count} units`;
  return `Sweep ${rangeTitle(params.range)}, ${units}, ${params.starts} × ${params.steps}`;
}

export function segmentTitle({ architecture, members }: SegmentParams): string {
  const network = architecture === 'compact' ? 'Segmenter' : `FewShotCNN ${architecture}`;
  return members === 1 ? network : `${network}, ${members} networks`;
}

export function trackTitle({ units, starts, flow, features }: TrackParams): string {
  const which = units === undefined ? 'all units' : units.length === 1 ? '1 unit' : `${units.length} units`;
  const of =
    starts === undefined ? which : `${which}, ${starts === 1 ? '1 start picture' : `${starts} start pictures`}`;
  if (flow !== undefined) return `Motion by ${flow.file}, ${of}`;
  return features ? `Motion with features, ${of}` : `Motion, ${of}`;
}

export function counterfactualTitle(params: CounterfactualParams): string {
  const pairs = params.pairs?.length;
  const which = pairs === undefined ? 'all class pairs' : pairs === 1 ? '1 class pair' : `${pairs} class pairs`;
  const method = params.method === 'reference' ? 'Reference counterfactuals' : 'Counterfactuals';
  const samples = params.samples?.length;
  return samples === undefined
    ? `${method}, ${which}, ${params.perPair} each`
    : `${method}, ${which}, ${samples === 1 ? '1 sample' : `${samples} samples`}`;
}

/**
 * Samples to start from: the linker's own, or others of the same pair.
 *
 * @throws Failure BAD_INPUT where they are of another pair than the linker
 */
function samplesFor(project: Project, linkerId: string, named: string | undefined): string {
  const own = ancestorOf(project, linkerId, 'samples');
  if (named === undefined || named === own) return own;
  const samplesId = inputOf(project, 'samples', named);
  const [pairOfLinker, pairOfSamples] = [requirePair(project, linkerId), requirePair(project, samplesId)];
  if (pairOfLinker === pairOfSamples) return samplesId;
  const [linked, sampled] = [pairOfLinker, pairOfSamples].map((id) => describePair(project.artifacts.artifact(id)));
  throw new Failure(
    'BAD_INPUT',
    `This linker reads ${linked?.classifier.name} and draws with ${linked?.generator.name}, but the samples are of ${sampled?.classifier.name} and ${sampled?.generator.name}.`,
    { remedy: 'Choose a linker that was fitted to the same pair.' },
  );
}

/** What finds parts along a path: the segmenter named, or the default one if it is of the same generator. */
function segmentFor(project: Project, samplesId: string, named: string | null | undefined): string | null {
  if (named === null) return null;
  const id = named === undefined ? project.artifacts.defaultOf('segment') : inputOf(project, 'segment', named);
  if (id === null) return null;
  const [own, other] = [samplesId, id].map((of) =>
    describePair(project.artifacts.artifact(ancestorOf(project, of, 'pair'))),
  ) as [PairDescription, PairDescription];
  if (generatorHash(own) === generatorHash(other)) return id;
  if (named === undefined) return null;
  throw new Failure(
    'BAD_INPUT',
    `This segmenter reads the features of ${other.generator.name}, but the samples are of ${own.generator.name}.`,
    { remedy: 'Choose a segmenter of the same generator, or none.' },
  );
}

/**
 * What an atlas is made from: the measures named, those of the sweep named, or the default ones; null for whole pictures.
 *
 * @throws Failure BAD_INPUT where the measures named are of another sweep than the one named
 */
function measuresFor(
  project: Project,
  { sweep, measure }: Pick<Extract<JobRequest, { stage: 'atlas' }>, 'sweep' | 'measure'>,
): string | null {
  if (measure === null) return null;
  const id =
    measure === undefined && sweep !== undefined ? measuresOf(project, sweep) : inputOf(project, 'measure', measure);
  if (sweep === undefined || ancestorOf(project, id, 'sweep') === sweep) return id;
  throw new Failure('BAD_INPUT', 'These measures are of another sweep than the one named.', {
    remedy: 'Name the measures alone: they know their sweep.',
  });
}

function measuresOf(project: Project, sweepId: string): string {
  const id = madeOf(project, sweepId, 'measure');
  if (id !== null) return id;
  throw new Failure('NOT_FOUND', 'The parts of this sweep are not measured yet.', {
    remedy: 'Apply a segmenter to this sweep and measure its parts first, or build an atlas of whole pictures.',
  });
}

/** What a report shows beside a sweep: the artifact named, or the stage's default if it goes back to the same linker. */
function besideSweep(
  project: Project,
  sweepId: string,
  stage: 'counterfactual' | 'measure' | 'atlas',
  named: string | null | undefined,
): string | null {
  if (named === null) return null;
  if (named !== undefined) return inputOf(project, stage, named);
  const usual = project.artifacts.defaultOf(stage);
  const isOfSweep = usual !== null && ancestorOf(project, usual, 'linker') === ancestorOf(project, sweepId, 'linker');
  return isOfSweep ? usual : null;
}

/** Label maps that parts are told from: those named, or the default ones if they are of this sweep. */
function mapsFor(project: Project, sweepId: string, named: string | null | undefined): string | null {
  if (named === null) return null;
  if (named !== undefined) return inputOf(project, 'maps', named);
  const usual = project.artifacts.defaultOf('maps');
  return usual !== null && ancestorOf(project, usual, 'sweep') === sweepId ? usual : null;
}

/** Motion that a report shows beside measures: the one named, or that of the sweep that was measured. */
function motionOf(project: Project, measure: string | null, named: string | null | undefined): string | null {
  if (named === null || measure === null) return null;
  if (named !== undefined) return inputOf(project, 'track', named);
  return madeOf(project, ancestorOf(project, measure, 'sweep'), 'track');
}

export function rangeTitle(range: Range): string {
  const ends = range.kind === 'minmax' ? 'min to max' : `p${range.low} to p${range.high}`;
  return range.multiple === 1 ? ends : `${ends} × ${range.multiple}`;
}

/** The artifact named, or the stage's default. */
export function inputOf(project: Project, stage: StageName, named: string | undefined): string {
  const id = named ?? project.artifacts.defaultOf(stage);
  if (!id) {
    throw new Failure('NOT_FOUND', `This project has no ${NOUN[stage]} yet.`, { remedy: REMEDY[stage] });
  }
  const artifact = project.artifacts.find(id);
  if (artifact?.stage !== stage)
    throw new Failure('NOT_FOUND', `There is no ${NOUN[stage]} with the id ${id} in this project.`);
  if (artifact.state !== 'sealed')
    throw new Failure('NOT_FOUND', `The ${NOUN[stage]} ${id.slice(0, 8)} is not finished yet.`);
  return id;
}

const NOUN: Record<StageName, string> = {
  pair: 'model pair',
  samples: 'samples',
  linker: 'linker',
  sweep: 'sweep',
  mask: 'sealed masks',
  segment: 'segmenter',
  maps: 'label maps',
  track: 'motion',
  measure: 'measures',
  atlas: 'atlas',
  counterfactual: 'counterfactuals',
  report: 'report',
};

const REMEDY: Record<StageName, string> = {
  pair: 'Add a generator and a classifier first.',
  samples: 'Draw samples first.',
  linker: 'Train a linker first.',
  sweep: 'Run a sweep first.',
  mask: 'Draw masks, mark them as done and seal them first.',
  segment: 'Train a segmenter first.',
  maps: 'Apply a segmenter to a sweep first.',
  track: 'Track a sweep first.',
  measure: 'Measure the parts of a sweep first.',
  atlas: 'Build an atlas first.',
  counterfactual: 'Run counterfactuals first.',
  report: 'Build a report first.',
};

/** The pair that an artifact goes back to; null for plain arrays. */
export function pairOf(project: Project, id: string): string | null {
  const samples = project.artifacts.artifact(ancestorOf(project, id, 'samples'));
  return isArrays(samples) ? null : ancestorOf(project, samples.id, 'pair');
}

/** @throws Failure NOT_FOUND for what was made of plain arrays */
export function requirePair(project: Project, id: string): string {
  const pairId = pairOf(project, id);
  if (pairId !== null) return pairId;
  throw new Failure(
    'NOT_FOUND',
    'This linker was fitted to plain arrays, and without a model pair no picture can be made.',
    {
      kept: 'It can be compared with others and exported.',
      remedy: 'Add a pair, draw samples from it and train a linker on these.',
    },
  );
}

/** Follows inputs back to the artifact of a stage. */
export function ancestorOf(project: Project, id: string, stage: StageName): string {
  const queue = [id];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const artifact = project.artifacts.artifact(next);
    if (artifact.stage === stage) return next;
    queue.push(...artifact.inputs.map((input) => input.id));
  }
  throw new Failure('DAMAGED_PROJECT', `The artifact ${id.slice(0, 8)} does not go back to a ${NOUN[stage]}.`);
}

/** What was made of a sweep: the stage's default where it is of this sweep, else the newest one; null where there is none. */
export function madeOf(project: Project, sweepId: string, stage: StageName): string | null {
  const own = sealedOf(project, stage).filter((id) => ancestorOf(project, id, 'sweep') === sweepId);
  const usual = project.artifacts.defaultOf(stage);
  return own.find((id) => id === usual) ?? own.at(-1) ?? null;
}

/** Another sweep that something of this stage was made of, the default's first; null where there is none. */
export function otherSweepWith(project: Project, sweepId: string, stage: StageName): string | null {
  const usual = project.artifacts.defaultOf(stage);
  const others = [...(usual === null ? [] : [usual]), ...sealedOf(project, stage).toReversed()];
  return others.map((id) => ancestorOf(project, id, 'sweep')).find((id) => id !== sweepId) ?? null;
}

/** The oldest first. */
function sealedOf(project: Project, stage: StageName): string[] {
  return project.artifacts
    .list()
    .filter((artifact) => artifact.stage === stage && artifact.state === 'sealed')
    .map(({ id }) => id);
}
