import { type Artifact, type ArtifactRecipe, artifactId, type StripRef } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import { canonicalJson, type Json } from '#core/json.ts';
import { type StageName, stageVersion } from '#core/pipeline.ts';
import type { ArtifactReader, ArtifactWriter } from '#core/stage.ts';
import type { Tensor, TypedArray } from '#core/tensor.ts';
import { type ArrayRow, fromRow } from './arrayBytes.ts';
import { artifactNumber, findArtifactRow, listArtifactRows, requireArtifactRow } from './artifactRows.ts';
import { writeArtifact } from './artifactWriter.ts';
import { readBlob } from './blobs.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { digestArtifact } from './digest.ts';
import { readImage } from './images.ts';
import { partAt, placedParts, stripAt } from './parts.ts';

/** What is known of an artifact only when it is finished. */
export interface Sealing {
  readonly summary: Json;
  readonly device: string | null;
  readonly libraries: Readonly<Record<string, string>>;
  readonly elapsedMs: number;
}

export interface ArtifactStore extends ArtifactReader {
  find(id: string): Artifact | null;
  /** Oldest first. */
  list(): Artifact[];
  /** Starts a building artifact, or goes on with it. */
  begin(recipe: ArtifactRecipe): ArtifactWriter;
  seal(id: string, sealing: Sealing): Artifact;
  /** The artifact that later stages take: the one chosen, else the newest sealed one. */
  defaultOf(stage: StageName): string | null;
  setDefault(id: string): void;
  /** Removes an artifact that nothing depends on; parts that no other artifact has go with the next compact. */
  remove(id: string): void;
  /** Parts that have their place. */
  partCount(id: string): number;
  imageAt(id: string, ordinal: number): StripRef | null;
}

/** @param writable gives the right to write, or throws READ_ONLY */
export function openArtifacts(db: ReadableDb, writable: () => WritableDb): ArtifactStore {
  return {
    artifact: (id) => requireArtifactRow(db, id).artifact,
    find: (id) => findArtifactRow(db, id)?.artifact ?? null,
    list: () => listArtifactRows(db).map(({ artifact }) => artifact),
    placedParts: (id) => placedParts(db, artifactNumber(db, id)),
    partAt: (id, ordinal) => partAt(db, artifactNumber(db, id), ordinal),
    imageAt: (id, ordinal) => stripAt(db, artifactNumber(db, id), ordinal),
    array: (id, name) => readArray(db, id, name),
    picture: (hash) => readImage(db, hash),
    partCount: (id) => countParts(db, artifactNumber(db, id)).count,
    begin: (recipe) => begin(writable(), recipe),
    seal: (id, sealing) => seal(writable(), id, sealing),
    defaultOf: (stage) => defaultOf(db, stage),
    setDefault: (id) => setDefault(writable(), id),
    remove: (id) => remove(writable(), id),
  };
}

function begin(db: WritableDb, recipe: ArtifactRecipe): ArtifactWriter {
  const id = artifactId(recipe);
  return db.atomically(() => {
    const known = findArtifactRow(db, id);
    if (known?.artifact.state === 'sealed')
      throw new Failure('BAD_INPUT', `This ${recipe.stage} result is finished already.`);
    return writeArtifact(db, known?.number ?? insert(db, id, recipe), id);
  });
}

function insert(db: WritableDb, id: string, recipe: ArtifactRecipe): number {
  const { rowNumber } = db.run(
    `INSERT INTO artifact (id, stage, version, params, state, summary, libraries, created_at, elapsed_ms, size_bytes)
     VALUES (?, ?, ?, ?, 'building', 'null', '{}', ?, 0, 0)`,
    id,
    recipe.stage,
    stageVersion(recipe.stage),
    canonicalJson(recipe.params),
    new Date().toISOString(),
  );
  recipe.inputs.forEach(({ role, id: inputId }, position) => {
    const input = requireArtifactRow(db, inputId);
    if (input.artifact.state !== 'sealed') {
      throw new Failure('BAD_INPUT', `The ${input.artifact.stage} result that this needs is not finished.`);
    }
    db.run(
      'INSERT INTO artifact_input (artifact, position, role, input) VALUES (?, ?, ?, ?)',
      rowNumber,
      position,
      role,
      input.number,
    );
  });
  return rowNumber;
}

