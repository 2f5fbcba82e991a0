import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { type Backend, openBackend } from '#backend/backend.ts';
import { forkEngine } from '#backend/engine/fork.ts';
import type { EngineProcess } from '#backend/engine/port.ts';
import { reviveFailure } from '#core/failure.ts';
import type { Job } from '#core/views/job.ts';
import { type BackendClient, toFailure } from '#core/wire.ts';

/** A whole backend with an engine of its own in a folder of its own, as tests need it. */
export interface Workbench {
  readonly folder: string;
  readonly backend: Backend;
  readonly client: BackendClient;
  /** Waits for a started stage and answers its artifact; throws the failure that its job ended with. */
  finish(started: Promise<{ readonly job: Job | null; readonly artifactId: string }>): Promise<string>;
  job(id: string): Promise<Job>;
  /** Kills the engine process as a fault in a driver would. */
  killEngine(): void;
  close(): Promise<void>;
}

export const RESOURCES = join(import.meta.dirname, '..', '..', 'resources');

/** @param userFolder that of a window which will show what is made here; one of its own when absent */
export async function openWorkbench(userFolder?: string): Promise<Workbench> {
  const folder = mkdtempSync(join(tmpdir(), 'unitloom-test-'));
  let engine: EngineProcess | null = null;
  const backend = await openBackend({
    host: 'cli',
    userFolder: userFolder ?? join(folder, 'user'),
    resourcesFolder: RESOURCES,
    spawnEngine: () => {
      engine = forkEngine();
      return engine;
    },
    version: 'test',
    dialogs: false,
  });
  const client: BackendClient = createRouterClient(backend.router);
  const job = async (id: string): Promise<Job> => {
    const found = (await client.job.list({})).find((listed) => listed.id === id);
    if (!found) throw new Error(`no job ${id}`);
    return found;
  };
  return {
    folder,
    backend,
    client,
    job,
    killEngine: () => {
      const pid = engine?.pid;
      if (pid === undefined) throw new Error('no engine is running');
      process.kill(pid, 'SIGKILL');
    },
    async finish(started) {
      const { job: first, artifactId } = await started;
      for (let current = first; current; current = await job(current.id)) {
        if (current.state === 'done') break;
        if (current.failure) throw reviveFailure(current.failure);
        if (current.state !== 'waiting' && current.state !== 'running')
          throw new Error(`the job ended as ${current.state}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return artifactId;
    },
    async close() {
      await backend.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The sentence and code of a failed call, as a row of a table states them. */
export async function failureOf(call: Promise<unknown>): Promise<{ readonly code: string; readonly message: string }> {
  try {
    await call;
  } catch (thrown) {
    const failure = toFailure(thrown) as { code?: string; message?: string };
    return { code: failure.code ?? 'none', message: failure.message ?? String(thrown) };
  }
  throw new Error('the call succeeded');
}
