import type { MaskHolder } from '#core/views/mask.ts';

/**
 * Which open window draws which mask, so that two of them do not draw one at once. Kept in memory: after a restart of the host whoever
 * draws first holds it. A window that is gone without a word lets go when it has not been heard of for a while.
 */
export interface MaskHolders {
  /** Null when the session holds the mask now; the one who does otherwise. */
  take(mask: string, session: string, annotator: string, takeOver: boolean): MaskHolder | null;
  /** Keeps hold; false when another session has taken over. */
  keep(mask: string, session: string, annotator: string): boolean;
  release(mask: string, session: string): void;
}

const SILENT_MS = 30_000;

interface Hold extends MaskHolder {
  readonly session: string;
  readonly heardAtMs: number;
}

export function createMaskHolders(now: () => number = Date.now): MaskHolders {
  const holds = new Map<string, Hold>();
  const othersHold = (mask: string, session: string): Hold | null => {
    const hold = holds.get(mask);
    return hold === undefined || hold.session === session || now() - hold.heardAtMs > SILENT_MS ? null : hold;
  };
  const hear = (mask: string, session: string, annotator: string) => {
    const known = holds.get(mask);
    const since = known?.session === session ? known.since : new Date(now()).toISOString();
    holds.set(mask, { session, annotator, since, heardAtMs: now() });
  };
  return {
    take(mask, session, annotator, takeOver) {
      const other = othersHold(mask, session);
      if (other !== null && !takeOver) return { annotator: other.annotator, since: other.since };
      hear(mask, session, annotator);
      return null;
    },
    keep(mask, session, annotator) {
      if (othersHold(mask, session) !== null) return false;
      hear(mask, session, annotator);
      return true;
    },
    release(mask, session) {
      if (holds.get(mask)?.session === session) holds.delete(mask);
    },
  };
}
