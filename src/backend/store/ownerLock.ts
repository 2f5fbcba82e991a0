import { rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import Sqlite from 'better-sqlite3';
import { inUse, sqliteFailure } from './sqliteFailure.ts';

/**
 * One process owns a project. The lock is the kernel's: a transaction that is never committed on an empty database
 * `<project>-lock`, which ends with the process however that ends, so no lock is ever stale. It lies on a file of its own
 * because maintenance opens the project itself a second time from the same process.
 */
export interface OwnerLock {
  release(): void;
}

/** Also what keeps a lock alive: a connection that nothing refers to is collected, and its lock with it. */
const held = new Map<string, Sqlite.Database>();

export function isHeldHere(path: string): boolean {
  return held.has(path);
}

const MOST_ATTEMPTS = 50;

/**
 * @param path the project's real path, so that a link to a project is the same project
 * @throws Failure PROJECT_IN_USE, or READ_ONLY where no lock can be made
 */
export function acquireOwnerLock(path: string): OwnerLock {
  if (held.has(path)) throw inUse(basename(path));
  const lockPath = `${path}-lock`;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    // The last owner removes the file, perhaps after we opened it: a lock on a removed file would guard nothing.
    const before = identify(lockPath);
    const sqlite = lockFile(lockPath, path);
    if (sqlite !== null && before !== null && before === identify(lockPath)) {
      held.set(path, sqlite);
      return { release: () => release(sqlite, lockPath, path) };
    }
    sqlite?.close();
  }
  throw inUse(basename(path));
}

/** Null when the file was removed meanwhile. */
function lockFile(lockPath: string, path: string): Sqlite.Database | null {
  let sqlite: Sqlite.Database | null = null;
  try {
    sqlite = new Sqlite(lockPath, { timeout: 0 });
    // Nothing is ever written, so there is no journal file either.
    sqlite.pragma('journal_mode = MEMORY');
    sqlite.exec('BEGIN EXCLUSIVE');
    return sqlite;
  } catch (thrown) {
    sqlite?.close();
    if (thrown instanceof Sqlite.SqliteError && thrown.code === 'SQLITE_IOERR_FSTAT') return null;
    throw sqliteFailure(thrown, path);
  }
}

function release(sqlite: Sqlite.Database, lockPath: string, path: string): void {
  if (!sqlite.open) return;
  // Removed while it is held, so that nobody can hold the same file after us. Windows removes no open file: there it
  // goes afterwards, unless the next owner has it open, who then removes it.
  if (process.platform !== 'win32') rmSync(lockPath, { force: true });
  sqlite.close();
  if (process.platform === 'win32') removeUnlessOpen(lockPath);
  held.delete(path);
}

function removeUnlessOpen(lockPath: string): void {
  try {
    rmSync(lockPath, { force: true });
  } catch {
    // Open in the process that owns the project now.
  }
}

function identify(lockPath: string): string | null {
  const stat = statSync(lockPath, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev} ${stat.ino} ${stat.birthtimeNs}`;
}
