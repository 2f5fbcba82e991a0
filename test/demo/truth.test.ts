import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forkEngine } from '#backend/engine/fork.ts';
import { loadPair } from '#backend/engine/models.ts';
import { createSession } from '#backend/engine/session.ts';
import { type EngineHost, startEngine } from '#backend/engine/supervisor.ts';
import { openProject } from '#backend/store/project.ts';
import type { PairEngine } from '#core/engine.ts';
import { fitRidge } from '#core/linearFit.ts';
import { linkedLatent, readLinker } from '#core/linker.ts';
import { randomState } from '#core/random.ts';
import { readSamples } from '#core/sampleSet.ts';
import { median } from '#core/statistics.ts';
import type { LinkerSummary, SamplesSummary } from '#core/summary.ts';
import { readSweepTable } from '#core/sweepTable.ts';
import { argmaxRows, type FloatTensor, rowOf } from '#core/tensor.ts';
import { openWorkbench, RESOURCES, type Workbench } from '../backend/workbench.ts';
import { correlation, FACTORS, psnr, readFloats, readOut, readPictures, TRUTH, W_DIM } from './truth.ts';

/** The demo pair against its known truth, and the pipeline against the demo pair: the final judge. */

const DEMO = join(RESOURCES, 'demo');
const readout = readFloats('readout.f32');
const latents = readFloats('latents.f32');
const count = latents.length / W_DIM;
const w: FloatTensor = { data: latents, shape: [count, W_DIM] };

describe('the pair', { timeout: 60_000 }, () => {
  let host: EngineHost;
  let pair: PairEngine;

  beforeAll(async () => {
    host = startEngine({ spawn: forkEngine, device: 'cpu', threads: null, batch: null, onStatus: () => undefined });
    const { files } = await loadPair(join(DEMO, 'generator.json'), join(DEMO, 'classifier-aux.json'));
    pair = await host.openPair(files);
  });
  afterAll(() => host.close());

  test('the fixed latents are those of their seeds, classes and truncations', async () => {
    for (const n of [0, 1, 77, 259]) {
      const random = randomState(TRUTH.latents.seed[n] as number);
      const z = Float32Array.from({ length: 32 }, () => random.randn());
      const mapped = await pair.map({
        z: { data: z, shape: [1, 32] },
        classIndex: Int32Array.of(TRUTH.latents.class[n] as number),
        psi: TRUTH.latents.psi[n] as number,
      });
      for (const [d, value] of mapped.data.entries()) expect(value).toBeCloseTo(rowOf(w, n)[d] as number, 3);
    }
  });

  test('psi 0 is the class mean, and its factors are the known ones', async () => {
    for (const [classIndex, mean] of TRUTH.classes.mean_v.entries()) {
      const z: FloatTensor = { data: new Float32Array(32).fill(0.5), shape: [1, 32] };
      const mapped = await pair.map({ z, classIndex: Int32Array.of(classIndex), psi: 0 });
      const v = readOut(mapped.data, readout);
      for (const [factor, value] of mean.entries()) {
        expect(Math.abs((v[factor] as number) - value)).toBeLessThan(0.06);
      }
    }
  });

  test('pictures are near what the painter draws', async () => {
    const { pixels } = await pair.render({ w, encode: false, tilesPerStrip: null, compare: null, pixels: true });
    const painted = await readPictures(count);
    const size = 64 * 64 * 3;
    const ratios = Array.from({ length: count }, (_, n) =>
      psnr((pixels as Uint8Array).subarray(n * size, (n + 1) * size), painted.subarray(n * size, (n + 1) * size)),
    );
    const nearMean = ratios.filter((_, n) => (TRUTH.latents.psi[n] as number) < 0.76);
    expect(median(nearMean)).toBeGreaterThan(32);
    expect(median(ratios)).toBeGreaterThan(30);
  });

  test('both classifiers know at least 99 % of the painted pictures', async () => {
    const painted = await readPictures(count);
    for (const name of ['classifier-aux', 'classifier-class-only']) {
      const { input } = JSON.parse(readFileSync(join(DEMO, `${name}.json`), 'utf8')) as {
        input: { mean: number[]; std: number[] };
      };
      const session = await createSession(join(DEMO, `${name}.onnx`), 'cpu', 1);
      const x = new Float32Array(count * 3 * 4096);
      for (let n = 0; n < count; n++) {
        for (let pixel = 0; pixel < 4096; pixel++) {
          for (let c = 0; c < 3; c++) {
            const value = (painted[(n * 4096 + pixel) * 3 + c] as number) / 255;
            x[(n * 3 + c) * 4096 + pixel] = (value - (input.mean[c] as number)) / (input.std[c] as number);
          }
        }
      }
      const { logits } = await session.run({ x: new Tensor('float32', x, [count, 3, 64, 64]) });
      const predicted = argmaxRows({ data: logits?.data as Float32Array, shape: [count, 5] });
      const right = TRUTH.latents.class.filter((classIndex, n) => predicted[n] === classIndex).length;
      expect(right / count, name).toBeGreaterThanOrEqual(0.99);
    }
  });
});

