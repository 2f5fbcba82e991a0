import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { JournalEntry } from '../views/journal.ts';
import { project } from './inputs.ts';

/** Calls on the journal of human work; part of the contract in ../api.ts. */

export const journalContract = {
  list: oc
    .input(z.object({ project, kind: z.string().optional(), after: z.int().min(0).default(0) }))
    .output(type<JournalEntry[]>()),
  /** Pin, tag or annotate a unit. Entries are never changed: the newest of a kind counts. */
  unit: oc
    .input(
      z.object({
        project,
        unit: z.int().min(0),
        pinned: z.boolean().optional(),
        tags: z.array(z.string().min(1).max(60)).max(50).optional(),
        note: z.string().max(10_000).optional(),
      }),
    )
    .output(type<JournalEntry[]>()),
};
