import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { Failure } from '#core/failure.ts';
import type {
  AtlasSummary,
  CounterfactualSummary,
  LinkerSummary,
  MapsSummary,
  MeasureSummary,
  SamplesSummary,
  SegmentSummary,
  SweepSummary,
  TrackSummary,
} from '#core/summary.ts';
import { runStage, type StageRequest } from '#headless/follow.ts';
import { formatCount, formatDuration, formatPercent } from '#headless/format.ts';
import { addExample, addJson, type JsonOption } from '#headless/options.ts';
import { printResult } from '#headless/output.ts';
import { saveReport } from '#headless/saveReport.ts';
import { type ProjectSession, withClient } from '#headless/session.ts';
import { sealMasks, TRUTH, takeTruth } from '#headless/truthMasks.ts';

interface DemoOptions extends JsonOption {
  readonly out: string;
  readonly full?: boolean;
}

export function addDemoCommand(program: Command): void {
  const command = program
    .command('demo')
    .description('run the whole study on the demo pair: samples, linker, sweep, parts, counterfactuals, report')
    .option('--out <folder>', 'folder for the project and the report', 'demo-out')
    .option('--full', 'find the parts in the pictures of every unit, not only of the strongest')
    .action((options: DemoOptions) => runDemo(options));
  addExample(addJson(command), 'demo --out demo-out --json');
}

async function runDemo({ out, full, json }: DemoOptions): Promise<void> {
  const startedAt = performance.now();
  const folder = makeFolder(out);
  const figures = await withClient(async (client) => {
    const path = join(folder, 'demo.unitloom');
    const info = existsSync(path)
      ? await client.project.open({ path })
      : await client.project.create({ path, name: 'Demo' });
    const session = { client, info, project: info.project, name: path };
    return await study(session, join(folder, 'report'), full === true);
  });
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const { project, report, ...rest } = figures;
  printResult(json === true, { project, report, seconds, ...rest }, describe(figures, seconds));
}

function makeFolder(out: string): string {
  const folder = resolve(out);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new Failure('READ_ONLY', `The folder ${folder} could not be made.`, {
      remedy: 'Choose another one with --out.',
      cause,
    });
  }
  return folder;
}

/**
 * Every class x 400 samples, a ridge linker, every unit x 10 start pictures x 5 steps, a segmenter of five masks, the parts in the pictures
 * of the strongest units, their motion, their measures and the atlas of them, every pair of classes x 2 counterfactuals.
 */
async function study(session: ProjectSession, reportFolder: string, isFull: boolean) {
  const stages: Partial<Record<StageRequest['stage'] | 'mask', number>> = {};
  const timed = async <Result>(name: keyof typeof stages, work: () => Promise<Result>): Promise<Result> => {
    const startedAt = performance.now();
    const result = await work();
    stages[name] = Math.round((stages[name] ?? 0) * 10 + (performance.now() - startedAt) / 100) / 10;
    return result;
  };
  const run = (request: StageRequest) => timed(request.stage, () => runStage(session, request));
  const samples = await run({ stage: 'samples', params: { perClass: 400 } });
  const linker = await run({ stage: 'linker', samples: samples.artifact.id, params: { method: 'ridge' } });
  const sweep = await run({ stage: 'sweep', linker: linker.artifact.id, params: { starts: 10, steps: 5 } });
  const mask = await timed('mask', async () => {
    await takeTruth(session, ANNOTATED);
    return sealMasks(session);
  });
  const segment = await run({ stage: 'segment', mask, params: {} });
  const shown = isFull ? sweep : await run(await strongestOf(session, sweep.artifact.id, linker.artifact.id));
  const maps = await run({ stage: 'maps', segment: segment.artifact.id, sweep: shown.artifact.id, params: {} });
  const track = await run({ stage: 'track', sweep: shown.artifact.id, maps: maps.artifact.id, params: {} });
  const measure = await run({ stage: 'measure', maps: maps.artifact.id, params: {} });
  const atlas = await run({ stage: 'atlas', measure: measure.artifact.id, params: { lengths: 2 } });
  // The sweep of the strongest units is the newer one, but what people look at is the whole.
  await session.client.artifact.setDefault({ project: session.project, artifact: sweep.artifact.id });
  const counterfactual = await run({
    stage: 'counterfactual',
    linker: linker.artifact.id,
    segment: segment.artifact.id,
    params: { perPair: 2 },
  });
  const report = await run({
    stage: 'report',
    sweep: sweep.artifact.id,
    counterfactual: counterfactual.artifact.id,
    measure: measure.artifact.id,
    atlas: atlas.artifact.id,
    params: {},
  });
  const drawn = samples.artifact.summary as unknown as SamplesSummary;
  const linked = linker.artifact.summary as unknown as LinkerSummary;
  const swept = sweep.artifact.summary as unknown as SweepSummary;
  const turned = counterfactual.artifact.summary as unknown as CounterfactualSummary;
  const learned = segment.artifact.summary as unknown as SegmentSummary;
  const mapped = maps.artifact.summary as unknown as MapsSummary;
  const moved = track.artifact.summary as unknown as TrackSummary;
  const measured = measure.artifact.summary as unknown as MeasureSummary;
  const mappedUnits = atlas.artifact.summary as unknown as AtlasSummary;
  return {
    project: session.info.path,
    report: await saveReport(session, report.artifact.id, reportFolder),
    samples: { count: drawn.count, acceptance: drawn.acceptance, duplicates: drawn.duplicates },
    linker: {
      r2: linked.r2,
      r2ClassMean: linked.classMean.r2,
      r2Shuffled: linked.shuffled.r2,
      agreement: linked.agreement,
      pixelError: linked.pixelError,
    },
    counterfactual: { cases: turned.cases, valid: turned.valid, validity: turned.scores.validity },
    sweep: { units: swept.units, images: swept.images, imagesPerSecond: swept.imagesPerSecond },
    segment: { masks: learned.masks, annotator: TRUTH, meanIou: learned.meanIou },
    maps: { pictures: mapped.pictures, picturesPerSecond: mapped.picturesPerSecond, flicker: mapped.flicker },
    track: {
      pairs: moved.pairs,
      pairsPerSecond: moved.pairsPerSecond,
      medianMagnitude: moved.medianMagnitude,
      noiseFloor: moved.noiseFloor,
    },
    measure: { parts: measured.parts, strongest: strongestLine(measured) },
    atlas: {
      units: mappedUnits.units,
      tested: mappedUnits.tested,
      reported: mappedUnits.reported,
      unitsReported: mappedUnits.unitsReported,
      nullDirections: mappedUnits.nullDirections,
    },
    stages,
  };
}

