import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SamplesParams } from '#core/params.ts';
import type { Contrast } from '#core/views/atlas.ts';
import { failureOf, openWorkbench, RESOURCES, type Workbench } from '../workbench.ts';

/** The demo's two classifiers over the same latents of the same generator, as one design: atlases of whole pictures, of which no masks are needed. */
let bench: Workbench;
let project: string;
let aux: string;
let classOnly: string;
let otherLatents: string;

const UNITS = [3, 23, 59, 97];
const PARAMS = { directions: 200, lengths: 1, reference: 40, rotations: 20 };

/** From samples of the newest pair to its atlas. */
async function study(samples: Partial<SamplesParams>): Promise<string> {
  const { client, finish } = bench;
  await finish(client.samples.draw({ project, params: { perClass: 20, ...samples } }));
  await finish(client.linker.train({ project, params: {} }));
  const sweep = await finish(client.sweep.run({ project, params: { units: UNITS, starts: 3, steps: 2 } }));
  return finish(client.atlas.build({ project, sweep, measure: null, params: PARAMS }));
}

beforeAll(async () => {
  bench = await openWorkbench();
  ({ project } = await bench.client.project.create({ path: join(bench.folder, 'study.unitloom') }));
  aux = await study({});
  await bench.client.pair.add({ project, classifier: join(RESOURCES, 'demo', 'classifier-class-only.json') });
  classOnly = await study({});
  otherLatents = await study({ seed: 1 });
}, 480_000);

afterAll(() => bench.close());

it('are compared unit by unit, part by part, and as representations', async () => {
  const compared = await bench.client.atlas.compare({ project, a: aux, b: classOnly });
  expect(compared).toMatchObject({
    names: ['critters-aux', 'critters-class-only'],
    units: [4, 4],
    starts: [3, 3],
    isPaired: true,
    matching: { units: [4, 4], permutations: 199 },
  });
  // Both see the same pictures, and neither is the other.
  expect(compared.pictures).toBeGreaterThan(3);
  expect(compared.cka).toBeGreaterThan(0.5);
  expect(compared.cka).toBeLessThan(0.999);
  expect(compared.rsa).toBeGreaterThan(0.2);
  const { pairs } = compared.matching;
  expect(pairs.map(({ a }) => a).sort((x, y) => x - y)).toEqual(UNITS);
  expect(pairs.map(({ b }) => b).sort((x, y) => x - y)).toEqual(UNITS);
  expect(pairs.every(({ strips }) => strips.every((strip) => strip?.tiles === 2))).toBe(true);
  // The one part there is, and its metrics: the part's size is their root mean square, and it has all the energy.
  expect(compared.parts.map(({ part }) => part)).toEqual(['picture']);
  const squares = compared.concepts.map(({ size }) => size.a ** 2);
  const [whole] = compared.parts;
  expect(whole?.size.a).toBeLessThanOrEqual(Math.sqrt(Math.max(...squares)));
  expect(whole?.size.a).toBeGreaterThanOrEqual(Math.sqrt(Math.min(...squares)));
  expect(whole?.size).toEqual(compared.overall);
  expect(whole?.share).toMatchObject({ a: 1, b: 1, difference: 0, q: null });
  for (const side of ['a', 'b'] as const) {
    const shares = compared.concepts.map(({ share }) => share?.[side] ?? Number.NaN);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
  }
  for (const { difference, interval, q } of [...compared.concepts, compared].flatMap((use) =>
    'overall' in use ? [use.overall] : [use.size, use.share as Contrast],
  )) {
    expect(interval?.[0]).toBeLessThanOrEqual(difference);
    expect(q === null || (q > 0 && q <= 1)).toBe(true);
  }
});

it('the other way round, are the same with the signs turned', async () => {
  const [there, back] = [
    await bench.client.atlas.compare({ project, a: aux, b: classOnly }),
    await bench.client.atlas.compare({ project, a: classOnly, b: aux }),
  ];
  expect(back.matching.meanCosine).toBeCloseTo(there.matching.meanCosine, 10);
  expect(back.concepts.map(({ size }) => -size.difference)).toEqual(there.concepts.map(({ size }) => size.difference));
  expect(back.concepts.map(({ share }) => -(share?.difference ?? 0))).toEqual(
    there.concepts.map(({ share }) => share?.difference),
  );
});

it('over other latents are refused, with what to draw again', async () => {
  const { code, message } = await failureOf(bench.client.atlas.compare({ project, a: aux, b: otherLatents }));
  expect(code).toBe('BAD_INPUT');
  expect(message).toContain('not made over the same latents');
  expect(message).toContain('seed 1');
});

it('leave each other current or say what was replaced', async () => {
  const shown = async (atlas: string) => await bench.client.atlas.show({ project, atlas });
  expect(await shown(aux)).toMatchObject({ classifier: 'critters-aux', staleSince: 'pair' });
  expect(await shown(classOnly)).toMatchObject({ classifier: 'critters-class-only', staleSince: 'samples' });
  expect(await shown(otherLatents)).toMatchObject({ staleSince: null });
});
