import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { openBackend } from '#backend/backend.ts';
import { forkEngine } from '#backend/engine/fork.ts';
import type { MapsSummary } from '#core/summary.ts';
import type { Job } from '#core/views/job.ts';
import type { BackendClient } from '#core/wire.ts';
import { bareTapsRate } from './bareTaps.ts';

/** 68 units from 10 starts in 5 steps: 3,400 pictures a round, 10,200 in all. */
const ROUNDS = 3;
const UNITS = Array.from({ length: 68 }, (_, unit) => unit);

/**
 * Pictures a second that one network segments in a project, label maps stored, over bare features of the generator: a ratio a round, bare
 * features measured right before.
 */
export async function mapsRatios(log: (line: string) => void): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'unitloom-maps-bench-'));
  const backend = await openBackend({
    host: 'cli',
    userFolder: folder,
    resourcesFolder: join(import.meta.dirname, '..', 'resources'),
    spawnEngine: forkEngine,
    version: 'bench',
    dialogs: false,
  });
  const client: BackendClient = createRouterClient(backend.router);
  const finish = async (
    started: Promise<{ readonly job: Job | null; readonly artifactId: string }>,
  ): Promise<string> => {
    const { job: first, artifactId } = await started;
    for (;;) {
      const job = (await client.job.list({})).find(({ id }) => id === first?.id);
      if (job === undefined || job.state === 'done') return artifactId;
      if (job.failure) throw new Error(job.failure.message);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  };
  try {
    const { project } = await client.project.create({ path: join(folder, 'bench.unitloom') });
    const by = { project, annotator: 'bench' };
    await client.mask.startLabels({ ...by, template: 'critters' });
    await client.mask.pick({ ...by, from: { kind: 'truth', indices: [0, 1, 2, 3, 4] } });
    await client.mask.importTruth({ project });
    await client.mask.snapshot({ project });
    await finish(client.segment.train({ project, params: { members: 1 } }));
    await finish(client.samples.draw({ project, params: { perClass: 100 } }));
    await finish(client.linker.train({ project, params: {} }));
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const params = { units: UNITS, starts: 10, steps: 5, startSeed: round, control: false };
      await finish(client.sweep.run({ project, params }));
      const bare = await bareTapsRate();
      const maps = await finish(client.segment.apply({ project, params: { members: 1 } }));
      const made = (await client.artifact.list({ project })).find(({ artifact }) => artifact.id === maps);
      if (made === undefined) throw new Error('no maps were made');
      const { picturesPerSecond, pictures } = made.artifact.summary as unknown as MapsSummary;
      log(`sweep of ${pictures} pictures: ${picturesPerSecond.toFixed(0)} of ${bare.toFixed(0)} pictures/s`);
      ratios.push(picturesPerSecond / bare);
    }
    return ratios;
  } finally {
    await backend.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
