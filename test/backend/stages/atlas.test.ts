import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProject } from '#backend/store/project.ts';
import { type AtlasCells, unpackCells } from '#core/atlas/atlasCells.ts';
import { readAtlas } from '#core/atlas/atlasTable.ts';
import type { Observer } from '#core/atlas/observed.ts';
import { atlasParamsSchema } from '#core/params.ts';
import type { StageTools } from '#core/stage.ts';
import { buildAtlas } from '#core/stages/atlas.ts';
import { readSweptPictures } from '#core/sweptPictures.ts';
import { FACTOR_OF, trueFactors, truthObserver } from '../../demo/truthObserver.ts';
import { failureOf, openWorkbench, type Workbench } from '../workbench.ts';

/** A study whose measures are the true factors, so that every effect has an exact answer; pictures are rendered by the sweep alone. */
let bench: Workbench;
let project: string;
let path: string;
let sweepId: string;
let atlasId: string;
let observed = 0;

const UNITS = 16;
const PARAMS = atlasParamsSchema.parse({ directions: 200, lengths: 2, reference: 60, rotations: 20 });
const EAR = FACTOR_OF.indexOf('ear_len');

/** What `build` does in a job, with an observer that counts. */
async function build(stopAfter = Number.POSITIVE_INFINITY): Promise<string> {
  const file = openProject(path);
  try {
    const inner = truthObserver(file.artifacts, sweepId);
    const observer: Observer = {
      ...inner,
      observe: (w) => {
        observed += 1;
        return inner.observe(w);
      },
    };
    const recipe = { stage: 'atlas' as const, params: PARAMS, inputs: [{ role: 'sweep', id: sweepId }] };
    const writer = file.artifacts.begin(recipe);
    const checkpoint = (done: number) => {
      if (done >= stopAfter) throw new Error('killed');
    };
    const tools = { reader: file.artifacts, writer, checkpoint, tell: () => undefined } as unknown as StageTools;
    const summary = await buildAtlas(sweepId, observer, PARAMS, tools);
    file.artifacts.seal(writer.artifactId, { summary, device: null, libraries: {}, elapsedMs: 0 });
    return writer.artifactId;
  } finally {
    file.close();
  }
}

/** As a window fetches them. */
function cells(): AtlasCells {
  const { buffer } = bench.backend.atlasCells(atlasId) as Uint8Array<ArrayBuffer>;
  return unpackCells(buffer, UNITS * FACTOR_OF.length);
}

beforeAll(async () => {
  bench = await openWorkbench();
  path = join(bench.folder, 'study.unitloom');
  ({ project } = await bench.client.project.create({ path }));
  await bench.finish(bench.client.samples.draw({ project, params: { perClass: 40 } }));
  await bench.finish(bench.client.linker.train({ project, params: {} }));
  const units = Array.from({ length: UNITS }, (_, at) => at * 10);
  sweepId = await bench.finish(bench.client.sweep.run({ project, params: { units, starts: 5, steps: 3 } }));
  await bench.client.project.close({ project });
  await expect(build(50)).rejects.toThrow('killed');
  expect(observed).toBe(50);
  atlasId = await build();
  ({ project } = await bench.client.project.open({ path }));
}, 120_000);

afterAll(() => bench.close());

