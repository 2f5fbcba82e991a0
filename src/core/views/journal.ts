import type { Json } from '../json.ts';

/** What the calls on the journal of human work answer: made for screens and for `--json`, never stored. */

/** An entry of the append-only journal of human work. */
export interface JournalEntry {
  readonly id: number;
  readonly at: string;
  readonly author: string;
  readonly kind: string;
  readonly payload: Json;
}
