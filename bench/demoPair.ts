import { join } from 'node:path';
import { forkEngine } from '#backend/engine/fork.ts';
import { loadPair } from '#backend/engine/models.ts';
import { startEngine } from '#backend/engine/supervisor.ts';
import type { PairEngine } from '#core/engine.ts';

export const resources = join(import.meta.dirname, '..', 'resources');

/** The demo pair in an engine of its own on the processor, while `use` works on it. */
export async function withDemoPair<Result>(
  use: (pair: PairEngine, close: () => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const host = startEngine({ spawn: forkEngine, device: 'cpu', threads: null, batch: null, onStatus: () => undefined });
  try {
    const demo = join(resources, 'demo');
    const { files } = await loadPair(join(demo, 'generator.json'), join(demo, 'classifier-aux.json'));
    return await use(await host.openPair(files), () => host.close());
  } finally {
    await host.close();
  }
}
