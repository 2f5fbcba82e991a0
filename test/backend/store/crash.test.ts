import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { verifyProject } from '#backend/store/maintenance.ts';
import { openProject } from '#backend/store/project.ts';
import { partOf, samplesOf } from './storedParts.ts';
import { fillProject, startChild, temporaryProject } from './temporaryProject.ts';

test('a process killed while it writes loses at most the batch it was at', { timeout: 60_000 }, async () => {
  const project = temporaryProject();
  const { pair } = fillProject(project, 1);
  project.artifacts.remove(project.artifacts.defaultOf('samples') as string);
  project.close();
  let stored = 0;
  for (const delayMs of [0, 3, 11, 29, 60]) {
    const child = startChild('writer.ts', project.path);
    await child.line();
    await wait(delayMs);
    let said = 0;
    await child.kill();
    // What it said before it was killed is committed; it may have committed one batch more.
    for (let line = await child.line().catch(() => null); line !== null; line = await child.line().catch(() => null))
      said = Number(line);

    const again = openProject(project.path);
    const { artifactId } = again.artifacts.begin(samplesOf(pair));
    const parts = [...again.artifacts.placedParts(artifactId)];
    expect(parts.length % 5).toBe(0);
    expect(parts.length).toBeGreaterThanOrEqual(Math.max(stored, said));
    expect(parts.map(({ ordinal }) => ordinal)).toEqual(parts.map((_, index) => index));
    expect(parts.every(({ part, ordinal }) => part.id === partOf(ordinal).id)).toBe(true);
    again.close();
    expect((await verifyProject(project.path)).problems).toEqual([]);
    stored = parts.length;
  }
  expect(stored).toBeGreaterThan(5);
});
