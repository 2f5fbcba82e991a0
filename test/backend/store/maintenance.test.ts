import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { backupProject, compactProject, verifyProject } from '#backend/store/maintenance.ts';
import { openProject } from '#backend/store/project.ts';
import { partOf, placed, samplesOf } from './storedParts.ts';
import { fillProject, temporaryFolder, temporaryProject } from './temporaryProject.ts';

/** Flips a bit wherever these bytes stand: the file may hold them again in space that is not in use. */
function flip(path: string, where: Uint8Array): void {
  const bytes = readFileSync(path);
  let count = 0;
  for (let at = bytes.indexOf(where); at >= 0; at = bytes.indexOf(where, at + where.length)) {
    bytes[at + 3] = (bytes[at + 3] ?? 0) ^ 0x40;
    count++;
  }
  if (count === 0) throw new Error('these bytes are not in the file');
  writeFileSync(path, bytes);
}

/** Changes rows as no program of ours can. */
function forge(path: string, trigger: string, sql: string): void {
  const sqlite = new Sqlite(path);
  const { definition } = sqlite.prepare('SELECT sql AS definition FROM sqlite_schema WHERE name = ?').get(trigger) as {
    definition: string;
  };
  sqlite.pragma('foreign_keys = OFF');
  sqlite.exec(`DROP TRIGGER ${trigger}; ${sql}; ${definition}`);
  sqlite.close();
}

const bytesOf = (data: Float32Array) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

