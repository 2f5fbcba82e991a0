import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { openBackend } from '#backend/backend.ts';
import { forkEngine } from '#backend/engine/fork.ts';
import type { EngineProcess } from '#backend/engine/port.ts';
import type { BackendClient } from '#core/wire.ts';
import { bareSynthesisRate } from './bareSynthesis.ts';
import { median } from './median.ts';
import type { Bench } from './run.ts';

/**
 * Sweep throughput over bare synthesis, and memory growth. A round measures bare synthesis on an idle machine and then sweeps
 * 1,600 pictures, so that both sides of a ratio see the same machine; the ratio is the median over rounds.
 */
export const bench: Bench = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'unitloom-bench-'));
  let engine: EngineProcess | null = null;
  const backend = await openBackend({
    host: 'cli',
    userFolder: folder,
    resourcesFolder: join(import.meta.dirname, '..', 'resources'),
    spawnEngine: () => {
      engine = forkEngine();
      return engine;
    },
    version: 'bench',
    dialogs: false,
  });
  const client: BackendClient = createRouterClient(backend.router);
  try {
    const { project } = await client.project.create({ path: join(folder, 'bench.unitloom') });
    await finish(client, project, (await client.samples.draw({ project, params: { perClass: 100 } })).job?.id);
    await finish(client, project, (await client.linker.train({ project, params: {} })).job?.id);
    const rss = () => process.memoryUsage().rss + rssOf((engine as EngineProcess | null)?.pid);
    const sweep = async (units: readonly number[], startSeed: number) => {
      const { job, artifactId } = await client.sweep.run({
        project,
        params: { units: [...units], starts: 10, steps: 5, startSeed, control: false },
      });
      await finish(client, project, job?.id);
      const view = await client.sweep.show({ project, sweep: artifactId });
      return view?.summary.imagesPerSecond ?? Number.NaN;
    };
    await sweep(range(0, 4), 1);
    const bare: number[] = [];
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(await bareSynthesisRate());
      rates.push(await sweep(range(0, 32), 100 + round));
      process.stderr.write(
        `round ${round + 1}: bare ${bare[round]?.toFixed(0)}, sweep ${rates[round]?.toFixed(0)} pictures/s\n`,
      );
    }
    // 1,000 pictures, then up to 8,000 in one sweep: memory at the end of each.
    await sweep(range(0, 20), 500);
    const small = rss();
    await sweep(range(0, 160), 501);
    const large = rss();
    process.stderr.write(
      `resident: ${(small / 1e6).toFixed(0)} MB after 1,000 pictures, ${(large / 1e6).toFixed(0)} MB after 8,000\n`,
    );
    return {
      throughputRatio: round3(median(rates.map((rate, at) => rate / (bare[at] as number)))),
      rssRatio: round3(large / small),
    };
  } finally {
    await backend.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const ROUNDS = 5;

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
const round3 = (value: number) => Math.round(value * 1000) / 1000;

/** Resident memory of another process, bytes (Linux). */
function rssOf(pid: number | undefined): number {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+) kB/);
  return Number(line?.[1]) * 1024;
}

async function finish(client: BackendClient, project: string, jobId: string | undefined): Promise<void> {
  if (jobId === undefined) return;
  for (;;) {
    const job = (await client.job.list({ project })).find(({ id }) => id === jobId);
    if (job?.state === 'done') return;
    if (job?.state === 'failed') throw new Error(job.failure?.message);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
