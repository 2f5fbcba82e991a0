import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { openBackend } from '#backend/backend.ts';
import { forkEngine } from '#backend/engine/fork.ts';
import { loadPair } from '#backend/engine/models.ts';
import { startEngine } from '#backend/engine/supervisor.ts';
import { demoManifests } from '#backend/pairs.ts';
import { openProject } from '#backend/store/project.ts';
import { linkAt } from '#core/counterfactual/linkAt.ts';
import { type CaseRow, readCases } from '#core/counterfactual/table.ts';
import type { PairEngine } from '#core/engine.ts';
import { readLinker } from '#core/linker.ts';
import { readSamples, type SampleSet } from '#core/sampleSet.ts';
import { argmaxRows, type FloatTensor, rowOf } from '#core/tensor.ts';
import type { BackendClient } from '#core/wire.ts';
import { median } from './median.ts';
import type { Bench } from './run.ts';

/**
 * 200 counterfactuals of the demo pair at default settings, 10 held-out samples for each of its 20 class pairs, judged by what the
 * demo knows: the true factors of any latent. `valid`: share whose re-classified picture is the target. `shiftRatio`: median over
 * cases of the length of the change of the factors over that of the difference of class means, each factor in its pooled standard
 * deviation. `cosine`: median of the cosine of the two. `crossingError`: largest distance of a crossing from that of a dense
 * search in 400 steps, in such steps. `randomLeave`, `randomReach`: the control. `seconds`: the whole run, paths and measures of their
 * parts included.
 */
