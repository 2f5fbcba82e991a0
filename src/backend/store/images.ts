import type { StripImage, StripRef } from '#core/artifact.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { digestBytes } from './digest.ts';

export interface ImageStore {
  /** A strip by its address; null when this project does not have it. */
  get(hash: string): StripImage | null;
}

export function openImages(db: ReadableDb): ImageStore {
  return { get: (hash) => readImage(db, hash) };
}

export function readImage(db: ReadableDb, hash: string): StripImage | null {
  const row = db.one<StripRef & { bytes: Uint8Array }>(
    `SELECT i.hash, i.media_type AS mediaType, i.tiles, i.width_px AS widthPx, i.height_px AS heightPx, b.bytes
     FROM image i JOIN image_bytes b ON b.image = i.number WHERE i.hash = ?`,
    hash,
  );
  return row ?? null;
}

/** Stores a strip; one of the same address stays as it is. Answers the number of the row. */
export function putImage(db: WritableDb, image: StripImage): number {
  const known = db.one<{ number: number }>('SELECT number FROM image WHERE hash = ?', image.hash);
  if (known) return known.number;
  const { rowNumber } = db.run(
    'INSERT INTO image (hash, media_type, tiles, width_px, height_px, digest, size_bytes) VALUES (?, ?, ?, ?, ?, ?, ?)',
    image.hash,
    image.mediaType,
    image.tiles,
    image.widthPx,
    image.heightPx,
    digestBytes(image.bytes),
    image.bytes.byteLength,
  );
  db.run('INSERT INTO image_bytes (image, bytes) VALUES (?, ?)', rowNumber, image.bytes);
  return rowNumber;
}