function seal(db: WritableDb, id: string, { summary, device, libraries, elapsedMs }: Sealing): Artifact {
  return db.atomically(() => {
    const number = artifactNumber(db, id);
    const { count, places } = countParts(db, number);
    if (count !== places)
      throw new Failure('INTERNAL', `This result has ${count} parts for ${places} places, so it is not finished.`);
    db.run(
      `UPDATE artifact SET state = 'sealed', digest = ?, summary = ?, device = ?, libraries = ?, sealed_at = ?, elapsed_ms = ?, size_bytes = ?
       WHERE number = ?`,
      digestArtifact(db, number),
      canonicalJson(summary),
      device,
      canonicalJson(libraries),
      new Date().toISOString(),
      Math.round(elapsedMs),
      measureBytes(db, number),
      number,
    );
    return requireArtifactRow(db, id).artifact;
  });
}

/** Parts there are, and places up to the last one taken. */
function countParts(db: ReadableDb, artifact: number): { count: number; places: number } {
  const row = db.one<{ count: number; places: number }>(
    'SELECT count(*) AS count, coalesce(max(ordinal) + 1, 0) AS places FROM artifact_part WHERE artifact = ?',
    artifact,
  );
  return row ?? { count: 0, places: 0 };
}

function measureBytes(db: ReadableDb, artifact: number): number {
  const row = db.one<{ bytes: number }>(
    `SELECT
       (SELECT coalesce(sum(p.size_bytes + coalesce(i.size_bytes, 0)), 0) FROM artifact_part ap
        JOIN part p ON p.number = ap.part LEFT JOIN image i ON i.number = p.image WHERE ap.artifact = ?) +
       (SELECT coalesce(sum(b.size_bytes), 0) FROM artifact_array a JOIN blob b ON b.number = a.blob WHERE a.artifact = ?) AS bytes`,
    artifact,
    artifact,
  );
  return row?.bytes ?? 0;
}

function readArray(db: ReadableDb, id: string, name: string): Tensor<TypedArray> {
  const row = db.one<Omit<ArrayRow, 'data'> & { blob: number }>(
    'SELECT dtype, shape, blob FROM artifact_array WHERE artifact = ? AND name = ?',
    artifactNumber(db, id),
    name,
  );
  if (!row) throw new Failure('NOT_FOUND', `The result ${id} has no array ${name}.`);
  return fromRow({ ...row, data: readBlob(db, row.blob) }, `Array ${name} of result ${id}`);
}

function defaultOf(db: ReadableDb, stage: StageName): string | null {
  const row = db.one<{ id: string }>(
    `SELECT a.id FROM artifact a LEFT JOIN stage_default d ON d.artifact = a.number
     WHERE a.stage = ? AND a.state = 'sealed' ORDER BY d.artifact IS NULL, a.sealed_at DESC, a.number DESC LIMIT 1`,
    stage,
  );
  return row?.id ?? null;
}

function setDefault(db: WritableDb, id: string): void {
  const { number, artifact } = requireArtifactRow(db, id);
  if (artifact.state !== 'sealed') {
    throw new Failure('BAD_INPUT', `This ${artifact.stage} result is not finished, so later stages cannot take it.`);
  }
  db.run(
    'INSERT INTO stage_default (stage, artifact) VALUES (?, ?) ON CONFLICT (stage) DO UPDATE SET artifact = excluded.artifact',
    artifact.stage,
    number,
  );
}

function remove(db: WritableDb, id: string): void {
  db.atomically(() => {
    const { number, artifact } = requireArtifactRow(db, id);
    const users = db.all<{ stage: string }>(
      'SELECT DISTINCT a.stage FROM artifact_input i JOIN artifact a ON a.number = i.artifact WHERE i.input = ?',
      number,
    );
    if (users.length > 0) {
      const stages = users.map(({ stage }) => stage).join(', ');
      throw new Failure(
        'BAD_INPUT',
        `This ${artifact.stage} result is the base of later ones (${stages}), so it cannot be removed.`,
        {
          kept: 'Nothing was removed.',
          remedy: 'Remove those first.',
        },
      );
    }
    db.run('DELETE FROM artifact WHERE number = ?', number);
  });
}
