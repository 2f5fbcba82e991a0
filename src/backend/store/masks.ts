import { hashText, type PictureRef, type StripImage } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import { canonicalJson } from '#core/json.ts';
import { applyStroke } from '#core/mask/applyStroke.ts';
import { type FoldedEntries, foldEntries, type MaskEntry } from '#core/mask/entry.ts';
import { createMask } from '#core/mask/mask.ts';
import { decodeRuns, encodeRuns } from '#core/mask/runs.ts';
import type { MaskRemark, MaskState, PictureSource } from '#core/views/mask.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { putImage } from './images.ts';

/** A picture that can be annotated: its latent is known, so features can be computed from it. */
export interface PictureToAnnotate {
  /** [L] float32 */
  readonly w: Float32Array;
  readonly pairId: string;
  readonly className: string;
  readonly source: PictureSource;
  /** The strip it stands in, and its place there. A strip that the project has already needs no bytes. */
  readonly strip: StripImage | string;
  readonly tile: number;
}

export interface StoredPicture {
  readonly id: string;
  readonly pairId: string;
  readonly w: Float32Array;
  readonly className: string;
  readonly source: PictureSource;
  readonly picture: PictureRef;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly isRemoved: boolean;
}

export interface StoredMask {
  readonly id: string;
  readonly pictureId: string;
  readonly annotator: string;
  readonly state: MaskState;
  /** Entries of its journal. */
  readonly entries: number;
  readonly createdAt: string;
  /** Of the last entry; null before the first. */
  readonly changedAt: string | null;
  /** When somebody last gave it a state; null where nobody has. */
  readonly stateAt: string | null;
}

/** A mask as it stands, with the strokes that made it. */
export interface MaskContent extends FoldedEntries {
  /** [H W] uint8, numbers of labels */
  readonly data: Uint8Array;
  /** Number of the last entry; 0 before the first. */
  readonly through: number;
}

/** Pictures to annotate and the masks that people draw on them. Nothing is ever overwritten. */
export interface MaskStore {
  /** Answers ids in the order given; a picture that is there already is the same one, and comes back when it had been removed. */
  addPictures(pictures: readonly PictureToAnnotate[], generatorHash: string, author: string): string[];
  /** Oldest first, removed ones too. */
  pictures(): StoredPicture[];
  picture(id: string): StoredPicture;
  removePicture(id: string, author: string): void;
  masks(): StoredMask[];
  /** The mask of an annotator on a picture; null before the first stroke. */
  mask(pictureId: string, annotator: string): StoredMask | null;
  /**
   * Stores entries in one transaction: when it returns all of them are in the file. Those that are there already are left as they are.
   *
   * @returns the number of the mask's last entry
   */
  append(pictureId: string, annotator: string, entries: readonly MaskEntry[]): number;
  content(pictureId: string, annotator: string): MaskContent;
  /** Oldest first. */
  entries(pictureId: string, annotator: string): MaskEntry[];
  setState(pictureId: string, annotator: string, state: MaskState, author: string): void;
  comment(pictureId: string, text: string, author: string): void;
  /** Oldest first. */
  comments(pictureId: string): MaskRemark[];
}

/** The same latent of the same generator is the same picture in every project. */
export function pictureId(generatorHash: string, w: Float32Array): string {
  return hashText(`${generatorHash} ${Array.from(w).join(' ')}`).slice(0, 32);
}

interface PictureRow {
  readonly number: number;
  readonly id: string;
  readonly pairId: string;
  readonly w: Uint8Array;
  readonly className: string;
  readonly source: string;
  readonly hash: string;
  readonly tile: number;
  readonly tiles: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly last: string | null;
}

const PICTURES = `
  SELECT p.number, p.id, p.pair AS pairId, p.w, p.class_name AS className, p.source, i.hash, p.tile, i.tiles,
         p.width_px AS widthPx, p.height_px AS heightPx, p.added_at AS addedAt, p.added_by AS addedBy,
         (SELECT kind FROM mask_event e WHERE e.picture = p.number AND e.kind IN ('removed', 'restored')
          ORDER BY e.number DESC LIMIT 1) AS last
  FROM picture p JOIN image i ON i.number = p.image`;

const MASKS = `
  SELECT m.id, p.id AS pictureId, m.annotator, m.created_at AS createdAt,
         (SELECT count(*) FROM mask_entry e WHERE e.mask = m.number) AS entries,
         (SELECT at FROM mask_entry e WHERE e.mask = m.number ORDER BY e.number DESC LIMIT 1) AS changedAt,
         (SELECT at FROM mask_event e WHERE e.mask = m.number AND e.kind = 'state' ORDER BY e.number DESC LIMIT 1) AS stateAt,
         coalesce((SELECT value FROM mask_event e WHERE e.mask = m.number AND e.kind = 'state' ORDER BY e.number DESC LIMIT 1),
                  CASE WHEN EXISTS (SELECT 1 FROM mask_entry e WHERE e.mask = m.number) THEN 'drawing' ELSE 'to do' END) AS state
  FROM mask m JOIN picture p ON p.number = m.picture`;

