import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Connection, connectReadable, connectWritable, type WritableDb } from '#backend/store/database.ts';
import type { Migration } from '#backend/store/migrations/migration.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '#backend/store/migrations.ts';
import { backupBeforeMigration, expectedSchema, migrate, readSchema, schemaVersionOf } from '#backend/store/schema.ts';
import { temporaryFolder } from './temporaryProject.ts';

type Table = readonly Readonly<Record<string, unknown>>[];
type Tables = Readonly<Record<string, Table>>;

interface Step {
  /** The version migrated from: the file is made by the steps up to it and filled with these statements. */
  readonly from: number;
  readonly fill: string;
  /** Every table that has rows, as it is to stand afterwards. */
  readonly expected: Tables;
}

function databaseOf(path: string, migrations: readonly Migration[]): Connection<WritableDb> {
  const connection = connectWritable(path, true);
  migrate(connection.db, migrations);
  return connection;
}

/** Whole tables, so that a step cannot lose a column or a row unseen. */
function readTables({ db }: Connection<WritableDb>): Tables {
  const names = db.all<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  );
  const tables = names.map(({ name }) => [name, db.all<Table[number]>(`SELECT * FROM ${name} ORDER BY 1, 2`)] as const);
  return Object.fromEntries(tables.filter(([, rows]) => rows.length > 0));
}

/** Runs a step on a filled file of the version before it and compares everything. */
function expectStep(migrations: readonly Migration[], { from, fill, expected }: Step): void {
  const path = join(temporaryFolder(), 'old.unitloom');
  const old = databaseOf(path, migrations.slice(0, from));
  old.db.script(fill);
  migrate(old.db, migrations);
  expect(schemaVersionOf(old.db)).toBe(migrations.length);
  expect(readTables(old)).toEqual(expected);
  expect(readSchema(old.db)).toEqual(expectedSchema(migrations.length, migrations));
  old.close();
}

/** One entry for each released version below the present one. */
const STEPS: readonly Step[] = [
  {
    from: 1,
    fill: `INSERT INTO meta VALUES ('name', 'Old');
           INSERT INTO image VALUES (1, 'ab', 'image/webp', 5, 64, 64, 'cd', 3);
           INSERT INTO image_bytes VALUES (1, x'010203');
           INSERT INTO journal VALUES (1, '2026-11-24T00:00:00Z', 'Ann', 'unit.pinned', '{"unit":3,"value":true}');`,
    expected: {
      meta: [{ key: 'name', value: 'Old' }],
      image: [
        {
          number: 1,
          hash: 'ab',
          media_type: 'image/webp',
          tiles: 5,
          width_px: 64,
          height_px: 64,
          digest: 'cd',
          size_bytes: 3,
        },
      ],
      image_bytes: [{ image: 1, bytes: Buffer.from([1, 2, 3]) }],
      journal: [
        { id: 1, at: '2026-11-24T00:00:00Z', author: 'Ann', kind: 'unit.pinned', payload: '{"unit":3,"value":true}' },
      ],
    },
  },
];

describe('migrations', () => {
  test('are numbered without gaps, and each older version has its step here', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(Array.from({ length: SCHEMA_VERSION }, (_, n) => n + 1));
    expect(STEPS.map(({ from }) => from)).toEqual(Array.from({ length: SCHEMA_VERSION - 1 }, (_, n) => n + 1));
  });

  test('of a file of each older version give the tables of the present one', () => {
    for (const step of STEPS) expectStep(MIGRATIONS, step);
  });
});

/** The mechanism, on a table that is rebuilt while another one refers to it. */
const REBUILD: readonly Migration[] = [
  {
    version: 1,
    sql: `CREATE TABLE owner (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
          CREATE TABLE thing (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL REFERENCES owner (id) ON DELETE CASCADE) STRICT;`,
  },
  {
    version: 2,
    sql: `CREATE TABLE owner_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER NOT NULL) STRICT;
          INSERT INTO owner_new SELECT id, upper(name), 7 FROM owner;
          DROP TABLE owner;
          ALTER TABLE owner_new RENAME TO owner;`,
  },
];
const FILL = "INSERT INTO owner VALUES (1, 'ann'), (2, 'bob'); INSERT INTO thing VALUES (10, 2), (11, 1);";

describe('a step', () => {
  test('rebuilds a table without losing what refers to it', () => {
    expectStep(REBUILD, {
      from: 1,
      fill: FILL,
      expected: {
        owner: [
          { id: 1, name: 'ANN', age: 7 },
          { id: 2, name: 'BOB', age: 7 },
        ],
        thing: [
          { id: 10, owner: 2 },
          { id: 11, owner: 1 },
        ],
      },
    });
  });

  test.each([
    [
      'leaves references that lead nowhere',
      'DELETE FROM owner WHERE id = 2;',
      '1 references would lead nowhere in version 2',
    ],
    ['fails half way', 'DELETE FROM thing; CREATE TABLE thing (id);', 'table thing already exists'],
  ])('that %s changes nothing', (_, sql, sentence) => {
    const database = databaseOf(join(temporaryFolder(), 'old.unitloom'), REBUILD.slice(0, 1));
    database.db.script(FILL);
    const before = readTables(database);
    expect(() => migrate(database.db, [...REBUILD.slice(0, 1), { version: 2, sql }])).toThrow(sentence);
    expect(readTables(database)).toEqual(before);
    expect(schemaVersionOf(database.db)).toBe(1);
    expect(() => database.db.script('INSERT INTO thing VALUES (12, 99)')).toThrow('FOREIGN KEY');
    database.close();
  });

  test('is preceded by a copy of the file, beside those of earlier times', () => {
    const folder = temporaryFolder();
    const database = databaseOf(join(folder, 'old.unitloom'), REBUILD.slice(0, 1));
    database.db.script(FILL);
    const copies = [backupBeforeMigration(database.db), backupBeforeMigration(database.db)];
    database.close();
    expect(copies).toEqual(['old.version-1.unitloom', 'old.version-1-1.unitloom'].map((name) => join(folder, name)));
    expect(readdirSync(folder)).toHaveLength(3);
    const copy = connectReadable(copies[0] as string);
    expect(copy.db.all('SELECT * FROM thing')).toHaveLength(2);
    expect(schemaVersionOf(copy.db)).toBe(1);
    copy.close();
  });
});