describe('verify', () => {
  test('finds nothing wrong in a project, open or closed, and counts what it checked', async () => {
    const project = temporaryProject();
    fillProject(project, 7);
    project.artifacts.begin(samplesOf(project.artifacts.defaultOf('pair') ?? '', 5)).commit(placed(3, 9));
    const clean = { ok: true, checked: { blobs: 1, images: 9, artifacts: 3, parts: 9 }, problems: [] };
    expect(await verifyProject(project.path)).toEqual(clean);
    project.close();
    const before = readFileSync(project.path);
    expect(await verifyProject(project.path)).toEqual(clean);
    expect(readFileSync(project.path)).toEqual(before);
    expect(readdirSync(join(project.path, '..'))).toEqual(['study.unitloom']);
  });

  test.each<[string, (path: string) => void, string, RegExp]>([
    [
      'a bit of a picture',
      (path) => flip(path, (partOf(2).image?.bytes ?? new Uint8Array()).subarray(0, 60)),
      'image',
      new RegExp(`^Picture ${partOf(2).image?.hash} does not have the content that was stored\\.$`),
    ],
    [
      "a bit of a part's array",
      (path) => flip(path, bytesOf(partOf(1).arrays.latents?.data as Float32Array)),
      'part',
      new RegExp(`^Part ${partOf(1).id} does not have the content that was stored\\.$`),
    ],
    [
      'a bit of a large array',
      (path) => flip(path, bytesOf(Float32Array.of(0, 1, 2, 3, 4, 5))),
      'blob',
      /^Blob [0-9a-f]{64} does not have the content that was stored\.$/,
    ],
    [
      'a digest of a result',
      (path) => forge(path, 'artifact_sealed', "UPDATE artifact SET digest = 'other' WHERE stage = 'samples'"),
      'artifact',
      /^The samples result [0-9a-f]{32} does not have the content that was stored\.$/,
    ],
    [
      'the parameters of a result',
      (path) =>
        forge(
          path,
          'artifact_recipe',
          `DROP TRIGGER artifact_sealed; UPDATE artifact SET params = '{"seed":1}' WHERE stage = 'samples'; ${SEALED}`,
        ),
      'artifact',
      /^The samples result [0-9a-f]{32} does not have the id of its recipe\.$/,
    ],
    [
      'a picture that is gone',
      (path) => forge(path, 'image_bytes_delete', 'DELETE FROM image_bytes WHERE image = 2'),
      'image',
      /^Picture [0-9a-f]{64} does not have the content that was stored\.$/,
    ],
    [
      'a part that is gone',
      (path) =>
        forge(path, 'part_array_delete', 'DELETE FROM part_array WHERE part = 2; DELETE FROM part WHERE number = 2'),
      'reference',
      /^A row of artifact_part refers to a row of part that is not there\.$/,
    ],
    [
      'a shape that does not fit',
      (path) =>
        forge(path, 'part_array_update', "UPDATE part_array SET shape = '[5]' WHERE part = 1 AND name = 'latents'"),
      'part',
      /^Part [0-9a-f]{32} cannot be read\.$/,
    ],
    ['a page of an index', (path) => overwriteIndex(path), 'structure', /^The file's structure is damaged: .+\.$/],
  ])('finds %s', async (_, damage, kind, sentence) => {
    const project = temporaryProject();
    fillProject(project, 5);
    project.close();
    damage(project.path);
    const report = await verifyProject(project.path);
    expect(report.ok).toBe(false);
    expect(report.problems).toContainEqual({ kind, sentence: expect.stringMatching(sentence) });
  });

  test('ends when it is cancelled', async () => {
    const project = temporaryProject();
    fillProject(project, 50);
    await expect(verifyProject(project.path, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
    const controller = new AbortController();
    const verifying = verifyProject(project.path, { signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(verifying).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await verifyProject(project.path)).ok).toBe(true);
  });

  test('of a missing file is a sentence', async () => {
    await expect(async () => verifyProject(join(temporaryFolder(), 'none.unitloom'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

const SEALED = `CREATE TRIGGER artifact_sealed BEFORE UPDATE ON artifact WHEN OLD.state = 'sealed'
BEGIN SELECT RAISE(ABORT, 'A sealed artifact is never changed.'); END`;

/** Puts garbage where the cells of an index lie. */
function overwriteIndex(path: string): void {
  const sqlite = new Sqlite(path, { readonly: true });
  const { page } = sqlite
    .prepare("SELECT rootpage AS page FROM sqlite_schema WHERE name = 'artifact_part_part'")
    .get() as { page: number };
  sqlite.close();
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0xee, (page - 1) * 8192 + 3, (page - 1) * 8192 + 400));
}

describe('backup', () => {
  test('copies a project that is open into one whole file', async () => {
    const project = temporaryProject();
    const { samples } = fillProject(project, 20);
    const to = join(temporaryFolder(), 'copy.unitloom');
    const made = await backupProject(project.path, to);
    expect(made).toEqual({ path: to, sizeBytes: readFileSync(to).byteLength });
    expect(readdirSync(join(to, '..'))).toEqual(['copy.unitloom']);
    const copy = openProject(to);
    expect([...copy.artifacts.placedParts(samples)]).toEqual([...project.artifacts.placedParts(samples)]);
    copy.close();
    expect((await verifyProject(to)).ok).toBe(true);
  });

  test('is of one moment, also while a job writes', async () => {
    const project = temporaryProject();
    const { pair } = fillProject(project, 20);
    const writer = project.artifacts.begin(samplesOf(pair, 1));
    const to = join(temporaryFolder(), 'copy.unitloom');
    const backing = backupProject(project.path, to);
    let committed = 0;
    let done = false;
    backing.finally(() => {
      done = true;
    });
    while (!done) {
      writer.commit(placed(committed, committed + 10));
      committed += 10;
      await new Promise(setImmediate);
    }
    await backing;
    const copy = openProject(to);
    const count = copy.artifacts.partCount(writer.artifactId);
    copy.close();
    expect(count % 10).toBe(0);
    expect(count).toBeLessThanOrEqual(committed);
    expect((await verifyProject(to)).problems).toEqual([]);
  });

  test('writes over nothing', async () => {
    const folder = temporaryFolder();
    const project = temporaryProject(folder);
    const to = join(folder, 'notes.txt');
    writeFileSync(to, 'mine');
    await expect(backupProject(project.path, to)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'notes.txt exists already.',
    });
    await expect(backupProject(project.path, project.path)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(backupProject(project.path, join(folder, 'none', 'a.unitloom'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(readFileSync(to, 'utf8')).toBe('mine');
  });

  test('that is cancelled leaves nothing', async () => {
    const project = temporaryProject();
    fillProject(project, 50);
    const folder = temporaryFolder();
    const controller = new AbortController();
    const backing = backupProject(project.path, join(folder, 'copy.unitloom'), { signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(backing).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('compact', () => {
  test('removes what nothing refers to, and nothing else, while the project is open', async () => {
    const project = temporaryProject();
    const { pair, samples } = fillProject(project, 40);
    const writer = project.artifacts.begin(samplesOf(pair, 1));
    writer.commit([...placed(38, 40), ...placed(100, 400)].map(({ part }, ordinal) => ({ part, ordinal })));
    writer.putArray('table', { data: new Float32Array(500_000), shape: [500_000] });
    project.artifacts.seal(writer.artifactId, { summary: null, device: null, libraries: {}, elapsedMs: 0 });
    const before = [...project.artifacts.placedParts(samples)];
    project.artifacts.remove(writer.artifactId);

    const report = await compactProject(project.path);
    expect(report.removed).toBe(300 + 300 + 1);
    expect(report.beforeBytes).toBeGreaterThan(300 * 5000 + 2_000_000);
    expect(report.afterBytes).toBeLessThan(report.beforeBytes / 4);
    expect([...project.artifacts.placedParts(samples)]).toEqual(before);
    expect(project.images.get(partOf(39).image?.hash ?? '')).not.toBeNull();
    expect(project.images.get(partOf(100).image?.hash ?? '')).toBeNull();
    expect(await verifyProject(project.path)).toMatchObject({
      ok: true,
      checked: { blobs: 1, images: 40, parts: 40, artifacts: 2 },
    });
    project.close();
    expect(readFileSync(project.path).byteLength).toBe(report.afterBytes);
    expect((await compactProject(project.path)).removed).toBe(0);
    expect(readdirSync(join(project.path, '..'))).toEqual(['study.unitloom']);
  });

  test('keeps the parts of a result that is not finished', async () => {
    const project = temporaryProject();
    const { pair } = fillProject(project, 2);
    const writer = project.artifacts.begin(samplesOf(pair, 1));
    writer.commit(placed(50, 60).map(({ part }, ordinal) => ({ part, ordinal })));
    expect((await compactProject(project.path)).removed).toBe(0);
    expect(project.artifacts.partCount(writer.artifactId)).toBe(10);
  });

  test('that is cancelled leaves a whole project', async () => {
    const project = temporaryProject();
    const { samples } = fillProject(project, 200);
    project.artifacts.remove(samples);
    const controller = new AbortController();
    const compacting = compactProject(project.path, { signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(compacting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await verifyProject(project.path)).ok).toBe(true);
  });

  test('waits its turn behind other maintenance', async () => {
    const project = temporaryProject();
    fillProject(project, 20);
    const order: string[] = [];
    await Promise.all([
      verifyProject(project.path).then(() => order.push('verify')),
      backupProject(project.path, join(temporaryFolder(), 'copy.unitloom')).then(() => order.push('backup')),
      compactProject(project.path).then(() => order.push('compact')),
    ]);
    expect(order).toEqual(['verify', 'backup', 'compact']);
  });
});
