import { createHash, hash } from 'node:crypto';
import type { ArrayRow } from './arrayBytes.ts';
import type { ReadableDb } from './database.ts';

export function digestBytes(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

/**
 * A part's digest covers its key and arrays, not its picture: pictures are for looking and their encoding may differ.
 *
 * @param key canonical JSON, as it is stored
 */
export function digestPart(key: string, arrays: readonly (ArrayRow & { readonly name: string })[]): string {
  const lines = arrays.map(
    ({ name, dtype, shape, data }) => `${JSON.stringify(name)} ${dtype} ${shape} ${digestBytes(data)}\n`,
  );
  return hash('sha256', `${key}\n${lines.sort().join('')}`);
}

/** An artifact's digest covers the digests of its parts in their order and its arrays by name; no time, no device. */
export function digestArtifact(db: ReadableDb, artifact: number): string {
  const digest = createHash('sha256');
  const parts = db.all<{ digest: string }>(
    `SELECT p.digest FROM artifact_part ap JOIN part p ON p.number = ap.part WHERE ap.artifact = ? ORDER BY ap.ordinal`,
    artifact,
  );
  for (const part of parts) digest.update(`part ${part.digest}\n`);
  const arrays = db.all<{ name: string; dtype: string; shape: string; hash: string }>(
    `SELECT a.name, a.dtype, a.shape, b.hash FROM artifact_array a JOIN blob b ON b.number = a.blob
     WHERE a.artifact = ? ORDER BY a.name`,
    artifact,
  );
  for (const array of arrays)
    digest.update(`array ${JSON.stringify(array.name)} ${array.dtype} ${array.shape} ${array.hash}\n`);
  return digest.digest('hex');
}
