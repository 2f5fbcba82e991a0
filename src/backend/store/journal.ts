import { canonicalJson, type Json } from '#core/json.ts';
import type { JournalEntry } from '#core/views/journal.ts';
import type { ReadableDb, WritableDb } from './database.ts';

export interface JournalStore {
  append(entry: Pick<JournalEntry, 'author' | 'kind' | 'payload'>): JournalEntry;
  /** Oldest first; `after` is the number of the last entry known already. */
  list(filter?: { readonly kind?: string | undefined; readonly after?: number | undefined }): JournalEntry[];
}

/** @param writable gives the right to write, or throws READ_ONLY */
export function openJournal(db: ReadableDb, writable: () => WritableDb): JournalStore {
  return {
    append({ author, kind, payload }) {
      const at = new Date().toISOString();
      const { rowNumber } = writable().run(
        'INSERT INTO journal (at, author, kind, payload) VALUES (?, ?, ?, ?)',
        at,
        author,
        kind,
        canonicalJson(payload),
      );
      return { id: rowNumber, at, author, kind, payload };
    },
    list({ kind = null, after = 0 }: { kind?: string | null | undefined; after?: number | undefined } = {}) {
      const rows = db.all<JournalEntry & { payload: string }>(
        'SELECT id, at, author, kind, payload FROM journal WHERE id > ? AND (? IS NULL OR kind = ?) ORDER BY id',
        after,
        kind,
        kind,
      );
      return rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) as Json }));
    },
  };
}
