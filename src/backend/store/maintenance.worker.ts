import { parentPort, workerData } from 'node:worker_threads';
import type { CancelSignal } from '#core/cancel.ts';
import { describeFailure, Failure } from '#core/failure.ts';
import { backup } from './backup.ts';
import { compact } from './compact.ts';
import type { MaintenanceAnswer, MaintenanceOrder, MaintenanceTask } from './maintenanceTask.ts';
import { connectInspected } from './project.ts';
import { verify } from './verify.ts';

const { task, cancelled } = workerData as MaintenanceOrder;

const signal: CancelSignal = {
  get aborted() {
    return Atomics.load(cancelled, 0) === 1;
  },
  throwIfAborted() {
    if (this.aborted) throw new Failure('CANCELLED', 'Cancelled.', { kept: 'The project is whole.' });
  },
};

function run(asked: MaintenanceTask): unknown {
  switch (asked.kind) {
    case 'verify':
      return verifyAt(asked.path);
    case 'backup':
      return backup(asked.path, asked.to, signal);
    case 'compact':
      return compact(asked.path, signal);
  }
}

function verifyAt(path: string): unknown {
  const { db, close } = connectInspected(path);
  try {
    return db.snapshot(() => verify(db, signal));
  } finally {
    close();
  }
}

async function answer(): Promise<MaintenanceAnswer> {
  try {
    return { report: await run(task) };
  } catch (thrown) {
    return { failure: describeFailure(thrown) };
  }
}

parentPort?.postMessage(await answer());
