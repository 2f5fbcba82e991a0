import { statfsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Failure } from '#core/failure.ts';

const KEPT = 'Everything that was committed before is kept.';
const ALMOST_FULL_BYTES = 1 << 20;

/** Turns what SQLite throws into a sentence; whatever is not SQLite's, or is a mistake of ours, passes unchanged. */
export function sqliteFailure(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof Sqlite.SqliteError)) return thrown;
  const name = basename(path);
  const code = thrown.code;
  if (code === 'SQLITE_FULL' || (code.startsWith('SQLITE_IOERR') && isDiskFull(path))) return diskFull(name, thrown);
  if (code.startsWith('SQLITE_IOERR')) return diskError(name, thrown);
  if (code === 'SQLITE_NOTADB') return notAProject(name, thrown);
  if (code.startsWith('SQLITE_CORRUPT')) return damaged(name, thrown.message, thrown);
  if (code.startsWith('SQLITE_BUSY')) return inUse(name, thrown);
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) return readOnly(name, thrown);
  if (code === 'SQLITE_CONSTRAINT_TRIGGER')
    return new Failure('INTERNAL', thrown.message, { kept: KEPT, cause: thrown });
  return thrown;
}

export function damaged(name: string, what: string, cause?: unknown): Failure {
  return new Failure('DAMAGED_PROJECT', `${name} is damaged: ${what}.`, {
    kept: 'The file was left as it is.',
    remedy: 'Open a backup of it, or copy it again from where it came.',
    cause,
  });
}

export function notAProject(name: string, cause?: unknown): Failure {
  return new Failure('NOT_A_PROJECT', `${name} is not a Unitloom project.`, {
    kept: 'The file was left as it is.',
    remedy: 'Choose a file that ends in .unitloom.',
    cause,
  });
}

export function inUse(name: string, cause?: unknown): Failure {
  return new Failure('PROJECT_IN_USE', `${name} is open in another Unitloom.`, {
    kept: 'Nothing was changed.',
    remedy: 'Close it there first, or go on there.',
    cause,
  });
}

export function readOnly(name: string, cause?: unknown): Failure {
  return new Failure('READ_ONLY', `${name} or its folder cannot be written.`, {
    kept: 'Nothing was changed.',
    remedy: 'Copy the file, with its -wal file if it has one, to a folder that you can write to and open it there.',
    cause,
  });
}

function diskFull(name: string, cause: unknown): Failure {
  return new Failure('DISK_FULL', `The disk that holds ${name} is full.`, {
    kept: KEPT,
    remedy: 'Free some space there and resume.',
    cause,
  });
}

function diskError(name: string, cause: Error): Failure {
  return new Failure('DISK_ERROR', `The disk that holds ${name} could not be read or written: ${cause.message}.`, {
    kept: KEPT,
    remedy: 'Check the disk or the network folder, and open the project again.',
    cause,
  });
}

function isDiskFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < ALMOST_FULL_BYTES;
  } catch {
    return false;
  }
}
