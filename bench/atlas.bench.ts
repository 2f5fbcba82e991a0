import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { openBackend } from '#backend/backend.ts';
import { forkEngine } from '#backend/engine/fork.ts';
import { loadPair } from '#backend/engine/models.ts';
import { startEngine } from '#backend/engine/supervisor.ts';
import { demoManifests } from '#backend/pairs.ts';
import { openProject } from '#backend/store/project.ts';
import { type AtlasTable, conceptIndex, readAtlas } from '#core/atlas/atlasTable.ts';
import { effectsOf, halfWidths } from '#core/atlas/effects.ts';
import { partObserver } from '#core/atlas/partObserver.ts';
import { randomState } from '#core/random.ts';
import { readSamples, type SampleSet } from '#core/sampleSet.ts';
import type { PairTools } from '#core/stage.ts';
import { readSweptPictures, type SweptPictures } from '#core/sweptPictures.ts';
import { concatRows } from '#core/tensor.ts';
import type { BackendClient } from '#core/wire.ts';
import { calibrate } from './atlasCalibration.ts';
import { timeLargeStudy } from './atlasSynthetic.ts';
import {
  areaUnderRoc,
  CONCEPT_OF,
  FACTORS,
  type FactorReader,
  factorChange,
  factorDeviations,
  rankCorrelation,
  readFactors,
} from './atlasTruth.ts';
import type { Bench } from './run.ts';

/**
 * The atlas of the demo pair against what the demo knows. A cross-validated ridge link, a sweep of every unit from p1 to p99 over 10
 * start pictures and 3 steps, parts by a segmenter of 5 of the painter's masks.
 *
 * `rankCorrelation`: Spearman's between measured effects and true changes of a factor over all units, mean over the factors of
 * `CONCEPT_OF`. `auroc`: of the size of the measured effect for "moves the factor by more than 0.3 within-class deviations", mean over
 * the factors that at least 5 units move so. `nullRunsReporting`: of 100 studies of linkers fitted on shuffled pairs, those that report
 * anything at q = 0.05. `power`: share of true changes above 0.5 deviations that a study of the true linker reports, same settings.
 * `coverage`: share of 95 % intervals of 10 start pictures that cover the true effect, 2,000 draws. `seconds`, `queryMs`: everything
 * after the measures of a study of 2048 units x 10 parts x 9 metrics x 10 start pictures x 5 steps, and one query on it.
 * `--size small` runs 10 shuffled studies.
 *
 * `power` is 0 on the demo pair, and with null directions as long as the units' own lines it cannot be more: by the true factors no unit
 * moves a factor by more than 3.0 standard deviations of what such directions do (160 units x 7 factors), and thousands of tests ask
 * for more than 4. Units are mixtures of 16 factors, and so is a random direction. Lengths of links that know nothing (`chance: link`) change
 * nothing here: of 20 shuffled studies one reported something, and the true one none of its 20 large changes.
 */
