import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { peekImage, peekProject } from '#backend/store/peek.ts';
import { partOf } from './storedParts.ts';
import { fillProject, startChild, temporaryProject } from './temporaryProject.ts';

const NOTHING = { sentence: null, state: 'ok', name: 'Study', pictures: [], lastStage: null };

test('a look at a project tells its name, how far it is and a few pictures', () => {
  const project = temporaryProject();
  expect(peekProject(project.path)).toMatchObject(NOTHING);
  fillProject(project, 48);
  const expected = {
    ...NOTHING,
    lastStage: 'samples',
    pictures: Array.from({ length: 24 }, (_, n) => ({ hash: partOf(2 * n).image?.hash, index: 0, tiles: 4 })),
  };
  expect(peekProject(project.path)).toMatchObject(expected);
  project.close();
  expect(peekProject(project.path)).toMatchObject(expected);
  expect(peekProject(project.path).sizeBytes).toBeGreaterThan(48 * 5000);
  expect(new Date(peekProject(project.path).changedAt ?? 0).getTime()).toBeGreaterThan(Date.now() - 60_000);
  expect(readdirSync(join(project.path, '..'))).toEqual(['study.unitloom']);
});

test('a picture can be had from a project that is not open', () => {
  const project = temporaryProject();
  fillProject(project);
  project.close();
  expect(peekImage(project.path, partOf(1).image?.hash ?? '')?.bytes).toEqual(
    Buffer.from(partOf(1).image?.bytes ?? []),
  );
  expect(peekImage(project.path, 'unknown')).toBeNull();
  expect(peekImage(`${project.path}-gone`, partOf(1).image?.hash ?? '')).toBeNull();
});

test('a look disturbs nobody who has the project open', async () => {
  const project = temporaryProject();
  fillProject(project);
  project.close();
  const child = startChild('owner.ts', project.path);
  expect(await child.line()).toBe('open');
  expect(peekProject(project.path)).toMatchObject({ state: 'ok', lastStage: 'samples' });
  await child.kill();
  expect(peekProject(project.path)).toMatchObject({ state: 'ok', lastStage: 'samples' });
});
