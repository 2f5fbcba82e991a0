import { cpSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeZip } from '#backend/arrays/zip.ts';
import { writeNpy } from '#core/npy.ts';
import { writeFlowModel } from '../flowModel.ts';
import { failureOf, openWorkbench, RESOURCES, type Workbench } from '../workbench.ts';

let bench: Workbench;
let project: string;
beforeAll(async () => {
  bench = await openWorkbench();
  const { client } = bench;
  ({ project } = await client.project.create({ path: join(bench.folder, 'track.unitloom') }));
  await bench.finish(client.samples.draw({ project, params: { perClass: 20 } }));
  await bench.finish(client.linker.train({ project, params: { method: 'ridge' } }));
  await bench.finish(client.sweep.run({ project, params: { units: [3, 59, 86], starts: 3, steps: 3 } }));
});
afterAll(() => bench.close());

it('tells what tracking takes: every direction from every start, at the price of five pictures a pair', async () => {
  const cost = await bench.client.job.estimate({ project, request: { stage: 'track', params: {} } });
  expect(cost.images).toBe(4 * 3 * 3 * 5);
  const request = { stage: 'track', params: { features: true } } as const;
  expect((await bench.client.job.estimate({ project, request })).images).toBe(4 * 3 * 3 * 7.5);
});

it('tracks every strip of a sweep, keeps parts between lists of units, and finds the fields again', async () => {
  const { client } = bench;
  const first = await bench.finish(client.track.run({ project, params: { units: [59], starts: 2 } }));
  const id = await bench.finish(client.track.run({ project, params: {} }));
  const view = await client.track.show({ project, track: id });
  expect(view?.pairs).toEqual([
    [0, 1],
    [1, 2],
    [0, 2],
  ]);
  expect(view?.summary).toMatchObject({
    parts: 12,
    directions: 4,
    starts: 3,
    pairs: 36,
    noiseFloor: 0,
    rows: ['whole picture'],
  });
  expect(view?.directions.at(-1)).toMatchObject({ kind: 'none', magnitude: { value: 0, n: 3 } });
  const strongest = view?.directions[0];
  expect(strongest?.magnitude?.value).toBeGreaterThan(0.02);

  // The shorter run has the same numbers for its parts.
  const short = await client.track.show({ project, track: first });
  const shared = (shown: typeof view) => shown?.directions.find(({ unit }) => unit === 59)?.parts[0]?.magnitude;
  expect(shared(short)).toBe(shared(view));

  const ordinal = strongest?.parts[0]?.ordinal as number;
  const pair = await client.track.pair({ project, track: id, ordinal });
  expect(pair.rows[0]?.motion.magnitude).toBeCloseTo(strongest?.parts[0]?.magnitude as number, 5);
  expect(pair.pair).toEqual([0, 2]);
  expect(pair.residual.longest).toBeGreaterThan(0);
  expect(bench.backend.live(...addressOf(pair.residual.hueUrl))?.mediaType).toBe('image/png');
});

