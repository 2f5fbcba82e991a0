import { statSync } from 'node:fs';
import type { PictureRef, StripImage } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import { STAGE_NAMES, type StageName } from '#core/pipeline.ts';
import { connectReadable, type ReadableDb } from './database.ts';
import { readImage } from './images.ts';
import { inspectProject } from './inspect.ts';
import { stripAt } from './parts.ts';
import { connectInspected } from './project.ts';

/** What a list shows of a project that is not open. */
export interface PeekedProject {
  readonly state: 'ok' | 'missing' | 'newer' | 'damaged' | 'foreign';
  readonly name: string | null;
  readonly sizeBytes: number;
  readonly changedAt: string | null;
  /** Furthest sealed stage; null when empty. */
  readonly lastStage: StageName | null;
  /** Some of the newest samples. */
  readonly pictures: readonly PictureRef[];
  /** What is wrong; null when nothing is. */
  readonly sentence: string | null;
}

/** Looks into a project without a lock and without writing; whatever is wrong with it comes back as a sentence. */
export function peekProject(path: string): PeekedProject {
  const stat = statSync(path, { throwIfNoEntry: false });
  const file = { sizeBytes: stat?.size ?? 0, changedAt: stat?.mtime.toISOString() ?? null };
  try {
    const { db, close, inspection } = connectInspected(path);
    try {
      const { name } = inspection;
      return { state: 'ok', name, ...file, lastStage: lastStage(db), pictures: samplePictures(db), sentence: null };
    } finally {
      close();
    }
  } catch (thrown) {
    const state = stateOf(thrown);
    return { state, name: null, ...file, lastStage: null, pictures: [], sentence: (thrown as Error).message };
  }
}

/** A strip of a project that is not open; null when there is no such strip or no such project. */
export function peekImage(path: string, hash: string): StripImage | null {
  try {
    const { db, close } = connectReadable(path);
    try {
      inspectProject(db);
      return readImage(db, hash);
    } finally {
      close();
    }
  } catch (thrown) {
    if (thrown instanceof Failure) return null;
    throw thrown;
  }
}

function stateOf(thrown: unknown): PeekedProject['state'] {
  if (!(thrown instanceof Failure)) throw thrown;
  if (thrown.code === 'NOT_FOUND') return 'missing';
  if (thrown.code === 'NEWER_PROJECT') return 'newer';
  return thrown.code === 'NOT_A_PROJECT' ? 'foreign' : 'damaged';
}

function lastStage(db: ReadableDb): StageName | null {
  const rows = db.all<{ stage: string }>("SELECT DISTINCT stage FROM artifact WHERE state = 'sealed'");
  const sealed = new Set(rows.map(({ stage }) => stage));
  return STAGE_NAMES.findLast((stage) => sealed.has(stage)) ?? null;
}

/** Three rows of eight: the wall that Welcome shows of the last project. */
const PICTURES = 24;

/** Spread over the artifact, because samples lie class by class. */
function samplePictures(db: ReadableDb): PictureRef[] {
  const newest = db.one<{ number: number; parts: number }>(
    `SELECT number, (SELECT count(*) FROM artifact_part WHERE artifact = number) AS parts FROM artifact
     WHERE stage = 'samples' AND state = 'sealed' ORDER BY sealed_at DESC, number DESC LIMIT 1`,
  );
  if (!newest) return [];
  const count = Math.min(PICTURES, newest.parts);
  return Array.from({ length: count }, (_, n) => Math.floor((n * newest.parts) / count)).flatMap((ordinal) => {
    const strip = stripAt(db, newest.number, ordinal);
    return strip ? [{ hash: strip.hash, index: 0, tiles: strip.tiles }] : [];
  });
}
