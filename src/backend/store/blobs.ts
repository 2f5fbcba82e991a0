import type { ReadableDb, WritableDb } from './database.ts';
import { digestBytes } from './digest.ts';

/** Large contents lie in rows of this size, so that none has to be held twice to be read or checked. */
const CHUNK_BYTES = 1 << 20;

/** Stores bytes under their SHA-256; the same content is stored once. Answers the number of the row. */
export function putBlob(db: WritableDb, bytes: Uint8Array): number {
  const hash = digestBytes(bytes);
  const known = db.one<{ number: number }>('SELECT number FROM blob WHERE hash = ?', hash);
  if (known) return known.number;
  const blob = db.run('INSERT INTO blob (hash, size_bytes) VALUES (?, ?)', hash, bytes.byteLength).rowNumber;
  for (let offset = 0, position = 0; offset < bytes.byteLength; offset += CHUNK_BYTES, position++) {
    const chunk = bytes.subarray(offset, offset + CHUNK_BYTES);
    db.run('INSERT INTO blob_chunk (blob, position, data) VALUES (?, ?, ?)', blob, position, chunk);
  }
  return blob;
}

/** The chunks of a blob in their order, one in memory at a time. */
export function* readChunks(db: ReadableDb, blob: number): Generator<Uint8Array> {
  for (let position = 0; ; position++) {
    const chunk = db.one<{ data: Uint8Array }>(
      'SELECT data FROM blob_chunk WHERE blob = ? AND position = ?',
      blob,
      position,
    );
    if (!chunk) return;
    yield chunk.data;
  }
}

export function readBlob(db: ReadableDb, blob: number): Uint8Array {
  const size = db.one<{ bytes: number }>('SELECT size_bytes AS bytes FROM blob WHERE number = ?', blob)?.bytes ?? 0;
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of readChunks(db, blob)) {
    // A damaged file may hold more than it states; what is missing shows in the digest.
    whole.set(chunk.subarray(0, size - offset), offset);
    offset = Math.min(size, offset + chunk.byteLength);
  }
  return whole;
}
