import { renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { CancelSignal } from '#core/cancel.ts';
import { Failure } from '#core/failure.ts';
import { connectWritable } from './database.ts';
import { connectInspected } from './project.ts';
import { sqliteFailure } from './sqliteFailure.ts';

/** Small enough to look at the signal often. */
const PAGES_A_STEP = 1000;

/**
 * Copies a project, also one that is being written, as it was at one moment. The copy appears under its name when it is whole.
 *
 * @throws Failure BAD_INPUT when there is a file already, NOT_FOUND, READ_ONLY, DISK_FULL
 */
export async function backup(
  path: string,
  to: string,
  signal: CancelSignal,
): Promise<{ path: string; sizeBytes: number }> {
  const target = resolve(to);
  refuse(target);
  const unfinished = `${target}-new`;
  rmSync(unfinished, { force: true });
  const { sqlite, close } = connectInspected(path);
  try {
    // A reader keeps its moment: without it every batch that a job commits would start the copy over.
    sqlite.exec('BEGIN; SELECT 1 FROM meta;');
    await sqlite.backup(unfinished, {
      progress: () => {
        signal.throwIfAborted();
        return PAGES_A_STEP;
      },
    });
    foldCopy(unfinished);
    refuse(target);
    renameSync(unfinished, target);
  } catch (thrown) {
    throw sqliteFailure(thrown, target);
  } finally {
    close();
    rmSync(unfinished, { force: true });
  }
  return { path: target, sizeBytes: statSync(target).size };
}

/** The copy of a file in use says that it has a log beside it; it has none. */
function foldCopy(path: string): void {
  const { db, close } = connectWritable(path);
  try {
    db.script('PRAGMA journal_mode = DELETE');
  } finally {
    close();
  }
}

function refuse(target: string): void {
  const folder = dirname(target);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Failure('NOT_FOUND', `There is no folder ${folder}.`, {
      remedy: 'Make it first, or choose another one.',
    });
  }
  if (statSync(target, { throwIfNoEntry: false })) {
    throw new Failure('BAD_INPUT', `${basename(target)} exists already.`, {
      kept: 'The file was left as it is.',
      remedy: 'Choose another name for the copy.',
    });
  }
}
