import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect } from '@playwright/test';
import { openBackend } from '#backend/backend.ts';
import { forkEngine } from '#backend/engine/fork.ts';
import type { Job } from '#core/views.ts';
import type { BackendClient } from '#core/wire.ts';

interface Making {
  readonly client: BackendClient;
  readonly project: string;
  /** Waits for a job. */
  finish(started: Promise<{ readonly job: Job | null }>): Promise<void>;
}

/** Makes a project before the window opens: samples, a ridge linker, and whatever else the scenario begins with. */
export async function prepareProject(
  folder: string,
  name: string,
  make: (making: Making) => Promise<void>,
): Promise<void> {
  const backend = await openBackend({
    host: 'cli',
    userFolder: folder,
    resourcesFolder: join(import.meta.dirname, '..', '..', 'resources'),
    spawnEngine: forkEngine,
    version: 'test',
    dialogs: false,
  });
  const client: BackendClient = createRouterClient(backend.router);
  try {
    const path = join(folder, 'projects', `${name.toLowerCase()}.unitloom`);
    const { project } = await client.project.create({ path, name });
    const finish = async (started: Promise<{ readonly job: Job | null }>) => {
      const id = (await started).job?.id;
      await expect
        .poll(async () => (await client.job.list({ project })).find((job) => job.id === id)?.state, { timeout: 60_000 })
        .toBe('done');
    };
    await finish(client.samples.draw({ project, params: { perClass: 40 } }));
    await finish(client.linker.train({ project, params: {} }));
    await make({ client, project, finish });
  } finally {
    await backend.close();
  }
}

/** A segmenter of three of the painter's masks. */
export async function trainOnTruth({ client, project, finish }: Making): Promise<void> {
  const by = { project, annotator: 'truth' };
  await client.mask.startLabels({ ...by, template: 'critters' });
  await client.mask.pick({ ...by, from: { kind: 'truth', indices: [0, 1, 2] } });
  await client.mask.importTruth(by);
  await client.mask.snapshot({ project });
  await finish(client.segment.train({ project, params: { members: 1, maxEpochs: 3 } }));
}
