import type { Part } from './artifact.ts';
import type { StageTools } from './stage.ts';

/** A part before it is made: what it will be called, and where in the artifact it stands. */
export interface Place {
  readonly id: string;
  readonly ordinal: number;
}

export interface PlacedPart {
  readonly part: Part;
  readonly ordinal: number;
}

/** How many parts were made, those of groups that were there already left out, and the time in which all took their place. */
export interface Filling {
  readonly made: number;
  /** At least a thousandth, so that it may divide. */
  readonly seconds: number;
}

/** Pictures that are made in one go. */
const PICTURES_PER_GROUP = 64;

/** Cuts places, each of so many pictures, into groups, the last of which may be smaller. */
export function* inGroups<P>(places: Iterable<P>, pictures: number): Generator<readonly P[]> {
  const size = Math.max(1, Math.floor(PICTURES_PER_GROUP / pictures));
  let group: P[] = [];
  for (const place of places) {
    group.push(place);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/**
 * Fills an artifact group by group: one is made while the one before it is stored. A group whose parts are all stored already takes its
 * place as it is. Groups must follow from the recipe alone, so that a job that goes on makes the same batches.
 *
 * @param total parts of all groups, for the progress
 */
export async function fillGroups<P extends Place>(
  groups: Iterable<readonly P[]>,
  total: number,
  make: (group: readonly P[]) => Promise<readonly PlacedPart[]>,
  { writer, checkpoint }: Pick<StageTools, 'writer' | 'checkpoint'>,
): Promise<Filling> {
  const startedAt = Date.now();
  let made = 0;
  let done = 0;
  let ahead: Promise<readonly PlacedPart[]> | null = null;
  const store = async (): Promise<void> => {
    if (ahead === null) return;
    const making = ahead;
    ahead = null;
    const parts = await making;
    writer.commit(parts);
    made += parts.length;
    done += parts.length;
    checkpoint(done, total);
  };
  for (const group of groups) {
    const stored = writer.stored(group.map(({ id }) => id));
    if (group.every(({ id }) => stored.has(id))) {
      writer.adopt(group.map(({ id, ordinal }) => ({ partId: id, ordinal })));
      done += group.length;
      checkpoint(done, total);
      continue;
    }
    const making = make(group);
    // If the group before fails, this one is dropped: its failure must not count as unhandled.
    making.catch(() => undefined);
    await store();
    ahead = making;
  }
  await store();
  return { made, seconds: Math.max(0.001, (Date.now() - startedAt) / 1000) };
}
