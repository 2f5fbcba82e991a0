import { basename } from 'node:path';
import { Failure } from '#core/failure.ts';
import type { ReadableDb } from './database.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import { APPLICATION_ID, expectedSchema, readSchema, schemaVersionOf } from './schema.ts';
import { damaged, notAProject } from './sqliteFailure.ts';

/** What a file says of itself after it proved to be a project that this version can read. */
export interface Inspection {
  readonly name: string;
  readonly createdAt: string;
  readonly schemaVersion: number;
  /** The write-ahead log was folded in: the file was closed as it should be. */
  readonly folded: boolean;
}

/**
 * Looks at a file that may come from anywhere, on a connection that cannot write. A schema that differs from ours in
 * anything, a trigger or a view too many, is refused. A file shorter than it states is refused by SQLite itself.
 *
 * @throws Failure NOT_A_PROJECT, NEWER_PROJECT or DAMAGED_PROJECT
 */
export function inspectProject(db: ReadableDb): Inspection {
  const file = basename(db.path);
  if (db.pragma('application_id') !== APPLICATION_ID) throw notAProject(file);
  const schemaVersion = schemaVersionOf(db);
  if (schemaVersion > SCHEMA_VERSION) throw newer(file);
  if (!isExpected(db, schemaVersion)) throw damaged(file, 'its tables are not those of a project');
  const meta = new Map(
    db.all<{ key: string; value: string }>('SELECT key, value FROM meta').map(({ key, value }) => [key, value]),
  );
  const name = meta.get('name');
  const createdAt = meta.get('createdAt');
  if (name === undefined || createdAt === undefined) throw damaged(file, 'it does not say its name');
  return { name, createdAt, schemaVersion, folded: db.pragma('journal_mode') !== 'wal' };
}

function isExpected(db: ReadableDb, schemaVersion: number): boolean {
  const expected = expectedSchema(schemaVersion);
  const found = readSchema(db);
  return (
    schemaVersion > 0 && found.size === expected.size && [...found].every(([name, sql]) => expected.get(name) === sql)
  );
}

/** The tables whose rows are contents. They are checked by their hashes when somebody asks for `verify`. */
const CONTENTS: ReadonlySet<string> = new Set(['part_array', 'image_bytes', 'blob_chunk']);

/**
 * Checks the structure of every table but those that hold contents: fast, whatever the size of the project.
 *
 * @throws Failure DAMAGED_PROJECT
 */
export function checkSkeleton(db: ReadableDb): void {
  const tables = db.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'");
  for (const { name } of tables) {
    const finding = CONTENTS.has(name) ? 'ok' : db.pragma(`quick_check('${name}')`);
    if (finding !== 'ok') throw damaged(basename(db.path), `table ${name} cannot be read`, finding);
  }
}

function newer(file: string): Failure {
  return new Failure('NEWER_PROJECT', `${file} was made by a newer Unitloom.`, {
    kept: 'The file was left as it is.',
    remedy: 'Update Unitloom to open it.',
  });
}
