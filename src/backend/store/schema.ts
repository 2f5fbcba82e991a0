import { existsSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { connectWritable, type ReadableDb, type WritableDb } from './database.ts';
import type { Migration } from './migrations/migration.ts';
import { MIGRATIONS } from './migrations.ts';
import { damaged } from './sqliteFailure.ts';

/** `ULOM` in ASCII: what makes a SQLite file one of ours. */
export const APPLICATION_ID = 0x554c4f4d;

export function schemaVersionOf(db: ReadableDb): number {
  return db.pragma('user_version') as number;
}

/** Takes a database, an empty one too, through the steps above its version: each wholly or not at all. */
export function migrate(db: WritableDb, migrations: readonly Migration[] = MIGRATIONS): void {
  const from = schemaVersionOf(db);
  for (const { version, sql } of migrations.slice(from)) {
    // A step may rebuild a table that others refer to: references are off meanwhile and checked before the step counts.
    db.script('PRAGMA foreign_keys = OFF');
    try {
      db.atomically(() => {
        db.script(sql);
        const dangling = db.all('PRAGMA foreign_key_check');
        if (dangling.length > 0)
          throw damaged(basename(db.path), `${dangling.length} references would lead nowhere in version ${version}`);
        db.script(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version}`);
      });
    } finally {
      db.script('PRAGMA foreign_keys = ON');
    }
  }
}

/** Copies a file of an older version beside itself before it is migrated; answers where the copy is. */
export function backupBeforeMigration(db: WritableDb): string {
  const extension = extname(db.path);
  const stem = join(dirname(db.path), basename(db.path, extension));
  const version = schemaVersionOf(db);
  const candidates = Array.from(
    { length: 100 },
    (_, n) => `${stem}.version-${version}${n === 0 ? '' : `-${n}`}${extension}`,
  );
  const copy = candidates.find((path) => !existsSync(path)) ?? `${stem}.version-${version}-${Date.now()}${extension}`;
  db.run('VACUUM INTO ?', copy);
  return copy;
}

interface SchemaRow {
  readonly name: string;
  readonly sql: string | null;
}

/** Everything a database defines, by name: tables, indexes, triggers, views. */
export function readSchema(db: ReadableDb): ReadonlyMap<string, string> {
  const rows = db.all<SchemaRow>(
    "SELECT type || ' ' || name AS name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name",
  );
  return new Map(rows.map(({ name, sql }) => [name, sql ?? '']));
}

/** The schema of a version, as its migrations make it; there is no second description to keep in step. */
export function expectedSchema(
  version: number,
  migrations: readonly Migration[] = MIGRATIONS,
): ReadonlyMap<string, string> {
  const { db, close } = connectWritable(':memory:', true);
  try {
    migrate(db, migrations.slice(0, version));
    return readSchema(db);
  } finally {
    close();
  }
}