describe('an atlas', () => {
  it('goes on where it was, and observes nothing twice', () => {
    expect(observed).toBe(1 + PARAMS.directions);
  });

  it('holds the change of the true factor as effect, in standard deviations within a class', async () => {
    const view = await bench.client.atlas.show({ project });
    expect(view?.artifact.id).toBe(atlasId);
    const [part, metric] = [view?.concepts[EAR]?.part, view?.concepts[EAR]?.metric];
    expect([part, metric]).toEqual(['ear', 'first']);
    const file = openProject(path, { readOnly: true });
    const swept = readSweptPictures(file.artifacts, sweepId);
    const concepts = FACTOR_OF.length;
    const changes = Array.from({ length: 5 }, (_, start) => {
      const factors = trueFactors(swept.at(start).w);
      return (factors[2 * concepts + EAR] as number) - (factors[EAR] as number);
    });
    file.close();
    const mean = changes.reduce((sum, change) => sum + change, 0) / 5;
    const scale = view?.concepts[EAR]?.scale as number;
    // Three equal steps: the slope of the line through them is that of its ends.
    expect(cells().value[EAR]).toBeCloseTo(mean / scale, 6);
    expect(view?.summary.units).toBe(UNITS);
    expect(view?.summary.constant).toBe(FACTOR_OF.filter((factor) => factor === null).length);
  });

  it('hands its cells to a window as bytes, which are those of no other size', () => {
    const file = openProject(path, { readOnly: true });
    const { effects, half, p, q, below } = readAtlas(file.artifacts, atlasId).analysis;
    file.close();
    expect(cells()).toEqual({ value: effects.value, half, p, q, below });
    expect(cells().value.some(Number.isNaN)).toBe(true);
    expect(bench.backend.atlasCells(sweepId)).toBeNull();
    expect(() => unpackCells(new ArrayBuffer(17 * 5), 6)).toThrow('102 bytes');
  });

  it('answers a query with the units that fulfil it, as a structure and as text', async () => {
    const text = 'ear first increases > 0.2 and eye first still';
    const answer = await bench.client.atlas.query({ project, query: text });
    expect(answer.text).toBe(text);
    const again = await bench.client.atlas.query({ project, query: answer.query });
    expect(again.rows).toEqual(answer.rows);
    const view = await bench.client.atlas.show({ project });
    const { value: values } = cells();
    const value = (row: number) => values[row * FACTOR_OF.length + EAR] as number;
    const all = await bench.client.atlas.query({ project, query: 'ear first increases > 0.2' });
    expect(all.found.length).toBeGreaterThan(0);
    expect(new Set(all.found)).toEqual(new Set(view?.units.map(({ row }) => row).filter((row) => value(row) >= 0.2)));
    const sizes = all.rows.map(({ effects }) => effects[0]?.value as number);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(all.rows.every(({ typical }) => typical?.strip.tiles === 3)).toBe(true);
    expect(answer.found.every((row) => all.found.includes(row))).toBe(true);
  });

  it('shows a unit by the start picture whose own change is nearest to its effect', async () => {
    const { rows } = await bench.client.atlas.query({ project, query: 'ear first changes' });
    const file = openProject(path, { readOnly: true });
    const swept = readSweptPictures(file.artifacts, sweepId);
    const { scale } = readAtlas(file.artifacts, atlasId);
    const concepts = FACTOR_OF.length;
    for (const { unit, effects, typical } of rows) {
      // Five start pictures a unit, in the order of the sweep; three equal steps.
      const changes = Array.from({ length: 5 }, (_, start) => {
        const factors = trueFactors(swept.at((unit / 10) * 5 + start).w);
        return ((factors[2 * concepts + EAR] as number) - (factors[EAR] as number)) / (scale[EAR] as number);
      });
      const apart = changes.map((change) => Math.abs(change - (effects[0]?.value as number)));
      expect(typical?.start).toBe(apart.indexOf(Math.min(...apart)));
      expect(typical?.change).toBeCloseTo(changes[typical?.start as number] as number, 4);
    }
    file.close();
    // They are not all the same picture, and in one class they are of that class.
    expect(new Set(rows.map(({ typical }) => typical?.start)).size).toBeGreaterThan(1);
  });

  it('says what could have been seen where nothing is found', async () => {
    const answer = await bench.client.atlas.query({ project, query: 'ear first > 900' });
    expect(answer.total).toBe(0);
    expect(answer.detectable).toBeGreaterThan(0);
    const never = await bench.client.atlas.query({ project, query: 'ear fourth' });
    expect(never).toMatchObject({ total: 0, detectable: null });
  });

  it('knows of a unit all concepts, its scores with their nulls, and the units most like it', async () => {
    const unit = await bench.client.atlas.unit({ project, unit: 20 });
    const sizes = unit.effects.map(({ value }) => Math.abs(value ?? 0));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    const { low, high, p } = unit.scores.participation;
    expect(low as number).toBeLessThan(high as number);
    expect(p).toBeGreaterThan(0);
    expect(unit.like[0]?.cosine as number).toBeGreaterThanOrEqual(unit.like[1]?.cosine as number);
    expect(unit.like.some((like) => like.unit === 20)).toBe(false);
  });

  it('keeps concepts by name in the journal', async () => {
    await bench.client.atlas.saveConcept({ project, name: 'longer ears', query: 'ear first increases' });
    await bench.client.atlas.saveConcept({ project, name: 'longer ears', query: 'ear first increases > 0.1' });
    expect(await bench.client.atlas.concepts({ project })).toMatchObject([
      { name: 'longer ears', text: 'ear first increases > 0.1' },
    ]);
    expect(await bench.client.atlas.removeConcept({ project, name: 'longer ears' })).toEqual([]);
  });

  it('is written as CSV and Parquet, the same rows', async () => {
    const csv = await bench.client.atlas.exportFile({ project, to: join(bench.folder, 'atlas.csv') });
    const parquet = await bench.client.atlas.exportFile({ project, to: join(bench.folder, 'atlas.parquet') });
    expect(csv.rows).toBe(UNITS * FACTOR_OF.length);
    const [head = '', ...lines] = readFileSync(csv.path, 'utf8').trimEnd().split('\r\n');
    const bytes = readFileSync(parquet.path);
    const rows = await parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
    });
    expect(rows).toHaveLength(lines.length);
    const columns = head.split(',');
    lines.forEach((line, at) => {
      const cells = line.split(',');
      expect(cells[columns.indexOf('effect')]).toBe(rows[at]?.effect === null ? '' : String(rows[at]?.effect));
      expect(cells[columns.indexOf('part')]).toBe(rows[at]?.part);
    });
  });

  it.each([
    ['ear length', 'no metric "length"'],
    ['wing first', 'no part "wing"'],
    ['ear first in wolf', 'no class "wolf"'],
    ['ear first in fox', 'needs at least 2'],
  ])('refuses %s with what there is', async (query, sentence) => {
    const { code, message } = await failureOf(bench.client.atlas.query({ project, query }));
    expect(code).toBe('BAD_INPUT');
    expect(message).toContain(sentence);
  });

  it('refuses a unit that it does not hold, another ending of a file, and a comparison without a second atlas', async () => {
    expect((await failureOf(bench.client.atlas.unit({ project, unit: 3 }))).message).toContain('not in this atlas');
    const ending = await failureOf(bench.client.atlas.exportFile({ project, to: join(bench.folder, 'atlas.xlsx') }));
    expect(ending.message).toContain('.csv or .parquet');
    const other = await failureOf(bench.client.atlas.compare({ project, a: atlasId, b: sweepId }));
    expect(other.code).toBe('NOT_FOUND');
  });

  it('compared with itself is the same in every way', async () => {
    const same = await bench.client.atlas.compare({ project, a: atlasId, b: atlasId });
    expect(same.cka).toBeCloseTo(1, 10);
    expect(same.rsa).toBeCloseTo(1, 10);
    expect(same.matching.meanCosine).toBeCloseTo(1, 6);
    expect(same.matching.p).toBe(1 / (1 + same.matching.permutations));
    expect(same.concepts.every(({ size, share }) => size.difference === 0 && (share?.difference ?? 0) === 0)).toBe(
      true,
    );
  });
});