/** @param writable gives the right to write, or throws READ_ONLY */
export function openMasks(db: ReadableDb, writable: () => WritableDb): MaskStore {
  const pictureRow = (id: string): PictureRow => {
    const row = db.one<PictureRow>(`${PICTURES} WHERE p.id = ?`, id);
    if (row) return row;
    throw new Failure('NOT_FOUND', `This project has no picture ${id.slice(0, 8)} to annotate.`, {
      remedy: 'It may have been added to another copy of the project: merge that one first.',
    });
  };
  const maskOf = (pictureId: string, annotator: string) =>
    db.one<StoredMask>(`${MASKS} WHERE p.id = ? AND m.annotator = ?`, pictureId, annotator) ?? null;
  return {
    addPictures: (pictures, generatorHash, author) => {
      const to = writable();
      return to.atomically(() => pictures.map((picture) => addPicture(to, picture, generatorHash, author)));
    },
    pictures: () => db.all<PictureRow>(`${PICTURES} ORDER BY p.number`).map(pictureOf),
    picture: (id) => pictureOf(pictureRow(id)),
    removePicture(id, author) {
      say(writable(), { picture: pictureRow(id).number, mask: null, kind: 'removed', value: '', author });
    },
    masks: () => db.all<StoredMask>(`${MASKS} ORDER BY m.number`),
    mask: maskOf,
    append(pictureId, annotator, entries) {
      const to = writable();
      const picture = pictureRow(pictureId);
      const { mask, last } = to.atomically(() => {
        const begun = begin(to, picture, annotator);
        return { mask: begun, last: appendEntries(to, begun, entries, annotator) };
      });
      // Now and then, so that opening draws few strokes again however many there are.
      if (entriesBeyondKnown(db, mask) > DRAWN_AT_MOST) readContent(db, writable, mask, picture);
      return last;
    },
    content: (pictureId, annotator) =>
      readContent(db, writable, maskNumber(db, pictureId, annotator), pictureRow(pictureId)),
    entries(pictureId, annotator) {
      const number = maskNumber(db, pictureId, annotator);
      return number === null ? [] : readEntries(db, number).map(({ entry }) => entry);
    },
    setState(pictureId, annotator, value, author) {
      const to = writable();
      const picture = pictureRow(pictureId);
      to.atomically(() => {
        const mask = begin(to, picture, annotator);
        say(to, { picture: picture.number, mask, kind: 'state', value, author });
      });
    },
    comment(pictureId, value, author) {
      say(writable(), { picture: pictureRow(pictureId).number, mask: null, kind: 'comment', value, author });
    },
    comments: (pictureId) =>
      db.all<MaskRemark>(
        "SELECT value AS text, at, author FROM mask_event WHERE picture = ? AND kind = 'comment' ORDER BY number",
        pictureRow(pictureId).number,
      ),
  };
}

/** The mask of an annotator, made at first use; answers its row. */
function begin(db: WritableDb, picture: PictureRow, annotator: string): number {
  const known = maskNumber(db, picture.id, annotator);
  if (known !== null) return known;
  return db.run(
    'INSERT INTO mask (id, picture, annotator, created_at) VALUES (?, ?, ?, ?)',
    hashText(`${picture.id} ${annotator}`).slice(0, 32),
    picture.number,
    annotator,
    new Date().toISOString(),
  ).rowNumber;
}

function pictureOf({ number, w, source, hash, tile, tiles, last, ...row }: PictureRow): StoredPicture {
  return {
    ...row,
    w: new Float32Array(w.slice().buffer),
    source: JSON.parse(source) as PictureSource,
    picture: { hash, index: tile, tiles },
    isRemoved: last === 'removed',
  };
}

