import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Backend, openBackend } from '#backend/backend.ts';
import { forkEngine } from '#backend/engine/fork.ts';
import type { ServerEvent } from '#core/views/app.ts';
import type { Job } from '#core/views/job.ts';
import type { BackendClient } from '#core/wire.ts';

export const resourcesFolder = fileURLToPath(new URL('../../../resources', import.meta.url));

export interface TestBackend {
  readonly backend: Backend;
  /** A folder of its own for projects and settings. */
  readonly folder: string;
  close(): Promise<void>;
}

/** The real backend with its real engine, in a folder that goes away with it. */
export async function openTestBackend(): Promise<TestBackend> {
  const folder = mkdtempSync(join(tmpdir(), 'unitloom-test-'));
  const backend = await openBackend({
    host: 'server',
    userFolder: join(folder, 'user'),
    resourcesFolder,
    spawnEngine: forkEngine,
    version: '0.0.0-test',
    dialogs: false,
  });
  return {
    backend,
    folder,
    async close() {
      await backend.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Request = Parameters<BackendClient['run']>[0]['request'];

/** Runs a stage to its end, told by events as a window is. */
export function runToEnd(client: BackendClient, project: string, request: Request): Promise<string> {
  return followToEnd(client, () => client.run({ project, request }));
}

/** The same for any call that starts a job. */
export async function followToEnd(
  client: BackendClient,
  start: () => ReturnType<BackendClient['run']>,
): Promise<string> {
  const controller = new AbortController();
  const events = await client.app.events(undefined, { signal: controller.signal });
  await events.next();
  const { job, artifactId } = await start();
  if (job !== null) await untilOver(events, job);
  controller.abort();
  return artifactId;
}

async function untilOver(events: AsyncIterable<ServerEvent>, started: Job): Promise<void> {
  for await (const event of events) {
    if (event.kind !== 'job' || event.job.id !== started.id) continue;
    if (event.job.state === 'done') return;
    if (event.job.state !== 'waiting' && event.job.state !== 'running') {
      throw new Error(`${started.title}: ${event.job.state}, ${event.job.failure?.message}`);
    }
  }
}
