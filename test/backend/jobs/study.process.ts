import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { openBackend } from '#backend/backend.ts';
import { forkEngine } from '#backend/engine/fork.ts';
import type { BackendClient } from '#core/wire.ts';

/** A small study in a process of its own, so that a test can kill it: `node study.process.ts FOLDER`. Goes on where it stands. */

const folder = process.argv[2] as string;
const backend = await openBackend({
  host: 'cli',
  userFolder: join(folder, 'user'),
  resourcesFolder: join(import.meta.dirname, '..', '..', '..', 'resources'),
  spawnEngine: forkEngine,
  version: 'test',
  dialogs: false,
});
const client: BackendClient = createRouterClient(backend.router);
const path = join(folder, 'study.unitloom');
const known = (await client.project.recent()).some((recent) => recent.path === path);
const { project } = known ? await client.project.open({ path }) : await client.project.create({ path });
// The parent kills relative to this line, when the project is open and the first job is about to start.
process.stdout.write('ready\n');
await finish((await client.samples.draw({ project, params: { perClass: 24 } })).job?.id);
await finish((await client.linker.train({ project, params: { penalty: 1 } })).job?.id);
const units = Array.from({ length: 40 }, (_, unit) => unit * 4);
await finish((await client.sweep.run({ project, params: { units, starts: 4, steps: 3 } })).job?.id);
await finish((await client.report.build({ project, params: {} })).job?.id);
await backend.close();

async function finish(jobId: string | undefined): Promise<void> {
  for (;;) {
    if (jobId === undefined) return;
    const job = (await client.job.list({ project })).find(({ id }) => id === jobId);
    if (job?.state === 'done') return;
    if (job?.state === 'failed') throw new Error(job.failure?.message);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
