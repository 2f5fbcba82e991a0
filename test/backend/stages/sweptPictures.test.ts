import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describePair, generatorHash } from '#backend/pairs.ts';
import { openProject } from '#backend/store/project.ts';
import { stepsOf } from '#core/direction.ts';
import type { SweepParams } from '#core/params.ts';
import { stripHash } from '#core/strip.ts';
import { readSweptPictures } from '#core/sweptPictures.ts';
import { openWorkbench, type Workbench } from '../workbench.ts';

let bench: Workbench;
let project: string;
let pairId: string;
let linkers: Readonly<Record<'linear' | 'mlp', string>>;

beforeAll(async () => {
  bench = await openWorkbench();
  const created = await bench.client.project.create({ path: join(bench.folder, 'study.unitloom') });
  project = created.project;
  pairId = created.pair?.artifactId ?? '';
  const samples = await bench.finish(bench.client.samples.draw({ project, params: { perClass: 20 } }));
  const train = (params: { method: 'ridge' | 'mlp'; hidden?: number[]; maxEpochs?: number }) =>
    bench.finish(bench.client.linker.train({ project, samples, params }));
  linkers = {
    linear: await train({ method: 'ridge' }),
    mlp: await train({ method: 'mlp', hidden: [8], maxEpochs: 3 }),
  };
}, 120_000);

afterAll(() => bench.close());

const DIRECTIONS: SweepParams['directions'] = [
  {
    kind: 'units',
    name: 'two units',
    weights: [
      { unit: 3, weight: 0.5 },
      { unit: 40, weight: -1 },
    ],
  },
  { kind: 'latent', name: 'first axis', w: Array.from({ length: 64 }, (_, d) => (d === 0 ? 0.3 : 0)) },
];

// A strip's address is a hash of its latents, so equal addresses are equal bits.
test.each([
  { name: 'linked', linker: 'linear', params: { mode: 'linked', steps: 3 } },
  { name: 'residual', linker: 'linear', params: { mode: 'residual', steps: 2, range: { multiple: 1.7 } } },
  { name: 'of a network', linker: 'mlp', params: { mode: 'linked', steps: 3 } },
] as const)('the latents of a sweep, recomputed, are those it rendered: $name', async ({ linker, params }) => {
  const sweepId = await bench.finish(
    bench.client.sweep.run({
      project,
      linker: linkers[linker],
      params: { units: [0, 59, 159], directions: DIRECTIONS, starts: 3, ...params },
    }),
  );
  const opened = openProject(join(bench.folder, 'study.unitloom'), { readOnly: true });
  try {
    const generator = generatorHash(describePair(opened.artifacts.artifact(pairId)));
    const stored = new Map(Array.from(opened.artifacts.placedParts(sweepId), ({ ordinal, part }) => [ordinal, part]));
    const swept = readSweptPictures(opened.artifacts, sweepId);
    expect(swept.count).toBe(stored.size);
    expect(swept.count).toBeGreaterThanOrEqual(4 * 3);
    for (const part of swept) {
      const original = stored.get(part.ordinal);
      expect(part.id).toBe(original?.id);
      expect(stripHash(generator, part.w)).toBe(original?.image?.hash);
      expect(Array.from(part.values)).toEqual(Array.from(original?.arrays.values?.data ?? []));
      expect(original?.key).toMatchObject({ start: part.sample, direction: part.direction });
      expect(part.sample).toBe(swept.starts[part.start]);
    }
    expect(() => swept.at(swept.count)).toThrow(RangeError);
    // The control stands still: all its latents are one.
    const control = swept.at(swept.count - 1);
    expect(control.direction).toEqual({ kind: 'none' });
    expect(Array.from(control.values)).toEqual(Array.from(stepsOf(0, 0, params.steps)));
    expect(control.w.data.slice(0, 64)).toEqual(control.w.data.slice(64, 128));
  } finally {
    opened.close();
  }
});
