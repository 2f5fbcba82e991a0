import type { Artifact, ArtifactInput } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import type { Json } from '#core/json.ts';
import type { StageName } from '#core/pipeline.ts';
import type { ReadableDb } from './database.ts';

/** An artifact with the number of its row. */
export interface ArtifactRow {
  readonly number: number;
  readonly artifact: Artifact;
}

interface StoredArtifact {
  readonly number: number;
  readonly id: string;
  readonly stage: StageName;
  readonly version: number;
  readonly params: string;
  readonly state: Artifact['state'];
  readonly digest: string | null;
  readonly summary: string;
  readonly device: string | null;
  readonly libraries: string;
  readonly createdAt: string;
  readonly sealedAt: string | null;
  readonly elapsedMs: number;
  readonly sizeBytes: number;
}

const SELECT = `SELECT number, id, stage, version, params, state, digest, summary, device, libraries,
  created_at AS createdAt, sealed_at AS sealedAt, elapsed_ms AS elapsedMs, size_bytes AS sizeBytes FROM artifact`;

/** Oldest first. */
export function listArtifactRows(db: ReadableDb): ArtifactRow[] {
  return db.all<StoredArtifact>(`${SELECT} ORDER BY number`).map((row) => toArtifactRow(db, row));
}

export function findArtifactRow(db: ReadableDb, id: string): ArtifactRow | null {
  const row = db.one<StoredArtifact>(`${SELECT} WHERE id = ?`, id);
  return row ? toArtifactRow(db, row) : null;
}

export function requireArtifactRow(db: ReadableDb, id: string): ArtifactRow {
  const found = findArtifactRow(db, id);
  if (!found) throw new Failure('NOT_FOUND', `The project has no result ${id}.`);
  return found;
}

export function artifactNumber(db: ReadableDb, id: string): number {
  const row = db.one<{ number: number }>('SELECT number FROM artifact WHERE id = ?', id);
  if (!row) throw new Failure('NOT_FOUND', `The project has no result ${id}.`);
  return row.number;
}

function toArtifactRow(db: ReadableDb, { number, ...row }: StoredArtifact): ArtifactRow {
  const inputs = db.all<ArtifactInput>(
    `SELECT i.role, a.id FROM artifact_input i JOIN artifact a ON a.number = i.input WHERE i.artifact = ? ORDER BY i.position`,
    number,
  );
  const artifact: Artifact = {
    ...row,
    inputs,
    params: JSON.parse(row.params) as Json,
    summary: JSON.parse(row.summary) as Json,
    libraries: JSON.parse(row.libraries) as Record<string, string>,
  };
  return { number, artifact };
}