/** One fixed latent of each class. */
const ANNOTATED = [0, 1, 2, 3, 4];

const STRONGEST = { units: 40, starts: 5, steps: 3 };

async function strongestOf({ client, project }: ProjectSession, sweep: string, linker: string): Promise<StageRequest> {
  const { rows } = await client.sweep.rows({ project, sweep, sort: 'effect', offset: 0, limit: STRONGEST.units + 1 });
  const units = rows.flatMap(({ unit }) => (unit === null ? [] : [unit]));
  const { starts, steps } = STRONGEST;
  return { stage: 'sweep', linker, params: { units: units.slice(0, STRONGEST.units), starts, steps } };
}

/** What the units change most, in one phrase; null where they change nothing. */
function strongestLine({ strongest }: MeasureSummary): string | null {
  const [first] = strongest;
  if (first === undefined || first.direction.kind !== 'unit') return null;
  const { direction, quantity, metric, standardised } = first;
  return `unit ${direction.unit}, ${quantity} ${metric}, ${standardised.toFixed(2)} standard deviations`;
}

function describe(figures: Awaited<ReturnType<typeof study>>, seconds: number): string[] {
  const { project, report, samples, linker, sweep, counterfactual, segment, maps, track, measure, atlas } = figures;
  return [
    `Samples: ${formatCount(samples.count)}, ${formatPercent(samples.acceptance)} accepted, ${samples.duplicates} duplicates`,
    `Linker: R2 ${linker.r2.toFixed(3)} (class mean ${linker.r2ClassMean.toFixed(3)}, shuffled ${linker.r2Shuffled.toFixed(3)}), agreement ${formatPercent(linker.agreement)}`,
    `Sweep: ${formatCount(sweep.units)} units, ${formatCount(sweep.images)} pictures, ${formatCount(sweep.imagesPerSecond)} a second`,
    `Segmenter: ${segment.masks} masks by the demo's painter, who stands in for an annotator; mean IoU ${segment.meanIou.toFixed(3)} on masks left out`,
    `Parts: found in ${formatCount(maps.pictures)} pictures, ${formatCount(maps.picturesPerSecond)} a second`,
    `Motion: ${formatCount(track.pairs)} pairs of pictures${track.medianMagnitude === null ? '' : `, ${track.medianMagnitude.toFixed(2)} px in the median`}`,
    `Measures: of ${formatCount(measure.parts)} parts${measure.strongest === null ? '' : `; the strongest change: ${measure.strongest}`}`,
    `Atlas: ${atlas.unitsReported} of ${atlas.units} units move a part more than chance would (${formatCount(atlas.reported)} of ${formatCount(atlas.tested)} cells at q < 0.05, ${atlas.nullDirections} null directions)`,
    `Counterfactuals: ${counterfactual.valid} of ${counterfactual.cases} pictures become the target class`,
    `Project: ${project}`,
    `Report: ${report}`,
    `Done in ${formatDuration(1000 * seconds)}. Look at it with: unitloom serve ${project} --open`,
  ];
}
