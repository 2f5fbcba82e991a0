import { Worker } from 'node:worker_threads';
import { reviveFailure } from '#core/failure.ts';
import type { CompactReport, VerifyReport } from '#core/views/project.ts';
import type { MaintenanceAnswer, MaintenanceOrder, MaintenanceTask } from './maintenanceTask.ts';
import { isHeldHere } from './ownerLock.ts';
import { openProject, realFile } from './project.ts';

export interface MaintenanceOptions {
  readonly signal?: AbortSignal;
}

/** Checks a project, open or not, without changing it. */
export function verifyProject(path: string, options: MaintenanceOptions = {}): Promise<VerifyReport> {
  return inTurn(() => runTask<VerifyReport>({ kind: 'verify', path: realFile(path) }, options));
}

/** Copies a project, open or not, as it is at one moment. */
export function backupProject(
  path: string,
  to: string,
  options: MaintenanceOptions = {},
): Promise<{ path: string; sizeBytes: number }> {
  return inTurn(() =>
    runTask<{ path: string; sizeBytes: number }>({ kind: 'backup', path: realFile(path), to }, options),
  );
}

/** Removes what nothing refers to and shrinks the file. A project that is not open here is owned meanwhile. */
export function compactProject(path: string, options: MaintenanceOptions = {}): Promise<CompactReport> {
  return inTurn(async () => {
    const task = { kind: 'compact', path: realFile(path) } as const;
    if (isHeldHere(task.path)) return runTask<CompactReport>(task, options);
    const project = openProject(path);
    try {
      return await runTask<CompactReport>(task, options);
    } finally {
      project.close();
    }
  });
}

let last: Promise<unknown> = Promise.resolve();

/** One thread at a time: maintenance is bound by the disk, and two of a kind would only be in each other's way. */
function inTurn<T>(run: () => Promise<T>): Promise<T> {
  const mine = last.then(run, run);
  last = mine.catch(() => {});
  return mine;
}

/** Plain Node runs the source; in a bundle this file is part of the entry that the worker lies beside. */
const ENTRY = import.meta.url.endsWith('.ts') ? './maintenance.worker.ts' : './maintenance.worker.js';

async function runTask<Report>(task: MaintenanceTask, { signal }: MaintenanceOptions): Promise<Report> {
  signal?.throwIfAborted();
  const cancelled = new Int32Array(new SharedArrayBuffer(4));
  const order: MaintenanceOrder = { task, cancelled };
  const cancel = () => Atomics.store(cancelled, 0, 1);
  signal?.addEventListener('abort', cancel, { once: true });
  const worker = new Worker(new URL(ENTRY, import.meta.url), { workerData: order, execArgv: [] });
  try {
    const answer = await answerOf(worker);
    if ('failure' in answer) throw reviveFailure(answer.failure);
    return answer.report as Report;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** Comes when the thread has ended, so that its connection is closed by then. */
function answerOf(worker: Worker): Promise<MaintenanceAnswer> {
  return new Promise((resolve, reject) => {
    let answer: MaintenanceAnswer | null = null;
    worker.on('message', (message: MaintenanceAnswer) => {
      answer = message;
    });
    worker.on('error', reject);
    worker.on('exit', (code) =>
      answer === null ? reject(new Error(`maintenance ended with code ${code}`)) : resolve(answer),
    );
  });
}