export const bench: Bench = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'unitloom-bench-'));
  const path = join(folder, 'bench.unitloom');
  const resourcesFolder = join(import.meta.dirname, '..', 'resources');
  const backend = await openBackend({
    host: 'cli',
    userFolder: folder,
    resourcesFolder,
    spawnEngine: forkEngine,
    version: 'bench',
    dialogs: false,
  });
  const client: BackendClient = createRouterClient(backend.router);
  try {
    const { project } = await client.project.create({ path });
    await finish(client, project, (await client.samples.draw({ project, params: {} })).job?.id);
    await finish(client, project, (await client.linker.train({ project, params: {} })).job?.id);
    await makeSegmenter(client, project);
    const startedAt = performance.now();
    const { job, artifactId } = await client.counterfactual.run({ project, params: {} });
    await finish(client, project, job?.id);
    const seconds = (performance.now() - startedAt) / 1000;
    const summary = (await client.counterfactual.matrix({ project, counterfactual: artifactId }))?.summary;
    await backend.close();
    if (!summary?.controls) throw new Error('the run has no controls');

    const { artifacts, close } = openProject(path, { readOnly: true });
    const inputs = artifacts.artifact(artifactId).inputs;
    const idOf = (role: string) => inputs.find((input) => input.role === role)?.id as string;
    const samples = readSamples(artifacts, idOf('samples'));
    const linker = readLinker(artifacts, idOf('linker'));
    const rows = readCases(artifacts, artifactId);
    const valid = rows.filter(({ isValid }) => isValid);
    const { ratios, cosines } = factorShifts(valid, samples, join(resourcesFolder, 'demo', 'truth'));
    const manifests = demoManifests(resourcesFolder);
    const engine = startEngine({ spawn: forkEngine, device: 'auto', batch: null, threads: null, onStatus() {} });
    const pair = await engine.openPair((await loadPair(manifests.generator, manifests.classifier)).files);
    const crossingError = await denseError(
      valid.filter((_, at) => at % 5 === 0),
      samples,
      linker,
      pair,
    );
    await engine.close();
    close();
    return {
      valid: round(summary.scores.validity),
      shiftRatio: round(median(ratios)),
      cosine: round(median(cosines)),
      crossingError: round(crossingError),
      randomLeave: round(summary.controls.randomLeave),
      randomReach: round(summary.controls.randomReach),
      seconds: round(seconds),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const round = (value: number) => Math.round(value * 1000) / 1000;

/** By the read-out: v = W w + b, and a factor is tanh(v) up to its scale, which a standard deviation takes out. */
function factorShifts(rows: readonly CaseRow[], samples: SampleSet, truthFolder: string) {
  const bytes = readFileSync(join(truthFolder, 'readout.f32'));
  const readout = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const width = samples.w.shape[1] as number;
  const count = readout.length / (width + 1);
  const factorsOf = (w: Float32Array) =>
    Array.from({ length: count }, (_, k) => {
      let v = readout[count * width + k] as number;
      for (let d = 0; d < width; d++) v += (readout[k * width + d] as number) * (w[d] as number);
      return Math.tanh(v);
    });
  const accepted = samples.accepted();
  const factors = Array.from({ length: accepted.count }, (_, row) => factorsOf(rowOf(accepted.w, row)));
  const classes = [...new Set(accepted.classIndex)].sort((a, b) => a - b);
  const means = new Map(
    classes.map((c) => {
      const own = factors.filter((_, row) => accepted.classIndex[row] === c);
      return [
        c,
        Array.from({ length: count }, (_, k) => own.reduce((sum, row) => sum + (row[k] as number), 0) / own.length),
      ];
    }),
  );
  const meanOf = (c: number) => means.get(c) as number[];
  const pooled = Array.from({ length: count }, (_, k) => {
    const squares = factors.reduce(
      (sum, row, at) => sum + ((row[k] as number) - (meanOf(accepted.classIndex[at] as number)[k] as number)) ** 2,
      0,
    );
    return Math.sqrt(squares / (accepted.count - classes.length));
  });
  const change = (from: readonly number[], to: readonly number[]) =>
    from.map((value, k) => ((to[k] as number) - value) / (pooled[k] as number));
  const shifts = rows.map(({ latents, origin, target }) => ({
    own: change(factorsOf(rowOf(latents, 0)), factorsOf(rowOf(latents, 1))),
    means: change(meanOf(origin), meanOf(target)),
  }));
  return {
    ratios: shifts.map(({ own, means: wanted }) => Math.hypot(...own) / Math.hypot(...wanted)),
    cosines: shifts.map(({ own, means: wanted }) => {
      const product = own.reduce((sum, value, k) => sum + value * (wanted[k] as number), 0);
      return product / (Math.hypot(...own) * Math.hypot(...wanted));
    }),
  };
}

/** Steps of the dense search, over the path up to the counterfactual. */
const FINE_STEPS = 400;

async function denseError(
  rows: readonly CaseRow[],
  samples: SampleSet,
  linker: ReturnType<typeof readLinker>,
  pair: PairEngine,
): Promise<number> {
  let largest = 0;
  for (const row of rows) {
    const start = Float64Array.from(rowOf(samples.r, row.sample));
    const base = rowOf(row.latents, 0);
    const from = linkAt(linker, start).w;
    const width = base.length;
    const w: FloatTensor = { data: new Float32Array((FINE_STEPS + 1) * width), shape: [FINE_STEPS + 1, width] };
    for (let k = 0; k <= FINE_STEPS; k++) {
      const moved = start.map((value, u) => value + ((row.shift[u] as number) * k) / FINE_STEPS);
      linkAt(linker, moved).w.forEach((value, d) => {
        w.data[k * width + d] = (base[d] as number) + value - (from[d] as number);
      });
    }
    const seen = await pair.render({ w, encode: true, tilesPerStrip: null, compare: null, pixels: false });
    const turned = argmaxRows(seen.logits as FloatTensor).indexOf(row.target);
    largest = Math.max(largest, Math.abs(row.crossing * FINE_STEPS - (turned - 0.5)));
  }
  return largest;
}

/** Five pictures with the painter's own masks, so that the parts of every path are measured too. */
async function makeSegmenter(client: BackendClient, project: string): Promise<void> {
  const by = { project, annotator: 'truth' };
  await client.mask.startLabels({ ...by, template: 'critters' });
  await client.mask.pick({ ...by, from: { kind: 'truth', indices: [0, 1, 2, 3, 4] } });
  await client.mask.importTruth(by);
  await client.mask.snapshot({ project });
  await finish(client, project, (await client.segment.train({ project, params: { members: 1 } })).job?.id);
}

async function finish(client: BackendClient, project: string, jobId: string | undefined): Promise<void> {
  while (jobId !== undefined) {
    const job = (await client.job.list({ project })).find(({ id }) => id === jobId);
    if (job?.state === 'done') return;
    if (job?.state === 'failed') throw new Error(job.failure?.message);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
