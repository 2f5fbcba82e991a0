import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openArtifacts } from '#backend/store/artifacts.ts';
import { backupProject, verifyProject } from '#backend/store/maintenance.ts';
import { openMasks } from '#backend/store/masks.ts';
import { peekProject } from '#backend/store/peek.ts';
import { createProject, openProject } from '#backend/store/project.ts';
import type { MaskEntry } from '#core/mask/entry.ts';
import { PAIR, partOf, placed } from './storedParts.ts';
import { addPicture, besides, fillProject, temporaryFolder, temporaryProject } from './temporaryProject.ts';

const FULL = { code: 'DISK_FULL', message: expect.stringMatching(/^The disk that holds \S+ is full\.$/) };

/** A small disk of its own; null where this user may not mount one. */
function smallDisk(): string | null {
  const folder = join(temporaryFolder(), 'disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder]);
  });
  return folder;
}

/** Takes the right to write from a folder: by its mode, or where the user is above modes by the mount. */
function forbidWriting(disk: string | null, folder: string): boolean {
  if (process.getuid?.() !== 0) {
    chmodSync(folder, 0o555);
    onTestFinished(() => chmodSync(folder, 0o755));
    return process.platform !== 'win32';
  }
  if (disk !== null) execFileSync('mount', ['-o', 'remount,ro', disk]);
  return disk !== null;
}

/** Takes the right to write from a file, as `forbidWriting` does from a folder. */
function forbidWritingFile(path: string): boolean {
  if (process.getuid?.() !== 0) {
    chmodSync(path, 0o444);
    return true;
  }
  try {
    execFileSync('mount', ['--bind', path, path], { stdio: 'ignore' });
    onTestFinished(() => {
      execFileSync('umount', ['-l', path]);
    });
    execFileSync('mount', ['-o', 'remount,ro,bind', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('on a full disk no stroke is acknowledged that is not stored, and drawing goes on when there is room', () => {
  const project = temporaryProject();
  const picture = addPicture(project);
  const { db } = besides(project.path);
  const masks = openMasks(db, () => db);
  const strokes = (count: number): MaskEntry[] =>
    Array.from({ length: count }, () => ({
      kind: 'stroke',
      id: randomUUID(),
      stroke: { tool: 'lasso', label: 1, points: Array.from({ length: 200 }, (_, n) => (n * 13) % 400) },
    }));
  const first = strokes(3);
  masks.append(picture, 'Ann', first);
  db.script(`PRAGMA max_page_count = ${(db.pragma('page_count') as number) + 2}`);
  const many = strokes(200);
  expect(() => masks.append(picture, 'Ann', many)).toThrow(expect.objectContaining(FULL));
  expect(masks.entries(picture, 'Ann')).toEqual(first);
  db.script('PRAGMA max_page_count = 1000000');
  masks.append(picture, 'Ann', many);
  expect(masks.entries(picture, 'Ann')).toHaveLength(203);
});

test('a file that may not grow keeps what was committed', () => {
  const project = temporaryProject();
  const { db } = besides(project.path);
  const artifacts = openArtifacts(db, () => db);
  const writer = artifacts.begin(PAIR);
  writer.commit(placed(0, 10));
  db.script(`PRAGMA max_page_count = ${(db.pragma('page_count') as number) + 4}`);
  expect(() => writer.commit(placed(10, 40))).toThrow(expect.objectContaining(FULL));
  expect(artifacts.partCount(writer.artifactId)).toBe(10);
  expect(writer.stored([partOf(10).id])).toEqual(new Set());
  db.script('PRAGMA max_page_count = 1000000');
  writer.commit(placed(10, 40));
  expect(artifacts.partCount(writer.artifactId)).toBe(40);
});

test('a full disk is said, and the project is whole', async (context) => {
  const disk = smallDisk();
  if (disk === null) return context.skip('a small disk cannot be mounted here');
  const project = createProject(join(disk, 'study.unitloom'), 'Study');
  onTestFinished(() => project.close());
  const { samples } = fillProject(project, 20);
  const writer = project.artifacts.begin({ stage: 'linker', params: null, inputs: [] });
  let committed = 0;
  const fill = () => {
    for (let from = 100; ; from += 20) {
      writer.commit(placed(from, from + 20).map(({ part, ordinal }) => ({ part, ordinal: ordinal - 100 })));
      committed += 20;
    }
  };
  expect(fill).toThrow(expect.objectContaining(FULL));
  expect(project.artifacts.partCount(samples)).toBe(20);
  expect(project.artifacts.partCount(writer.artifactId)).toBe(committed);
  expect(() => createProject(join(disk, 'second.unitloom'), 'Second')).toThrow(expect.objectContaining(FULL));
  await expect(backupProject(project.path, join(disk, 'copy.unitloom'))).rejects.toMatchObject({ code: 'DISK_FULL' });
  expect(readdirSync(disk).filter((name) => !name.startsWith('study.unitloom'))).toEqual([]);
  expect((await verifyProject(project.path)).problems).toEqual([]);
});

test('in a folder that cannot be written a project is opened read-only, and none is made', async (context) => {
  const disk = smallDisk();
  const folder = disk ?? temporaryFolder();
  const path = join(folder, 'study.unitloom');
  const project = createProject(path, 'Study');
  const { samples } = fillProject(project);
  project.close();
  if (!forbidWriting(disk, folder)) return context.skip('no folder can be made read-only for this user');
  const opened = openProject(path);
  onTestFinished(() => opened.close());
  expect(opened.readOnly).toBe(true);
  expect(opened.artifacts.partCount(samples)).toBe(3);
  expect(() => opened.artifacts.begin(PAIR)).toThrow(expect.objectContaining({ code: 'READ_ONLY' }));
  expect(() => createProject(join(folder, 'new.unitloom'), 'New')).toThrow(
    expect.objectContaining({ code: 'READ_ONLY' }),
  );
  expect(peekProject(path)).toMatchObject({ state: 'ok', name: 'Study', lastStage: 'samples' });
  expect((await verifyProject(path)).ok).toBe(true);
  await expect(backupProject(path, join(folder, 'copy.unitloom'))).rejects.toMatchObject({ code: 'READ_ONLY' });
});

test('a file that cannot be written in a folder that can is opened read-only', (context) => {
  const project = temporaryProject();
  fillProject(project);
  project.close();
  if (!forbidWritingFile(project.path)) return context.skip('no file can be made read-only for this user');
  const opened = openProject(project.path);
  expect(opened.readOnly).toBe(true);
  expect(opened.counts()).toEqual({ artifacts: 2, images: 3 });
  opened.close();
  expect(readdirSync(join(project.path, '..'))).toEqual(['study.unitloom']);
});

test('a project that lost its process in a folder that cannot be written says what to copy', (context) => {
  const disk = smallDisk();
  const folder = disk ?? temporaryFolder();
  const project = temporaryProject();
  fillProject(project);
  const path = join(folder, 'study.unitloom');
  for (const suffix of ['', '-wal']) copyFileSync(project.path + suffix, path + suffix);
  if (!forbidWriting(disk, folder)) return context.skip('no folder can be made read-only for this user');
  expect(() => openProject(path)).toThrow(
    expect.objectContaining({
      code: 'READ_ONLY',
      message: 'study.unitloom or its folder cannot be written.',
      remedy: expect.stringContaining('with its -wal file'),
    }),
  );
});
