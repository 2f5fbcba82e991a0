import type { CancelSignal } from '#core/cancel.ts';
import type { CompactReport } from '#core/views/project.ts';
import { connectWritable, type ReadableDb, type WritableDb } from './database.ts';

/** Rows or pages a transaction: a cancelled or killed run keeps what it did and leaves a whole file. */
const BATCH = 500;

/** What nothing refers to, in the order in which it comes free: parts hold pictures. */
const ORPHANS = [
  { table: 'part', unused: 'NOT EXISTS (SELECT 1 FROM artifact_part WHERE part = part.number)' },
  {
    table: 'image',
    unused:
      'NOT EXISTS (SELECT 1 FROM part WHERE image = image.number) AND NOT EXISTS (SELECT 1 FROM picture WHERE image = image.number)',
  },
  { table: 'blob', unused: 'NOT EXISTS (SELECT 1 FROM artifact_array WHERE blob = blob.number)' },
] as const;

/** Removes what nothing refers to and gives the space back. The caller sees to it that no job writes meanwhile. */
export function compact(path: string, signal: CancelSignal): CompactReport {
  const { db, close } = connectWritable(path);
  try {
    const beforeBytes = sizeBytes(db);
    let removed = 0;
    for (const { table, unused } of ORPHANS) removed += removeUnused(db, table, unused, signal);
    while ((db.pragma('freelist_count') as number) > 0) {
      signal.throwIfAborted();
      db.script(`PRAGMA incremental_vacuum(${BATCH})`);
    }
    db.script('PRAGMA wal_checkpoint(TRUNCATE)');
    return { beforeBytes, afterBytes: sizeBytes(db), removed };
  } finally {
    close();
  }
}

function removeUnused(db: WritableDb, table: string, unused: string, signal: CancelSignal): number {
  let removed = 0;
  for (let last = 0; ; ) {
    signal.throwIfAborted();
    const batch = db.all<{ number: number }>(
      `SELECT number FROM ${table} WHERE number > ? AND ${unused} ORDER BY number LIMIT ${BATCH}`,
      last,
    );
    last = batch.at(-1)?.number ?? 0;
    if (last === 0) return removed;
    db.atomically(() => {
      // Asked again inside the transaction: somebody may have come to need a row.
      for (const { number } of batch)
        removed += db.run(`DELETE FROM ${table} WHERE number = ? AND ${unused}`, number).changes;
    });
  }
}

function sizeBytes(db: ReadableDb): number {
  return (db.pragma('page_count') as number) * (db.pragma('page_size') as number);
}
