import { existsSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure } from '#core/failure.ts';
import { type ArtifactStore, openArtifacts } from './artifacts.ts';
import { type Connection, connectReadable, connectWritable, type ReadableDb, type WritableDb } from './database.ts';
import { type ImageStore, openImages } from './images.ts';
import { checkSkeleton, type Inspection, inspectProject } from './inspect.ts';
import { interruptJobs, type JobStore, openJobs } from './jobs.ts';
import { type JournalStore, openJournal } from './journal.ts';
import { type MaskStore, openMasks } from './masks.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import { acquireOwnerLock, type OwnerLock } from './ownerLock.ts';
import { backupBeforeMigration, migrate } from './schema.ts';
import { readOnly } from './sqliteFailure.ts';

/** An open project file. Everything but reading throws READ_ONLY where it was opened read-only. */
export interface Project {
  /** The real path: links are resolved. */
  readonly path: string;
  readonly readOnly: boolean;
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly schemaVersion: number;
  readonly artifacts: ArtifactStore;
  readonly images: ImageStore;
  readonly journal: JournalStore;
  readonly masks: MaskStore;
  readonly jobs: JobStore;
  counts(): { readonly artifacts: number; readonly images: number };
  sizeBytes(): number;
  /** Folds the write-ahead log in, so that one file is the project, and gives it free. */
  close(): void;
}

/**
 * Makes a project file; it appears under its name only when it is whole.
 *
 * @throws Failure BAD_INPUT when there is a file already, NOT_FOUND, READ_ONLY, DISK_FULL
 */
export function createProject(path: string, name: string): Project {
  const real = join(realFolder(path), basename(path));
  return own(real, (lock) => {
    if (statSync(real, { throwIfNoEntry: false })) {
      throw new Failure('BAD_INPUT', `${basename(real)} exists already.`, {
        kept: 'The file was left as it is.',
        remedy: 'Open it, or choose another name.',
      });
    }
    writeEmptyProject(real, name);
    return openOwned(real, lock);
  });
}

/**
 * Opens a project to work in it. Where it or its folder cannot be written it is opened read-only.
 *
 * @throws Failure NOT_FOUND, NOT_A_PROJECT, NEWER_PROJECT, DAMAGED_PROJECT or PROJECT_IN_USE; the file stays as it was
 */
export function openProject(path: string, options: { readonly readOnly?: boolean } = {}): Project {
  const real = realFile(path);
  if (options.readOnly) return openReadOnly(real);
  try {
    return own(real, (lock) => openOwned(real, lock));
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === 'READ_ONLY') return openReadOnly(real);
    throw thrown;
  }
}

/** An inspected connection that cannot write: for read-only projects, verify and backup. */
export function connectInspected(path: string): Connection<ReadableDb> & { readonly inspection: Inspection } {
  const connection = connectReadable(realFile(path));
  try {
    return { ...connection, inspection: inspectProject(connection.db) };
  } catch (failure) {
    connection.close();
    throw failure;
  }
}

/** @throws Failure NOT_FOUND with the sentence that every list and command shows */
export function realFile(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile()) return realpathSync(path);
  throw new Failure('NOT_FOUND', `There is no project file ${path}.`, {
    remedy: 'Look where it was moved, or take it off the list.',
  });
}

function realFolder(path: string): string {
  const folder = dirname(resolve(path));
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return realpathSync(folder);
  throw new Failure('NOT_FOUND', `There is no folder ${folder}.`, { remedy: 'Make it first, or choose another one.' });
}

/** Takes the lock; `open` hands it to the project, or throws and it is free again. */
function own(path: string, open: (lock: OwnerLock) => Project): Project {
  const lock = acquireOwnerLock(path);
  try {
    return open(lock);
  } catch (failure) {
    lock.release();
    throw failure;
  }
}

function writeEmptyProject(path: string, name: string): void {
  const unfinished = `${path}-new`;
  rmSync(unfinished, { force: true });
  try {
    const { db, close } = connectWritable(unfinished, true);
    try {
      migrate(db);
      db.run(
        'INSERT INTO meta (key, value) VALUES (?, ?), (?, ?)',
        'name',
        name,
        'createdAt',
        new Date().toISOString(),
      );
    } finally {
      close();
    }
    renameSync(unfinished, path);
  } catch (failure) {
    rmSync(unfinished, { force: true });
    throw failure;
  }
}

/**
 * A kill while the log was being folded in leaves a rollback journal beside the file. Only a connection that can write may roll it
 * back, and it does so before its first read.
 */
function rollBackInterrupted(path: string): void {
  if (!existsSync(`${path}-journal`)) return;
  const { db, close } = connectWritable(path);
  try {
    db.pragma('schema_version');
  } finally {
    close();
  }
}

function openOwned(path: string, lock: OwnerLock): Project {
  rollBackInterrupted(path);
  const { close, db: looking, inspection } = connectInspected(path);
  try {
    // We own it, so a log that is not folded in is what a crash left.
    if (!inspection.folded) checkSkeleton(looking);
  } finally {
    close();
  }
  const connection = connectWritable(path);
  const { db } = connection;
  try {
    if (inspection.schemaVersion < SCHEMA_VERSION) {
      backupBeforeMigration(db);
      migrate(db);
    }
    db.script('PRAGMA journal_mode = WAL');
    interruptJobs(db);
  } catch (failure) {
    connection.close();
    throw failure;
  }
  return present(connection, inspection, db, () => {
    foldLog(db);
    connection.close();
    lock.release();
  });
}

function openReadOnly(path: string): Project {
  const connection = connectInspected(path);
  return present(connection, connection.inspection, null, connection.close);
}

function present(
  { db, sqlite }: Connection<ReadableDb>,
  { name, createdAt }: Inspection,
  writable: WritableDb | null,
  close: () => void,
): Project {
  const writing = () => {
    if (writable === null) throw readOnly(basename(db.path));
    return writable;
  };
  return {
    path: db.path,
    readOnly: writable === null,
    name,
    createdAt,
    schemaVersion: SCHEMA_VERSION,
    artifacts: openArtifacts(db, writing),
    images: openImages(db),
    journal: openJournal(db, writing),
    masks: openMasks(db, writing),
    jobs: openJobs(db, writing),
    counts: () => ({ artifacts: countRows(db, 'artifact'), images: countRows(db, 'image') }),
    sizeBytes: () => fileBytes(db.path) + fileBytes(`${db.path}-wal`),
    close: () => {
      if (sqlite.open) close();
    },
  };
}

/** A reader elsewhere (verify, another process) keeps the log apart; then it is folded in at the next close. */
function foldLog(db: WritableDb): void {
  try {
    db.script('PRAGMA busy_timeout = 250; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE');
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
  }
}

function countRows(db: ReadableDb, table: 'artifact' | 'image'): number {
  return db.one<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count ?? 0;
}

function fileBytes(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