describe('the pipeline on the pair', () => {
  let bench: Workbench;
  let project: string;
  const linkers: Record<string, string> = {};
  let sweepId: string;

  beforeAll(async () => {
    bench = await openWorkbench();
    ({ project } = await bench.client.project.create({ path: join(bench.folder, 'truth.unitloom') }));
    const classOnly = await bench.client.pair.add({ project, demoClassifier: 'class-only' });
    const pairs = await bench.client.pair.list({ project });
    for (const { artifactId, classifierName } of pairs) {
      const samples = await bench.finish(
        bench.client.samples.draw({ project, pair: artifactId, params: { perClass: 240 } }),
      );
      const name = artifactId === classOnly.artifactId ? 'class-only' : classifierName;
      linkers[name] = await bench.finish(bench.client.linker.train({ project, samples, params: {} }));
    }
    sweepId = await bench.finish(
      bench.client.sweep.run({ project, linker: linkers['critters-aux'] as string, params: { starts: 5, steps: 2 } }),
    );
  }, 240_000);
  afterAll(() => bench.close());

  function reading<T>(read: (artifacts: ReturnType<typeof openProject>['artifacts']) => T): T {
    const opened = openProject(join(bench.folder, 'truth.unitloom'), { readOnly: true });
    try {
      return read(opened.artifacts);
    } finally {
      opened.close();
    }
  }
  const linkerOf = (name: string) => reading((artifacts) => artifacts.artifact(linkers[name] as string));
  const summaryOf = (name: string) => linkerOf(name).summary as unknown as LinkerSummary;

  test('no unit is dead, nearly every draw is accepted', () => {
    const samplesId = linkerOf('critters-aux').inputs[0]?.id as string;
    const summary = reading((artifacts) => artifacts.artifact(samplesId).summary as unknown as SamplesSummary);
    expect(summary.deadUnits).toBe(0);
    expect(summary.acceptance).toBeGreaterThan(0.98);
  });

  test('the link: R2 at least 0.85, agreement at least 0.98, baselines clearly below', () => {
    const { r2, agreement, classMean, shuffled } = summaryOf('critters-aux');
    expect(r2).toBeGreaterThanOrEqual(0.85);
    expect(agreement).toBeGreaterThanOrEqual(0.98);
    expect(classMean.r2).toBeLessThan(r2 - 0.2);
    expect(shuffled.r2).toBeLessThan(0.05);
  });

  test('a classifier that was not taught the factors links less well', () => {
    expect(summaryOf('class-only').r2).toBeLessThan(summaryOf('critters-aux').r2 - 0.05);
  });

  test('the link carries as many components of w as the world has factors, and no more', () => {
    const { r2PerComponent, identifiability } = summaryOf('critters-aux');
    const carried = r2PerComponent.filter((r2) => r2 > 0.3);
    expect(Math.abs(carried.length - FACTORS)).toBeLessThanOrEqual(2);
    expect(Math.min(...r2PerComponent.slice(0, FACTORS - 2))).toBeGreaterThan(
      Math.max(...r2PerComponent.slice(FACTORS)),
    );
    expect(identifiability?.linkedRank).toBeLessThan(2 * FACTORS);
  });

  test('linked latents have the true factors of the originals', () => {
    const samplesId = linkerOf('critters-aux').inputs[0]?.id as string;
    const heldOut = reading((artifacts) => readSamples(artifacts, samplesId))
      .accepted()
      .heldOut(true);
    const map = reading((artifacts) => readLinker(artifacts, linkers['critters-aux'] as string));
    const rows = Array.from({ length: heldOut.count }, (_, row) => row);
    const truth = rows.map((row) => readOut(rowOf(heldOut.w, row), readout));
    const linked = rows.map((row) => readOut(linkedLatent(map, rowOf(heldOut.r, row)), readout));
    const correlations = Array.from({ length: FACTORS }, (_, factor) =>
      correlation(
        truth.map((v) => v[factor] as number),
        linked.map((v) => v[factor] as number),
      ),
    );
    expect(median(correlations)).toBeGreaterThan(0.9);
  });

  test('units change the pictures as much as the factors that they move do', async () => {
    const weights = reading(
      (artifacts) => artifacts.array(linkers['critters-aux'] as string, 'weights').data as Float32Array,
    );
    const lines = reading((artifacts) => readSweepTable(artifacts, sweepId)).filter(
      ({ direction }) => direction.kind === 'unit',
    );
    const influence = await influenceOfFactors();
    const origin = readOut(new Float32Array(W_DIM), readout);
    const predicted = lines.map(({ low, high }, unit) => {
      const step = readOut(weights.subarray(unit * W_DIM, (unit + 1) * W_DIM), readout);
      return meanChange(
        influence,
        step.map((value, factor) => (high - low) * (value - (origin[factor] as number))),
      );
    });
    const measured = lines.map(({ effect }) => effect?.value ?? 0);
    expect(lines).toHaveLength(160);
    expect(correlation(predicted, measured)).toBeGreaterThan(0.9);
  });
});

/** [F, pixels and channels]: how the painter's pictures change with each factor, by regression over the fixed latents. */
async function influenceOfFactors(): Promise<FloatTensor> {
  const painted = await readPictures(count);
  const v = Array.from({ length: count }, (_, n) => Array.from(readOut(rowOf(w, n), readout))).flat();
  const { weights } = await fitRidge(
    { data: Float32Array.from(v), shape: [count, FACTORS] },
    { data: Float32Array.from(painted), shape: [count, painted.length / count] },
    1,
  );
  return weights;
}

/** Mean absolute change over pixels and channels, grey levels. */
function meanChange({ data, shape }: FloatTensor, step: Float64Array): number {
  const size = shape[1] as number;
  let sum = 0;
  for (let pixel = 0; pixel < size; pixel++) {
    let change = 0;
    for (let factor = 0; factor < FACTORS; factor++)
      change += (data[factor * size + pixel] as number) * (step[factor] as number);
    sum += Math.abs(change);
  }
  return sum / size;
}
