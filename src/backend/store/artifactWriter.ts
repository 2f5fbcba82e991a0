import { Failure } from '#core/failure.ts';
import type { ArtifactWriter } from '#core/stage.ts';
import type { Tensor, TypedArray } from '#core/tensor.ts';
import { toRow } from './arrayBytes.ts';
import { putBlob } from './blobs.ts';
import type { WritableDb } from './database.ts';
import { partById, partNumber, placePart, putPart } from './parts.ts';

/** Fills a building artifact; every call is one transaction, so a killed process loses at most the batch it was at. */
export function writeArtifact(db: WritableDb, artifact: number, artifactId: string): ArtifactWriter {
  return {
    artifactId,
    stored: (ids) => new Set(ids.filter((id) => partNumber(db, id) !== null)),
    read: (id) => partById(db, id),
    commit: (parts) =>
      db.atomically(() => {
        for (const { part, ordinal } of parts) placePart(db, artifact, ordinal, putPart(db, part));
      }),
    adopt: (parts) =>
      db.atomically(() => {
        for (const { partId, ordinal } of parts) placePart(db, artifact, ordinal, requirePart(db, partId));
      }),
    putArray: (name, array) => db.atomically(() => putArray(db, artifact, name, array)),
  };
}

function requirePart(db: WritableDb, id: string): number {
  const part = partNumber(db, id);
  if (part === null) throw new Failure('NOT_FOUND', `The project has no part ${id}.`);
  return part;
}

/** An array of the same name is replaced: a resumed job may compute it again. */
function putArray(db: WritableDb, artifact: number, name: string, array: Tensor<TypedArray>): void {
  const { dtype, shape, data } = toRow(array);
  db.run('DELETE FROM artifact_array WHERE artifact = ? AND name = ?', artifact, name);
  db.run(
    'INSERT INTO artifact_array (artifact, name, dtype, shape, blob) VALUES (?, ?, ?, ?, ?)',
    artifact,
    name,
    dtype,
    shape,
    putBlob(db, data),
  );
}
