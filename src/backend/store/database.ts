import Sqlite from 'better-sqlite3';
import { sqliteFailure } from './sqliteFailure.ts';

export type SqlValue = string | number | null | Uint8Array;

/** What may be done by functions that only look. They take this, so the compiler knows that they change nothing. */
export interface ReadableDb {
  readonly path: string;
  one<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined;
  all<Row>(sql: string, ...values: readonly SqlValue[]): Row[];
  /** A setting that is only asked for, as `user_version`. */
  pragma(name: string): unknown;
  /** Several reads of one state, whatever another connection writes meanwhile. */
  snapshot<T>(read: () => T): T;
}

export interface Written {
  readonly changes: number;
  readonly rowNumber: number;
}

/** What may be done by functions that write. */
export interface WritableDb extends ReadableDb {
  run(sql: string, ...values: readonly SqlValue[]): Written;
  /** Several statements without values: migrations and settings. */
  script(sql: string): void;
  /** All of `write` or nothing of it. */
  atomically<T>(write: () => T): T;
}

/** An open database; whoever opened it closes it. */
export interface Connection<Db extends ReadableDb> {
  readonly db: Db;
  /** For what the two capabilities do not cover: the online backup. */
  readonly sqlite: Sqlite.Database;
  close(): void;
}

/** How long a statement waits for another connection (maintenance, a reader) before it gives up. */
const BUSY_MS = 5000;

/** Nothing that a file from elsewhere says is run or believed without a check. */
const CAREFUL = 'PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;';

const WRITING = `
  PRAGMA foreign_keys = ON;
  PRAGMA recursive_triggers = ON;
  PRAGMA synchronous = NORMAL;
  PRAGMA cache_size = -32000;
`;

export function connectReadable(path: string): Connection<ReadableDb> {
  return connect(path, true, CAREFUL, (sqlite) => readable(sqlite, path));
}

/** @param path an existing database, or a new file or `:memory:` when `create` is set */
export function connectWritable(path: string, create = false): Connection<WritableDb> {
  // Both layouts are decided before the first page is written; incremental vacuum lets `compact` shrink a file in steps.
  const layout = create ? 'PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL;' : '';
  return connect(path, false, layout + CAREFUL + WRITING, (sqlite) => writable(sqlite, path));
}

function connect<Db extends ReadableDb>(
  path: string,
  readonly: boolean,
  settings: string,
  capability: (sqlite: Sqlite.Database) => Db,
): Connection<Db> {
  const sqlite = translated(path, () => new Sqlite(path, { readonly, timeout: BUSY_MS }));
  try {
    translated(path, () => sqlite.exec(settings));
  } catch (failure) {
    sqlite.close();
    throw failure;
  }
  return { db: capability(sqlite), sqlite, close: () => sqlite.close() };
}

function readable(sqlite: Sqlite.Database, path: string): ReadableDb {
  const statement = statementCache(sqlite);
  const reading = (sql: string) => {
    const prepared = statement(sql);
    if (!prepared.readonly) throw new TypeError(`a reading call was given "${sql}"`);
    return prepared;
  };
  return {
    path,
    one: <Row>(sql: string, ...values: readonly SqlValue[]) =>
      translated(path, () => reading(sql).get(...values) as Row | undefined),
    all: <Row>(sql: string, ...values: readonly SqlValue[]) =>
      translated(path, () => reading(sql).all(...values) as Row[]),
    pragma: (name) => translated(path, () => sqlite.pragma(name, { simple: true })),
    snapshot: (read) => translated(path, () => sqlite.transaction(read).deferred()),
  };
}

function writable(sqlite: Sqlite.Database, path: string): WritableDb {
  const statement = statementCache(sqlite);
  return {
    ...readable(sqlite, path),
    run: (sql, ...values) =>
      translated(path, () => {
        const { changes, lastInsertRowid } = statement(sql).run(...values);
        return { changes, rowNumber: Number(lastInsertRowid) };
      }),
    script: (sql) => {
      translated(path, () => sqlite.exec(sql));
    },
    // Immediate: a lock that is wanted later fails at the start, where nothing has been done yet.
    atomically: (write) => translated(path, () => sqlite.transaction(write).immediate()),
  };
}

/** Statements are prepared once; the SQL stands where it is used. */
function statementCache(sqlite: Sqlite.Database): (sql: string) => Sqlite.Statement {
  const prepared = new Map<string, Sqlite.Statement>();
  return (sql) => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const fresh = sqlite.prepare(sql);
    prepared.set(sql, fresh);
    return fresh;
  };
}

function translated<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (thrown) {
    throw sqliteFailure(thrown, path);
  }
}
