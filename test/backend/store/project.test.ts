import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { connectWritable } from '#backend/store/database.ts';
import { SCHEMA_VERSION } from '#backend/store/migrations.ts';
import { peekProject } from '#backend/store/peek.ts';
import { createProject, openProject } from '#backend/store/project.ts';
import { Failure } from '#core/failure.ts';
import { PAIR, placed } from './storedParts.ts';
import { fillProject, temporaryFolder, temporaryProject } from './temporaryProject.ts';

function failureOf(act: () => unknown): Failure {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

/** Names and contents of a folder. */
function listing(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true }).map((entry) => [
      entry.name,
      entry.isFile() ? readFileSync(join(folder, entry.name)).toString('base64') : 'folder',
    ]),
  );
}

/** Writes a closed project of some size. */
function closedProject(folder: string): string {
  const project = createProject(join(folder, 'study.unitloom'), 'Study');
  fillProject(project, 60);
  project.close();
  return project.path;
}

function changed(folder: string, sql: string): string {
  const path = closedProject(folder);
  const { db, close } = connectWritable(path);
  db.script(sql);
  close();
  return path;
}

describe('a project', () => {
  test('whose closing was killed half-way is opened as it was before', () => {
    const path = closedProject(temporaryFolder());
    const sqlite = new Sqlite(path);
    // Pages go to the file before the transaction ends, so that the journal is needed to take them back.
    sqlite.exec('PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN IMMEDIATE');
    sqlite.exec(`INSERT INTO meta (key, value) VALUES ('unfinished', hex(zeroblob(400000)))`);
    const killed = join(temporaryFolder(), 'study.unitloom');
    copyFileSync(path, killed);
    copyFileSync(`${path}-journal`, `${killed}-journal`);
    sqlite.exec('ROLLBACK');
    sqlite.close();
    const project = openProject(killed);
    expect(project.readOnly).toBe(false);
    expect(project.name).toBe('Study');
    project.close();
    const { db, close } = connectWritable(killed);
    expect(db.one(`SELECT value FROM meta WHERE key = 'unfinished'`)).toBeUndefined();
    close();
  });

  test('is one file whenever it is closed', () => {
    const folder = temporaryFolder();
    const project = temporaryProject(folder);
    fillProject(project);
    expect(readdirSync(folder)).toContain('study.unitloom-wal');
    project.close();
    project.close();
    expect(readdirSync(folder)).toEqual(['study.unitloom']);
    const again = openProject(project.path);
    expect(again).toMatchObject({
      name: 'Study',
      readOnly: false,
      schemaVersion: SCHEMA_VERSION,
      createdAt: project.createdAt,
      path: project.path,
    });
    expect(again.counts()).toEqual({ artifacts: 2, images: 3 });
    expect(again.sizeBytes()).toBeGreaterThan(3 * 5000);
    again.close();
    expect(readdirSync(folder)).toEqual(['study.unitloom']);
  });

  test('carries the settings it was made with', () => {
    const sqlite = new Sqlite(closedProject(temporaryFolder()), { readonly: true });
    const settings = ['application_id', 'user_version', 'page_size', 'auto_vacuum', 'journal_mode'];
    expect(settings.map((name) => sqlite.pragma(name, { simple: true }))).toEqual([
      0x554c4f4d,
      SCHEMA_VERSION,
      8192,
      2,
      'delete',
    ]);
    const tables = sqlite.pragma('table_list') as { name: string; schema: string; strict: number }[];
    expect(tables.filter(({ name, strict }) => !name.startsWith('sqlite_') && strict !== 1)).toEqual([]);
    expect(tables.length).toBeGreaterThan(10);
    sqlite.close();
  });

  test('is not made over a file or in a folder that is not there', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'notes.unitloom'), 'mine');
    const before = listing(folder);
    expect(failureOf(() => createProject(join(folder, 'notes.unitloom'), 'X'))).toMatchObject({
      code: 'BAD_INPUT',
      message: 'notes.unitloom exists already.',
    });
    expect(failureOf(() => createProject(join(folder, 'none', 'a.unitloom'), 'X'))).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(listing(folder)).toEqual(before);
  });

  test('that is opened only to be read refuses every change', () => {
    const folder = temporaryFolder();
    const path = closedProject(folder);
    const before = listing(folder);
    const project = openProject(path, { readOnly: true });
    expect(project.readOnly).toBe(true);
    const [pair = '', samples = ''] = project.artifacts.list().map(({ id }) => id);
    for (const change of [
      () => project.artifacts.begin(PAIR),
      () => project.artifacts.setDefault(pair),
      () => project.artifacts.remove(samples),
      () => project.journal.append({ author: 'a', kind: 'b', payload: null }),
      () => project.jobs.update('a', { done: 1 }),
    ]) {
      expect(failureOf(change)).toMatchObject({
        code: 'READ_ONLY',
        message: 'study.unitloom or its folder cannot be written.',
      });
    }
    expect(project.artifacts.partCount(samples)).toBe(60);
    project.close();
    expect(listing(folder)).toEqual(before);
  });

  test('can be read beside the process that works in it', () => {
    const project = temporaryProject();
    fillProject(project);
    const reader = openProject(project.path, { readOnly: true });
    expect(reader.counts()).toEqual({ artifacts: 2, images: 3 });
    project.artifacts.begin({ stage: 'linker', params: null, inputs: [] }).commit(placed(5, 7));
    expect(reader.counts()).toEqual({ artifacts: 3, images: 5 });
    project.close();
    reader.close();
    const again = openProject(project.path);
    expect(again.counts()).toEqual({ artifacts: 3, images: 5 });
    again.close();
  });

  test('that lost its process opens with everything that was committed', () => {
    const project = temporaryProject();
    fillProject(project);
    const copy = join(temporaryFolder(), 'copy.unitloom');
    for (const suffix of ['', '-wal']) copyFileSync(project.path + suffix, copy + suffix);
    const crashed = openProject(copy);
    expect(crashed.counts()).toEqual({ artifacts: 2, images: 3 });
    crashed.close();
    expect(readdirSync(join(copy, '..'))).toEqual(['copy.unitloom']);
  });
});