export const bench: Bench = async (options) => {
  const runs = options.includes('small') ? 10 : 100;
  const large = timeLargeStudy();
  log(
    `large study: ${large.seconds.toFixed(1)} s, query ${large.queryMs.toFixed(2)} ms, peak ${large.peakMb.toFixed(0)} MB`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'unitloom-bench-'));
  const resourcesFolder = join(import.meta.dirname, '..', 'resources');
  try {
    const path = join(folder, 'bench.unitloom');
    const { measure, atlas: atlasId } = await makeStudy(path, folder, resourcesFolder);
    const { artifacts, close } = openProject(path, { readOnly: true });
    const sweepId = artifacts.artifact(measure).inputs.find(({ role }) => role === 'sweep')?.id as string;
    const swept = readSweptPictures(artifacts, sweepId);
    const samples = readSamples(artifacts, swept.samplesId).accepted();
    const read = readFactors(resourcesFolder);
    const deviations = factorDeviations(samples, read);
    const atlas = readAtlas(artifacts, atlasId);
    const against = againstTruth(atlas, swept, read, deviations);
    const coverage = coverageOf(samples, swept, read, deviations);
    log(`coverage ${coverage.toFixed(3)}`);

    const { generator, classifier } = demoManifests(resourcesFolder);
    const engine = startEngine({ spawn: forkEngine, device: 'auto', batch: null, threads: null, onStatus() {} });
    const pair = await engine.openPair((await loadPair(generator, classifier)).files);
    const observer = partObserver(artifacts, measure, { engine: pair } as PairTools, new AbortController().signal);
    const calibration = await calibrate(
      { train: samples.heldOut(false), heldOut: samples.heldOut(true), observer, scale: atlas.scale, read, deviations },
      { penalty: PENALTY, chance: 'direction', runs },
      (done) => done % 10 === 0 && log(`${done} of ${runs} shuffled linkers`),
    );
    await engine.close();
    close();
    return {
      rankCorrelation: round(against.rankCorrelation),
      auroc: round(against.auroc),
      nullRunsReporting: calibration.reporting,
      power: round(calibration.power),
      coverage: round(coverage),
      seconds: round(large.seconds),
      queryMs: round(large.queryMs),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What cross-validation by one standard error chooses of the demo's samples. */
const PENALTY = 6;

const round = (value: number) => Math.round(value * 1000) / 1000;
const log = (line: string) => process.stderr.write(`${line}\n`);

async function makeStudy(path: string, userFolder: string, resourcesFolder: string) {
  const backend = await openBackend({
    host: 'cli',
    userFolder,
    resourcesFolder,
    spawnEngine: forkEngine,
    version: 'bench',
    dialogs: false,
  });
  const client: BackendClient = createRouterClient(backend.router);
  const { project } = await client.project.create({ path });
  const done = async ({ job, artifactId }: { job: { id: string } | null; artifactId: string }) => {
    while (job !== null) {
      const now = (await client.job.list({ project })).find(({ id }) => id === job.id);
      if (now?.state === 'done') break;
      if (now?.state === 'failed') throw new Error(now.failure?.message);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return artifactId;
  };
  const by = { project, annotator: 'truth' };
  await done(await client.samples.draw({ project, params: { perClass: 400 } }));
  await done(await client.linker.train({ project, params: { method: 'ridge', choose: 'best' } }));
  await done(await client.sweep.run({ project, params: { starts: 10, steps: 3 } }));
  await client.mask.startLabels({ ...by, template: 'critters' });
  await client.mask.pick({ ...by, from: { kind: 'truth', indices: [0, 1, 2, 3, 4] } });
  await client.mask.importTruth(by);
  await client.mask.snapshot({ project });
  await done(await client.segment.train({ project, params: {} }));
  await done(await client.segment.apply({ project, params: {} }));
  const measure = await done(await client.measure.run({ project, params: {} }));
  const startedAt = performance.now();
  const atlas = await done(await client.atlas.build({ project, params: { lengths: 2 } }));
  log(`atlas of the demo pair: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  await backend.close();
  return { measure, atlas };
}

/** Units that move a factor by more deviations than this hold it. */
const HOLDS = 0.3;
const LEAST_HOLDING = 5;

function againstTruth(atlas: AtlasTable, swept: SweptPictures, read: FactorReader, deviations: Float64Array) {
  const truth = trueChanges(atlas, swept, read, deviations);
  const { effects, concepts } = atlas.analysis;
  const correlations: number[] = [];
  const areas: number[] = [];
  FACTORS.forEach((factor, at) => {
    const concept = conceptIndex(atlas, CONCEPT_OF[factor]);
    const measured = Array.from(atlas.unit, (_, row) => effects.value[row * concepts + concept] as number);
    const changes = truth.map((unit) => unit[at] as number);
    const seen = measured.flatMap((value, row) => (Number.isNaN(value) ? [] : [row]));
    // A metric may run against its factor; which way is fixed by the painter and the same for all units.
    const correlation = rankCorrelation(
      seen.map((row) => measured[row] as number),
      seen.map((row) => changes[row] as number),
    );
    correlations.push(Math.abs(correlation));
    const holds = seen.map((row) => Math.abs(changes[row] as number) > HOLDS);
    const holding = holds.filter(Boolean).length;
    const area = areaUnderRoc(
      seen.map((row) => Math.abs(measured[row] as number)),
      holds,
    );
    if (holding >= LEAST_HOLDING) areas.push(area);
    log(
      `${factor.padEnd(9)} rank correlation ${correlation.toFixed(3)}; ${holding} units hold it${holding >= LEAST_HOLDING ? `, AUROC ${area.toFixed(3)}` : ', too few for the AUROC: left out'}`,
    );
  });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { rankCorrelation: mean(correlations), auroc: mean(areas) };
}

/** [units][F] in deviations, mean over start pictures, in the order of the atlas's rows. */
function trueChanges(
  atlas: AtlasTable,
  swept: SweptPictures,
  read: FactorReader,
  deviations: Float64Array,
): number[][] {
  const starts = swept.starts.length;
  const byUnit = new Map<number, number[]>();
  for (let first = 0; first < swept.count; first += starts) {
    const { direction } = swept.at(first);
    if (direction.kind !== 'unit') continue;
    const lines = Array.from({ length: starts }, (_, start) => swept.at(first + start).w);
    const w = concatRows(lines, lines[0]?.shape[1] as number);
    byUnit.set(direction.unit, factorChange(w, swept.steps, read, deviations));
  }
  return Array.from(atlas.unit, (unit) => byUnit.get(unit) as number[]);
}

const DRAWS = 2000;
const DRAWN = 10;

/**
 * The true change of a factor along a unit's line differs from start picture to start picture; over all held-out pictures it has a
 * mean, which is the effect. Draws of 10 start pictures give intervals that should cover it.
 */
function coverageOf(samples: SampleSet, swept: SweptPictures, read: FactorReader, deviations: Float64Array): number {
  const heldOut = samples.heldOut(true);
  const width = heldOut.w.shape[1] as number;
  const random = randomState(11);
  const starts = swept.starts.length;
  const units = Math.floor(swept.count / starts);
  let [covered, intervals] = [0, 0];
  for (let draw = 0; draw < DRAWS; draw++) {
    const { w } = swept.at(Math.floor(random.uniform() * units) * starts);
    const factor = Math.floor(random.uniform() * FACTORS.length);
    const changes = populationChanges(heldOut, w.data, width, swept.steps, read, deviations, factor);
    const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
    const data = Float32Array.from(
      { length: DRAWN },
      () => changes[Math.floor(random.uniform() * changes.length)] as number,
    );
    const effects = effectsOf({ lines: 1, starts: DRAWN, concepts: 1, data });
    const half = halfWidths(effects, 0.95, new Float32Array(1))[0] as number;
    if (!(half > 0)) continue;
    intervals += 1;
    covered += Number(Math.abs((effects.value[0] as number) - mean) <= half);
  }
  return covered / intervals;
}

function populationChanges(
  heldOut: SampleSet,
  line: Float32Array,
  width: number,
  steps: number,
  read: FactorReader,
  deviations: Float64Array,
  factor: number,
): Float64Array {
  const data = new Float32Array(2 * heldOut.count * width);
  for (let row = 0; row < heldOut.count; row++) {
    for (let d = 0; d < width; d++) {
      const base = heldOut.w.data[row * width + d] as number;
      const step = (line[(steps - 1) * width + d] as number) - (line[d] as number);
      data[2 * row * width + d] = base - step / 2;
      data[(2 * row + 1) * width + d] = base + step / 2;
    }
  }
  const values = read({ data, shape: [2 * heldOut.count, width] });
  return Float64Array.from({ length: heldOut.count }, (_, row) => {
    const at = (which: number) => values[(2 * row + which) * FACTORS.length + factor] as number;
    return (at(1) - at(0)) / (deviations[factor] as number);
  });
}
