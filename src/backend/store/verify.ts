import { createHash } from 'node:crypto';
import { artifactId } from '#core/artifact.ts';
import type { CancelSignal } from '#core/cancel.ts';
import { Failure } from '#core/failure.ts';
import { stageVersion } from '#core/pipeline.ts';
import type { VerifyReport } from '#core/views/project.ts';
import { type ArrayRow, fromRow } from './arrayBytes.ts';
import { listArtifactRows } from './artifactRows.ts';
import { readChunks } from './blobs.ts';
import type { ReadableDb } from './database.ts';
import { digestArtifact, digestBytes, digestPart } from './digest.ts';

type Problem = VerifyReport['problems'][number];
type Check = (db: ReadableDb, signal: CancelSignal) => Generator<Problem, number>;

/** Reads everything there is and compares it with what it states of itself. */
export function verify(db: ReadableDb, signal: CancelSignal): VerifyReport {
  const problems: Problem[] = [];
  const run = (check: Check): number => {
    const found = check(db, signal);
    try {
      for (let next = found.next(); ; next = found.next()) {
        if (next.done) return next.value;
        problems.push(next.value);
      }
    } catch (thrown) {
      if (!isDamage(thrown)) throw thrown;
      problems.push({ kind: 'structure', sentence: thrown.message });
      return 0;
    }
  };
  run(checkStructure);
  run(checkReferences);
  const checked = {
    blobs: run(checkBlobs),
    images: run(checkImages),
    artifacts: run(checkArtifacts),
    parts: run(checkParts),
  };
  return { ok: problems.length === 0, checked, problems };
}

function* checkStructure(db: ReadableDb, signal: CancelSignal): Generator<Problem, number> {
  signal.throwIfAborted();
  const findings = db
    .all<{ quick_check: string }>('PRAGMA quick_check')
    .filter(({ quick_check }) => quick_check !== 'ok');
  for (const { quick_check } of findings)
    yield { kind: 'structure', sentence: `The file's structure is damaged: ${quick_check}.` };
  return findings.length;
}

function* checkReferences(db: ReadableDb, signal: CancelSignal): Generator<Problem, number> {
  signal.throwIfAborted();
  const dangling = db.all<{ table: string; parent: string }>('PRAGMA foreign_key_check');
  for (const { table, parent } of dangling) {
    yield { kind: 'reference', sentence: `A row of ${table} refers to a row of ${parent} that is not there.` };
  }
  return dangling.length;
}

function* checkBlobs(db: ReadableDb, signal: CancelSignal): Generator<Problem, number> {
  const blobs = db.all<{ number: number; hash: string; size: number }>(
    'SELECT number, hash, size_bytes AS size FROM blob',
  );
  for (const { number, hash, size } of blobs) {
    signal.throwIfAborted();
    const digest = createHash('sha256');
    let bytes = 0;
    const fault = faultIn(() => {
      for (const chunk of readChunks(db, number)) {
        digest.update(chunk);
        bytes += chunk.byteLength;
      }
      return digest.digest('hex') === hash && bytes === size;
    });
    if (fault) yield { kind: 'blob', sentence: `Blob ${hash} ${fault}.` };
  }
  return blobs.length;
}

function* checkImages(db: ReadableDb, signal: CancelSignal): Generator<Problem, number> {
  const images = db.all<{ number: number; hash: string; digest: string; size: number }>(
    'SELECT number, hash, digest, size_bytes AS size FROM image',
  );
  for (const { number, hash, digest, size } of images) {
    signal.throwIfAborted();
    const fault = faultIn(() => {
      const row = db.one<{ bytes: Uint8Array }>('SELECT bytes FROM image_bytes WHERE image = ?', number);
      return row?.bytes.byteLength === size && digestBytes(row.bytes) === digest;
    });
    if (fault) yield { kind: 'image', sentence: `Picture ${hash} ${fault}.` };
  }
  return images.length;
}

function* checkParts(db: ReadableDb, signal: CancelSignal): Generator<Problem, number> {
  const parts = db.all<{ number: number; id: string; key: string; digest: string }>(
    'SELECT number, id, key, digest FROM part',
  );
  for (const { number, id, key, digest } of parts) {
    signal.throwIfAborted();
    const fault = faultIn(() => {
      const arrays = db.all<ArrayRow & { name: string }>(
        'SELECT name, dtype, shape, data FROM part_array WHERE part = ?',
        number,
      );
      for (const array of arrays) fromRow(array, array.name);
      return digestPart(key, arrays) === digest;
    });
    if (fault) yield { kind: 'part', sentence: `Part ${id} ${fault}.` };
  }
  return parts.length;
}

function* checkArtifacts(db: ReadableDb, signal: CancelSignal): Generator<Problem, number> {
  const rows = listArtifactRows(db);
  for (const { number, artifact } of rows) {
    signal.throwIfAborted();
    const name = `The ${artifact.stage} result ${artifact.id}`;
    // The id of another stage version cannot be computed by this one.
    if (artifact.version === stageVersion(artifact.stage) && artifactId(artifact) !== artifact.id) {
      yield { kind: 'artifact', sentence: `${name} does not have the id of its recipe.` };
    }
    if (artifact.state === 'building') continue;
    const fault = faultIn(() => digestArtifact(db, number) === artifact.digest);
    if (fault) yield { kind: 'artifact', sentence: `${name} ${fault}.` };
  }
  return rows.length;
}

/** What is wrong with a content, as the end of a sentence; null when it is as it should be. */
function faultIn(isWhole: () => boolean): string | null {
  try {
    return isWhole() ? null : 'does not have the content that was stored';
  } catch (thrown) {
    if (isDamage(thrown)) return 'cannot be read';
    throw thrown;
  }
}

/** A page that SQLite refuses, or text that is no JSON any more. */
function isDamage(thrown: unknown): thrown is Error {
  return thrown instanceof SyntaxError || (thrown instanceof Failure && thrown.code === 'DAMAGED_PROJECT');
}
