import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { verifyProject } from '#backend/store/maintenance.ts';
import { openProject } from '#backend/store/project.ts';
import { addPicture, startChild, temporaryProject } from './temporaryProject.ts';

const KILLS = 50;

test('killed fifty times while strokes arrive: what was acknowledged is there, and nothing is half there', {
  timeout: 120_000,
}, async () => {
  const project = temporaryProject();
  const picture = addPicture(project);
  project.close();
  const acknowledged: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const child = startChild('annotator.ts', project.path, picture);
    acknowledged.push(...(await child.line()).split(' '));
    await wait((kill * 7) % 40);
    await child.kill();
    for (let line = await child.line().catch(() => null); line !== null; line = await child.line().catch(() => null)) {
      // The line that was being written when it was killed may be cut.
      if (/^(\S{36} \S{36})$/.test(line)) acknowledged.push(...line.split(' '));
    }
    const again = openProject(project.path);
    const entries = again.masks.entries(picture, 'Ann');
    const ids = new Set(entries.map(({ id }) => id));
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    // A call stores two entries: an odd number would be half of one.
    expect(entries.length % 2).toBe(0);
    expect(entries.every(({ kind }, at) => (kind === 'stroke') === (at % 2 === 0))).toBe(true);
    again.masks.content(picture, 'Ann');
    again.close();
  }
  expect(acknowledged.length).toBeGreaterThan(2 * KILLS);
  expect((await verifyProject(project.path)).problems).toEqual([]);
});
