import type { Part, StoredPart, StripRef } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import { canonicalJson, type Json } from '#core/json.ts';
import { type ArrayRow, fromRow, toRow } from './arrayBytes.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { digestPart } from './digest.ts';
import { putImage } from './images.ts';

/** Parts read at once: few enough to fit in memory whatever they hold, enough to make the statements cheap. */
const PAGE = 64;

interface PartRow {
  readonly number: number;
  readonly id: string;
  readonly key: string;
  readonly hash: string | null;
  readonly mediaType: string;
  readonly tiles: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

type PartArrayRow = ArrayRow & { readonly name: string };

const COLUMNS =
  'p.number, p.id, p.key, i.hash, i.media_type AS mediaType, i.tiles, i.width_px AS widthPx, i.height_px AS heightPx';

const ARRAYS_OF_PART = 'SELECT name, dtype, shape, data FROM part_array WHERE part = ?';

/** Parts in the order of the artifact. No statement stays open between two of them, so the reader may write meanwhile. */
export function* placedParts(db: ReadableDb, artifact: number): Generator<{ ordinal: number; part: StoredPart }> {
  for (let from = 0; ; ) {
    const rows = db.all<PartRow & { ordinal: number }>(
      `SELECT ap.ordinal, ${COLUMNS} FROM artifact_part ap
       JOIN part p ON p.number = ap.part LEFT JOIN image i ON i.number = p.image
       WHERE ap.artifact = ? AND ap.ordinal >= ? ORDER BY ap.ordinal LIMIT ${PAGE}`,
      artifact,
      from,
    );
    const last = rows.at(-1);
    if (!last) return;
    const arrays = db.all<PartArrayRow & { part: number }>(
      `SELECT a.part, a.name, a.dtype, a.shape, a.data FROM artifact_part ap
       JOIN part_array a ON a.part = ap.part WHERE ap.artifact = ? AND ap.ordinal BETWEEN ? AND ?`,
      artifact,
      from,
      last.ordinal,
    );
    const byPart = Map.groupBy(arrays, ({ part }) => part);
    for (const row of rows) yield { ordinal: row.ordinal, part: toPart(row, byPart.get(row.number) ?? []) };
    from = last.ordinal + 1;
  }
}

export function partAt(db: ReadableDb, artifact: number, ordinal: number): StoredPart {
  const row = db.one<PartRow>(
    `SELECT ${COLUMNS} FROM artifact_part ap
     JOIN part p ON p.number = ap.part LEFT JOIN image i ON i.number = p.image
     WHERE ap.artifact = ? AND ap.ordinal = ?`,
    artifact,
    ordinal,
  );
  if (!row) throw new Failure('NOT_FOUND', `This result has no part ${ordinal}.`);
  return toPart(row, db.all<PartArrayRow>(ARRAYS_OF_PART, row.number));
}

export function partById(db: ReadableDb, id: string): StoredPart {
  const row = db.one<PartRow>(
    `SELECT ${COLUMNS} FROM part p LEFT JOIN image i ON i.number = p.image WHERE p.id = ?`,
    id,
  );
  if (!row) throw new Failure('NOT_FOUND', `The project has no part ${id}.`);
  return toPart(row, db.all<PartArrayRow>(ARRAYS_OF_PART, row.number));
}

/** The strip of the part at a place, without reading the part; null where there is neither. */
export function stripAt(db: ReadableDb, artifact: number, ordinal: number): StripRef | null {
  const strip = db.one<StripRef>(
    `SELECT i.hash, i.media_type AS mediaType, i.tiles, i.width_px AS widthPx, i.height_px AS heightPx
     FROM artifact_part ap JOIN part p ON p.number = ap.part JOIN image i ON i.number = p.image
     WHERE ap.artifact = ? AND ap.ordinal = ?`,
    artifact,
    ordinal,
  );
  return strip ?? null;
}

export function partNumber(db: ReadableDb, id: string): number | null {
  return db.one<{ number: number }>('SELECT number FROM part WHERE id = ?', id)?.number ?? null;
}

/** Stores a part with its picture; one that is stored already stays as it is. Answers the number of the row. */
export function putPart(db: WritableDb, part: Part): number {
  const known = partNumber(db, part.id);
  if (known !== null) return known;
  const arrays = Object.entries(part.arrays).map(([name, array]) => ({ name, ...toRow(array) }));
  const key = canonicalJson(part.key);
  const { rowNumber } = db.run(
    'INSERT INTO part (id, key, digest, image, size_bytes) VALUES (?, ?, ?, ?, ?)',
    part.id,
    key,
    digestPart(key, arrays),
    part.image === null ? null : putImage(db, part.image),
    arrays.reduce((sum, { data }) => sum + data.byteLength, 0),
  );
  for (const { name, dtype, shape, data } of arrays) {
    db.run(
      'INSERT INTO part_array (part, name, dtype, shape, data) VALUES (?, ?, ?, ?, ?)',
      rowNumber,
      name,
      dtype,
      shape,
      data,
    );
  }
  return rowNumber;
}

/** Gives a part its place in an artifact; the same place again changes nothing. */
export function placePart(db: WritableDb, artifact: number, ordinal: number, part: number): void {
  const sql = 'INSERT INTO artifact_part (artifact, ordinal, part) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
  if (db.run(sql, artifact, ordinal, part).changes === 1) return;
  const there = db.one<{ part: number }>(
    'SELECT part FROM artifact_part WHERE artifact = ? AND ordinal = ?',
    artifact,
    ordinal,
  );
  if (there?.part !== part) {
    throw new Failure('INTERNAL', `Place ${ordinal} or the part meant for it is taken already.`, {
      kept: 'Everything that was committed before is kept.',
    });
  }
}

function toPart(row: PartRow, arrays: readonly PartArrayRow[]): StoredPart {
  const { id, hash, mediaType, tiles, widthPx, heightPx } = row;
  return {
    id,
    key: JSON.parse(row.key) as Json,
    arrays: Object.fromEntries(
      arrays.map((array) => [array.name, fromRow(array, `Array ${array.name} of part ${id}`)]),
    ),
    image: hash === null ? null : { hash, mediaType, tiles, widthPx, heightPx },
  };
}