describe('a file that is no good', () => {
  test.each<[string, (folder: string) => string, string, string, string]>([
    ['is missing', (folder) => join(folder, 'study.unitloom'), 'NOT_FOUND', 'missing', 'There is no project file '],
    [
      'is a folder',
      (folder) => {
        mkdirSync(join(folder, 'study.unitloom'));
        return join(folder, 'study.unitloom');
      },
      'NOT_FOUND',
      'missing',
      'There is no project file ',
    ],
    [
      'is empty',
      (folder) => {
        writeFileSync(join(folder, 'study.unitloom'), '');
        return join(folder, 'study.unitloom');
      },
      'NOT_A_PROJECT',
      'foreign',
      'study.unitloom is not a Unitloom project.',
    ],
    [
      'is text',
      (folder) => {
        writeFileSync(join(folder, 'study.unitloom'), 'unit,class,effect\n'.repeat(100));
        return join(folder, 'study.unitloom');
      },
      'NOT_A_PROJECT',
      'foreign',
      'study.unitloom is not a Unitloom project.',
    ],
    [
      'is a database of something else',
      (folder) => {
        const sqlite = new Sqlite(join(folder, 'study.unitloom'));
        sqlite.exec('CREATE TABLE artifact (id TEXT)');
        sqlite.close();
        return join(folder, 'study.unitloom');
      },
      'NOT_A_PROJECT',
      'foreign',
      'study.unitloom is not a Unitloom project.',
    ],
    [
      'was made by a newer version',
      (folder) => changed(folder, 'PRAGMA user_version = 99'),
      'NEWER_PROJECT',
      'newer',
      'study.unitloom was made by a newer Unitloom.',
    ],
    [
      'was cut off',
      (folder) => {
        const path = closedProject(folder);
        truncateSync(path, 8192 * 20);
        return path;
      },
      'DAMAGED_PROJECT',
      'damaged',
      'study.unitloom is damaged: database disk image is malformed.',
    ],
    [
      'was cut off in its first page',
      (folder) => {
        const path = closedProject(folder);
        truncateSync(path, 1000);
        return path;
      },
      'DAMAGED_PROJECT',
      'damaged',
      'study.unitloom is damaged: database disk image is malformed.',
    ],
    [
      'has a first page of zeros behind its header',
      (folder) => {
        const path = closedProject(folder);
        const bytes = readFileSync(path);
        writeFileSync(path, bytes.fill(0, 100, 8192));
        return path;
      },
      'DAMAGED_PROJECT',
      'damaged',
      'study.unitloom is damaged: database disk image is malformed.',
    ],
    [
      'has a trigger that is not ours',
      (folder) =>
        changed(folder, "CREATE TRIGGER evil AFTER INSERT ON job BEGIN DELETE FROM meta WHERE key = 'name'; END"),
      'DAMAGED_PROJECT',
      'damaged',
      'study.unitloom is damaged: its tables are not those of a project.',
    ],
    [
      'lacks a table',
      (folder) => changed(folder, 'DROP TABLE job'),
      'DAMAGED_PROJECT',
      'damaged',
      'study.unitloom is damaged: its tables are not those of a project.',
    ],
    [
      'lacks its name',
      (folder) => changed(folder, "DELETE FROM meta WHERE key = 'name'"),
      'DAMAGED_PROJECT',
      'damaged',
      'study.unitloom is damaged: it does not say its name.',
    ],
  ])('because it %s is refused with a sentence and left as it was', (_, make, code, state, sentence) => {
    const folder = temporaryFolder();
    const path = make(folder);
    const before = listing(folder);
    for (const readOnly of [false, true]) {
      const failure = failureOf(() => openProject(path, { readOnly }));
      expect(failure.message).toContain(sentence);
      expect(failure).toMatchObject({ code, remedy: expect.stringMatching(/\.$/) });
    }
    expect(peekProject(path)).toMatchObject({
      state,
      sentence: expect.stringContaining(sentence),
      name: null,
      pictures: [],
    });
    expect(listing(folder)).toEqual(before);
  });

  test('because a crash left a table that cannot be read is refused', () => {
    const project = temporaryProject();
    fillProject(project, 60);
    const copy = join(temporaryFolder(), 'copy.unitloom');
    const { db, close } = connectWritable(project.path);
    db.script('PRAGMA wal_checkpoint(TRUNCATE)');
    const root =
      db.one<{ page: number }>("SELECT rootpage AS page FROM sqlite_schema WHERE name = 'artifact_part'")?.page ?? 0;
    close();
    const bytes = readFileSync(project.path);
    writeFileSync(copy, bytes.fill(0xff, (root - 1) * 8192, root * 8192));
    expect(failureOf(() => openProject(copy))).toMatchObject({
      code: 'DAMAGED_PROJECT',
      message: 'copy.unitloom is damaged: table artifact_part cannot be read.',
    });
    expect(readFileSync(copy)).toEqual(bytes);
  });
});

test('a link to a project is that project', () => {
  const folder = temporaryFolder();
  const project = temporaryProject(folder);
  symlinkSync(project.path, join(folder, 'link.unitloom'));
  expect(failureOf(() => openProject(join(folder, 'link.unitloom')))).toMatchObject({ code: 'PROJECT_IN_USE' });
});