it('lays arrows over the strips of the sweep, from each step to the next', async () => {
  const { client, backend } = bench;
  const whole = await bench.finish(client.track.run({ project, params: {} }));
  const id = await bench.finish(client.track.run({ project, params: { units: [59], starts: 2 } }));
  const view = await client.track.show({ project, track: id });
  const sweep = view?.artifact.inputs.find(({ role }) => role === 'sweep')?.id as string;
  await client.artifact.setDefault({ project, artifact: id });
  const overlay = await client.track.overlay({ project, sweep });
  await client.artifact.setDefault({ project, artifact: whole });
  // Two start pictures of the unit and of the control, of four rows of three.
  expect(overlay).toMatchObject({ track: id, steps: [0, 1], tracked: 4, strips: 12, elsewhere: null });
  expect(overlay.factor).toBeGreaterThanOrEqual(1);

  const { rows } = await client.sweep.rows({ project, sweep });
  const svgOf = (part: number) => new TextDecoder().decode(backend.arrows(id, part)?.bytes);
  const pathsOf = (svg: string) => svg.match(/<path /g)?.length ?? 0;
  const tracked = rows.find(({ unit }) => unit === 59)?.firstPart as number;
  const strip = svgOf(tracked);
  expect(strip).toMatch(
    /^<svg xmlns[^>]* viewBox="0 0 192 64"[^>]*><svg x="0"[^>]*>.*<svg x="64"[^>]*>.*<\/svg><\/svg>$/,
  );
  expect(pathsOf(strip)).toBeGreaterThan(0);
  // The arrows of its first pair are some of those that the pair itself has.
  const ordinal = view?.directions.find(({ unit }) => unit === 59)?.parts[0]?.ordinal as number;
  const pair = await client.track.pair({ project, track: id, ordinal, pair: 0 });
  const first = strip.slice(0, strip.indexOf('<svg x="64"'));
  const colours = new Set(pair.residual.arrows.map(({ colour }) => colour));
  expect(first.match(/(?<=stroke=")#\w{6}/g)?.every((colour) => colours.has(colour))).toBe(true);

  expect(pathsOf(svgOf(rows.find(({ unit }) => unit === 3)?.firstPart as number))).toBe(0);
  expect(pathsOf(svgOf(rows.find(({ kind }) => kind === 'none')?.firstPart as number))).toBe(0);
  expect(backend.arrows('0000', 0)).toBeNull();
});

it('writes numbers as a table and arrows as SVG', async () => {
  const { client } = bench;
  await bench.finish(client.track.run({ project, params: {} }));
  const table = join(bench.folder, 'motion.csv');
  await client.track.exportFile({ project, to: table });
  const lines = readFileSync(table, 'utf8').trimEnd().split('\r\n');
  expect(lines[0]).toBe(
    'direction,start,from_step,to_step,part,x,y,magnitude,expansion,rotation,confidence,occluded,pixels',
  );
  expect(lines).toHaveLength(1 + 36);
  const view = await client.track.show({ project });
  const drawing = join(bench.folder, 'arrows.svg');
  await client.track.exportFile({ project, ordinal: view?.directions[0]?.parts[0]?.ordinal ?? 0, to: drawing });
  expect(readFileSync(drawing, 'utf8')).toMatch(/^<svg [^>]*viewBox="0 0 64 64"[\s\S]*<path d="M[\s\S]*<\/svg>\n$/);
});

it("takes the global motion out of the reference's matches", async () => {
  const rows = Array.from({ length: 200 }, (_, at) => {
    const [x, y] = [(at % 20) * 3, Math.floor(at / 20) * 6];
    const moves = at % 5 === 0 ? 4 : 0;
    return [x, y, x + 2 + 0.05 * x + moves, y - 1, 0.9, 0];
  });
  // The reference saves an archive under the name of an array.
  const from = join(bench.folder, 'matches.npy');
  const corres = writeNpy({ data: Float32Array.from(rows.flat()), shape: [200, 6] });
  writeFileSync(from, writeZip(new Map([['corres.npy', corres]])));
  const to = join(bench.folder, 'left.csv');
  const read = await bench.client.track.importMatches({ project, from, to });
  expect(read).toMatchObject({ matches: 200 });
  expect(read.inliers).toBeCloseTo(0.8, 5);
  expect(read.medianResidual).toBeLessThan(0.001);
  const lines = readFileSync(to, 'utf8').trimEnd().split('\r\n').slice(1);
  const moved = lines.filter((line) => Math.abs(Number(line.split(',')[4]) - 4) < 0.01);
  expect(moved).toHaveLength(40);
});

it.each<[string, () => Promise<unknown>, string]>([
  [
    'a unit that was not swept',
    () => bench.finish(bench.client.track.run({ project, params: { units: [7] } })),
    'Unit 7 is not in this sweep, or never changes.',
  ],
  [
    'more start pictures than there are',
    () => bench.finish(bench.client.track.run({ project, params: { starts: 9 } })),
    'The sweep has 3 start pictures, not 9.',
  ],
  [
    'a strip that is not there',
    () => bench.client.track.pair({ project, ordinal: 999 }),
    'Nothing is tracked under the number 999.',
  ],
  [
    'arrows of nothing named',
    () => bench.client.track.exportFile({ project, to: join(bench.folder, 'a.svg') }),
    'Arrows are drawn of one unit and start picture.',
  ],
  [
    'another kind of file',
    () => bench.client.track.exportFile({ project, to: join(bench.folder, 'a.txt') }),
    'Motion is written as .csv or .svg, but the file is named a.txt.',
  ],
  [
    'a flow model that is none',
    () => {
      const from = join(bench.folder, 'text.onnx');
      writeFileSync(from, 'not a model');
      return bench.client.track.addFlowModel({ project, from });
    },
    'text.onnx is not an ONNX model.',
  ],
  [
    'a flow model that is not there',
    () => bench.client.track.addFlowModel({ project, from: join(bench.folder, 'none.onnx') }),
    `The file ${'FOLDER'}/none.onnx could not be read.`,
  ],
  [
    'features for a flow model',
    () => {
      const flow = { file: 'flow.onnx', sha256: 'a'.repeat(64) };
      return bench.finish(bench.client.track.run({ project, params: { flow, features: true } }));
    },
    'The flow model flow.onnx goes by pictures alone.',
  ],
  [
    'matches that are not there',
    () =>
      bench.client.track.importMatches({
        project,
        from: join(bench.folder, 'none.npy'),
        to: join(bench.folder, 'b.csv'),
      }),
    `The file ${'FOLDER'}/none.npy could not be read.`,
  ],
])('refuses %s with a sentence', async (_, call, sentence) => {
  await bench.finish(bench.client.track.run({ project, params: {} }));
  expect((await failureOf(call())).message).toBe(sentence.replace('FOLDER', bench.folder));
  expect(existsSync(join(bench.folder, 'a.svg'))).toBe(false);
});

it("tracks by a flow model of the user's, apart from what was tracked without", async () => {
  const { client } = bench;
  const own = await bench.finish(client.track.run({ project, params: { units: [59], starts: 1 } }));
  const from = writeFlowModel(bench.folder);
  const flow = await client.track.addFlowModel({ project, from });
  expect(flow).toMatchObject({ file: 'flow.onnx' });
  const id = await bench.finish(client.track.run({ project, params: { units: [59], starts: 1, flow } }));
  const [theirs, ours] = await Promise.all([id, own].map((track) => client.track.show({ project, track })));
  expect(theirs?.title).toBe('Motion by flow.onnx, 1 unit, 1 start picture');
  const lengthOf = (shown: typeof ours) => shown?.directions.find(({ unit }) => unit === 59)?.magnitude?.value;
  expect(lengthOf(theirs)).toBeGreaterThan(0);
  expect(lengthOf(theirs)).not.toBeCloseTo(lengthOf(ours) as number, 3);
  // The control draws the same picture at every step.
  expect(theirs?.directions.at(-1)?.magnitude?.value).toBe(0);
  const ordinal = theirs?.directions[0]?.parts[0]?.ordinal as number;
  const pair = await client.track.pair({ project, track: id, ordinal });
  expect(pair.rows[0]?.motion.magnitude).toBeCloseTo(lengthOf(theirs) as number, 5);

  renameSync(from, join(bench.folder, 'elsewhere.onnx'));
  expect((await failureOf(client.track.pair({ project, track: id, ordinal }))).message).toBe(
    'The flow model flow.onnx was not found on this machine.',
  );
});

it("goes by the generator's features too, apart from what was tracked without", async () => {
  const { client } = bench;
  const params = { units: [59], starts: 1 };
  const without = await bench.finish(client.track.run({ project, params }));
  const id = await bench.finish(client.track.run({ project, params: { ...params, features: true } }));
  const [view, plain] = await Promise.all([id, without].map((track) => client.track.show({ project, track })));
  expect(view?.title).toBe('Motion with features, 1 unit, 1 start picture');
  expect(view?.artifact.params).toEqual({ ...params, features: true });
  const lengthOf = (shown: typeof view) =>
    shown?.directions.find(({ unit }) => unit === 59)?.magnitude?.value as number;
  expect(lengthOf(view)).not.toBe(lengthOf(plain));
  expect(lengthOf(view) / lengthOf(plain)).toBeGreaterThan(0.7);
  expect(lengthOf(view) / lengthOf(plain)).toBeLessThan(1.4);
  // The control draws the same picture at every step.
  expect(view?.directions.at(-1)?.magnitude?.value).toBe(0);
  const ordinal = view?.directions[0]?.parts[0]?.ordinal as number;
  const pair = await client.track.pair({ project, track: id, ordinal });
  expect(pair.rows[0]?.motion.magnitude).toBeCloseTo(lengthOf(view), 5);
});

it('finds motion by pictures alone where the generator shows no features, and says so where they are asked for', async () => {
  const { client } = bench;
  const demo = join(RESOURCES, 'demo');
  const folder = join(bench.folder, 'bare');
  cpSync(demo, folder, { recursive: true, filter: (path) => !path.includes('truth') && !path.endsWith('taps.onnx') });
  const manifest = JSON.parse(readFileSync(join(demo, 'generator.json'), 'utf8')) as Record<string, unknown>;
  const { taps: _, feature_taps: __, ...bare } = manifest;
  const generator = join(folder, 'generator.json');
  writeFileSync(generator, JSON.stringify(bare));
  const path = join(bench.folder, 'bare.unitloom');
  const { project: other } = await client.project.create({
    path,
    generator,
    classifier: join(folder, 'classifier-aux.json'),
  });
  await bench.finish(client.samples.draw({ project: other, params: { perClass: 20 } }));
  await bench.finish(client.linker.train({ project: other, params: { method: 'ridge' } }));
  await bench.finish(client.sweep.run({ project: other, params: { units: [59], starts: 1, steps: 2 } }));
  expect(
    (await failureOf(bench.finish(client.track.run({ project: other, params: { features: true } })))).message,
  ).toBe('The generator critters-generator shows no features: its manifest names no taps.');
  await bench.finish(client.track.run({ project: other, params: {} }));
  expect((await client.track.show({ project: other }))?.title).toBe('Motion, all units');
});

function addressOf(url: string): [string, number] {
  const [, , id, n] = url.split('/') as [string, string, string, string];
  return [id, Number(n)];
}
