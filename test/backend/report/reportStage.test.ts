import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gatherReport } from '#backend/report/gatherReport.ts';
import type { ReportData } from '#backend/report/reportData.ts';
import { openProject } from '#backend/store/project.ts';
import { type ReportParams, reportParamsSchema } from '#core/params.ts';
import type { ReportSummary } from '#core/summary.ts';
import { openWorkbench, type Workbench } from '../workbench.ts';

/** Two runs of one small study on the demo pair. */

interface Study {
  readonly path: string;
  readonly project: string;
  readonly reportId: string;
  readonly page: string;
}

let bench: Workbench;
let study: Study;
let again: Study;
let data: ReportData;

beforeAll(async () => {
  bench = await openWorkbench();
  study = await runStudy('study');
  again = await runStudy('again');
  data = gather({ units: 2, starts: 2 });
}, 120_000);

afterAll(() => bench.close());

async function runStudy(name: string): Promise<Study> {
  const path = join(bench.folder, `${name}.unitloom`);
  const { client, finish } = bench;
  const { project } = await client.project.create({ path });
  await finish(client.samples.draw({ project, params: { perClass: 16, heldOut: 0.3 } }));
  await finish(client.linker.train({ project, params: {} }));
  const directions = [
    {
      kind: 'units' as const,
      name: 'both',
      weights: [
        { unit: 3, weight: 1 },
        { unit: 59, weight: -1 },
      ],
    },
  ];
  await finish(client.sweep.run({ project, params: { units: [3, 59, 86], directions, starts: 3, steps: 3 } }));
  const reportId = await finish(client.report.build({ project, params: { units: 2, starts: 2 } }));
  const { path: written } = await client.report.save({ project, to: join(bench.folder, name) });
  return { path, project, reportId, page: readFileSync(written, 'utf8') };
}

function gather(params: Partial<ReportParams>): ReportData {
  const opened = openProject(study.path, { readOnly: true });
  try {
    const sweepId = opened.artifacts.defaultOf('sweep') as string;
    return gatherReport(opened.artifacts, { sweep: sweepId }, study.reportId, reportParamsSchema.parse(params));
  } finally {
    opened.close();
  }
}

describe('the report of a real study', () => {
  test('the same study run twice gives the same bytes', () => {
    expect(again.page).toBe(study.page);
    expect(study.page.length).toBeGreaterThan(50_000);
  });

  test('the page that is served is the page that was written, and the summary describes it', async () => {
    expect(bench.backend.reportPage(study.reportId)).toBe(study.page);
    const nodes = await bench.client.artifact.list({ project: study.project });
    const built = nodes.find(({ artifact }) => artifact.id === study.reportId);
    expect(built?.artifact.summary as unknown as ReportSummary).toEqual({
      title: 'What the units of critters-aux show',
      sizeBytes: Buffer.byteLength(study.page),
      fileName: 'what-the-units-of-critters-aux-show.html',
    });
  });

  test('intervals stand around the numbers that the linker itself found', () => {
    const { summary, quality } = data.linker;
    expect(quality.linked.r2.value).toBeCloseTo(summary.r2, 5);
    expect(quality.linked.cosine.value).toBeCloseTo(summary.cosine, 5);
    expect(quality.linked.agreement.value).toBeCloseTo(summary.agreement as number, 9);
    expect(quality.linked.pixelError.value).toBeCloseTo(summary.pixelError as number, 5);
    expect(quality.baselines.map(({ pixelError }) => pixelError.value)).toEqual([
      expect.closeTo(summary.nearest.pixelError as number, 5),
      expect.closeTo(summary.classMean.pixelError as number, 5),
      expect.closeTo(summary.shuffled.pixelError as number, 5),
    ]);
    expect(quality.perClass.map(({ name, r2, pixelError }) => [name, r2.value, pixelError.value])).toEqual(
      summary.perClass.map(({ name, r2, pixelError }) => [
        name,
        expect.closeTo(r2, 5),
        expect.closeTo(pixelError as number, 5),
      ]),
    );
    const [low, high] = quality.linked.r2.interval ?? [1, 0];
    expect(low).toBeLessThan(summary.r2);
    expect(high).toBeGreaterThan(summary.r2);
  });

  test('the strongest units come first, further directions after them', () => {
    const ranked = data.sweep.lines
      .filter(({ direction }) => direction.kind === 'unit')
      .sort((a, b) => (b.effect?.value ?? 0) - (a.effect?.value ?? 0));
    expect(data.shown.map(({ line }) => line.direction)).toEqual([
      ...ranked.slice(0, 2).map(({ direction }) => direction),
      expect.objectContaining({ name: 'both' }),
    ]);
    expect(data.shown.every(({ starts }) => starts.length === 2)).toBe(true);
  });

  test('every picture shown is there, and its words name the sample it is of', () => {
    const pairs = data.linked.flatMap(({ pairs }) => pairs);
    expect(pairs).toHaveLength(9);
    const hashes = [
      ...pairs.flatMap(({ original, linked }) => [original.hash, linked.hash]),
      ...data.shown.flatMap(({ starts }) => starts.map(({ strip }) => strip)),
    ];
    expect(hashes.filter((hash) => hash === null || !data.pictures.has(hash))).toEqual([]);
    expect(new Set(pairs.map(({ sample }) => sample)).size).toBe(9);
    expect(pairs.map(({ pixelError }) => pixelError)).toEqual(
      pairs.map(({ pixelError }) => pixelError).sort((a, b) => b - a),
    );
  });

  test('provenance names each artifact and no time', () => {
    expect(data.artifacts.map(({ stage }) => stage)).toEqual(['pair', 'samples', 'linker', 'sweep']);
    for (const { id, digest } of data.artifacts) {
      expect(study.page).toContain(id);
      expect(study.page).toContain(digest);
    }
    expect(study.page).not.toMatch(/\b20\d\d-\d\d-\d\d/);
  });
});