function addPicture(db: WritableDb, picture: PictureToAnnotate, generatorHash: string, author: string): string {
  const id = pictureId(generatorHash, picture.w);
  const known = db.one<PictureRow>(`${PICTURES} WHERE p.id = ?`, id);
  if (known) {
    if (known.last === 'removed') say(db, { picture: known.number, mask: null, kind: 'restored', value: '', author });
    return id;
  }
  const image = typeof picture.strip === 'string' ? requireImage(db, picture.strip) : putImage(db, picture.strip);
  const size = db.one<{ widthPx: number; heightPx: number }>(
    'SELECT width_px AS widthPx, height_px AS heightPx FROM image WHERE number = ?',
    image,
  );
  db.run(
    `INSERT INTO picture (id, pair, w, class_name, source, image, tile, width_px, height_px, added_at, added_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    picture.pairId,
    new Uint8Array(picture.w.buffer, picture.w.byteOffset, picture.w.byteLength),
    picture.className,
    canonicalJson(picture.source),
    image,
    picture.tile,
    size?.widthPx as number,
    size?.heightPx as number,
    new Date().toISOString(),
    author,
  );
  return id;
}

function requireImage(db: WritableDb, hash: string): number {
  const row = db.one<{ number: number }>('SELECT number FROM image WHERE hash = ?', hash);
  if (row) return row.number;
  throw new Failure('NOT_FOUND', `The picture ${hash.slice(0, 8)} is not in this project.`);
}

interface Saying {
  readonly picture: number;
  readonly mask: number | null;
  readonly kind: 'state' | 'comment' | 'removed' | 'restored';
  readonly value: string;
  readonly author: string;
}

function say(db: WritableDb, { picture, mask, kind, value, author }: Saying): void {
  db.run(
    'INSERT INTO mask_event (picture, mask, kind, value, at, author) VALUES (?, ?, ?, ?, ?, ?)',
    picture,
    mask,
    kind,
    value,
    new Date().toISOString(),
    author,
  );
}

/** Row of a mask; null before the first stroke. */
function maskNumber(db: ReadableDb, pictureId: string, annotator: string): number | null {
  const row = db.one<{ number: number }>(
    'SELECT m.number FROM mask m JOIN picture p ON p.number = m.picture WHERE p.id = ? AND m.annotator = ?',
    pictureId,
    annotator,
  );
  return row?.number ?? null;
}

function appendEntries(db: WritableDb, mask: number, entries: readonly MaskEntry[], author: string): number {
  const at = new Date().toISOString();
  for (const entry of entries) {
    const known = db.one<{ mask: number }>('SELECT mask FROM mask_entry WHERE id = ?', entry.id);
    if (known && known.mask !== mask)
      throw new Failure('BAD_INPUT', `The stroke ${entry.id} belongs to another mask.`, {
        kept: 'Nothing of this was stored.',
      });
    if (known) continue;
    db.run(
      'INSERT INTO mask_entry (mask, id, kind, stroke, at, author) VALUES (?, ?, ?, ?, ?, ?)',
      mask,
      entry.id,
      entry.kind,
      entry.kind === 'stroke' ? canonicalJson(entry.stroke) : null,
      at,
      author,
    );
  }
  return lastEntry(db, mask);
}

function lastEntry(db: ReadableDb, mask: number): number {
  return db.one<{ last: number | null }>('SELECT max(number) AS last FROM mask_entry WHERE mask = ?', mask)?.last ?? 0;
}

function readEntries(db: ReadableDb, mask: number): { number: number; entry: MaskEntry }[] {
  return db
    .all<{ number: number; id: string; kind: MaskEntry['kind']; stroke: string | null }>(
      'SELECT number, id, kind, stroke FROM mask_entry WHERE mask = ? ORDER BY number',
      mask,
    )
    .map(({ number, id, kind, stroke }) => ({
      number,
      entry: (stroke === null ? { kind, id } : { kind, id, stroke: JSON.parse(stroke) }) as MaskEntry,
    }));
}

/** Strokes drawn again before what they gave is kept, so that opening stays quick however many there are. */
const REPLAYED_AT_MOST = 50;

/** A person who draws on waits for it once in so many strokes. */
const DRAWN_AT_MOST = 200;

function entriesBeyondKnown(db: ReadableDb, mask: number): number {
  const row = db.one<{ count: number }>(
    `SELECT count(*) AS count FROM mask_entry
     WHERE mask = ? AND number > coalesce((SELECT through FROM mask_known WHERE mask = ?), 0)`,
    mask,
    mask,
  );
  return row?.count ?? 0;
}

function readContent(
  db: ReadableDb,
  writable: () => WritableDb,
  mask: number | null,
  { widthPx, heightPx }: PictureRow,
): MaskContent {
  const drawn = createMask(widthPx, heightPx);
  if (mask === null) return { done: [], undone: [], data: drawn.data, through: 0 };
  const all = readEntries(db, mask);
  const folded = foldEntries(all.map(({ entry }) => entry));
  const through = all.at(-1)?.number ?? 0;
  const known = db.one<{ through: number; runs: Uint8Array }>(
    'SELECT through, runs FROM mask_known WHERE mask = ?',
    mask,
  );
  let count = 0;
  if (known !== undefined) {
    const { done } = foldEntries(all.filter(({ number }) => number <= known.through).map(({ entry }) => entry));
    // Strokes that were taken back since then are in what is known: it does not help then.
    if (done.every(({ id }, at) => folded.done[at]?.id === id)) {
      drawn.data.set(decodeRuns(known.runs, drawn.data.length));
      count = done.length;
    }
  }
  const replayed = folded.done.slice(count);
  for (const { stroke } of replayed) applyStroke(drawn, stroke);
  if (replayed.length > REPLAYED_AT_MOST) rememberContent(writable, mask, through, drawn.data);
  return { ...folded, data: drawn.data, through };
}

/** A project that cannot be written is read all the same, only more slowly. */
function rememberContent(writable: () => WritableDb, mask: number, through: number, data: Uint8Array): void {
  try {
    writable().run(
      `INSERT INTO mask_known (mask, through, runs) VALUES (?, ?, ?)
       ON CONFLICT (mask) DO UPDATE SET through = excluded.through, runs = excluded.runs`,
      mask,
      through,
      encodeRuns(data),
    );
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
  }
}
