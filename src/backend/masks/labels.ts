import { Failure } from '#core/failure.ts';
import type { Json } from '#core/json.ts';
import { BACKGROUND, checkLabels, type LabelSet, labelSetSchema, valueTable } from '#core/labelSet.ts';
import type { LabelsView, LabelUse } from '#core/views/mask.ts';
import type { Project } from '../store/project.ts';

/** The label set lives in the journal: each change is an entry with the whole set, and the newest counts. */

const KIND = 'mask.labels';

const ONLY_BACKGROUND: LabelSet = { labels: [BACKGROUND], merged: [] };

export function labelsOf({ journal }: Project): { readonly set: LabelSet; readonly version: number } {
  const newest = journal.list({ kind: KIND }).at(-1);
  if (newest === undefined) return { set: ONLY_BACKGROUND, version: 0 };
  return { set: labelSetSchema.parse((newest.payload as { set: Json }).set), version: newest.id };
}

export function viewLabels(project: Project): LabelsView {
  const { set, version } = labelsOf(project);
  return { ...set, version, canUndo: undoable(project) !== null };
}

/**
 * @param version the one that was seen
 * @throws Failure BAD_INPUT when somebody else changed the labels meanwhile, or a label with pixels would go
 */
export function changeLabels(
  project: Project,
  author: string,
  version: number,
  change: (before: LabelSet) => LabelSet,
): LabelsView {
  const before = labelsOf(project);
  if (version !== before.version) {
    throw new Failure('BAD_INPUT', 'The labels were changed meanwhile by somebody else.', {
      kept: 'Their labels were kept.',
      remedy: 'Look at them, and make your change again.',
    });
  }
  const set = checkLabels(change(before.set));
  expectKept(project, before.set, set);
  enter(project, author, { set, before: before.version });
  return viewLabels(project);
}

/** A label that has pixels can be merged into another one, and not be removed: its pixels would be nothing. */
function expectKept(project: Project, before: LabelSet, after: LabelSet): void {
  const table = valueTable(after);
  const lost = before.labels.filter(({ value }) => value !== 0 && table[value] === 0 && !isMerged(after, value));
  if (lost.length === 0) return;
  const use = labelUse(project, before);
  const drawn = lost.find(({ value }) => use.some((one) => one.value === value && one.pixels > 0));
  if (drawn === undefined) return;
  throw new Failure('BAD_INPUT', `The label "${drawn.name}" is drawn in masks, so it cannot be removed.`, {
    kept: 'The labels were left as they are.',
    remedy: 'Merge it into another label, or into the background.',
  });
}

function isMerged({ merged }: LabelSet, value: number): boolean {
  return merged.some(({ from }) => from === value);
}

/** Takes the last change back; taken back changes are passed over, so that undo can be asked for again and again. */
export function undoLabels(project: Project, author: string): LabelsView {
  const target = undoable(project);
  if (target === null) throw new Failure('BAD_INPUT', 'There is no change of the labels to take back.');
  enter(project, author, target);
  return viewLabels(project);
}

interface Change {
  readonly set: LabelSet;
  /** Version that stood before this change, or that an undo went back to the change before. */
  readonly before: number;
}

function undoable({ journal }: Project): Change | null {
  const changes = new Map(journal.list({ kind: KIND }).map(({ id, payload }) => [id, payload as unknown as Change]));
  const newest = [...changes.values()].at(-1);
  return newest === undefined ? null : (changes.get(newest.before) ?? null);
}

function enter({ journal }: Project, author: string, change: Change): void {
  journal.append({ author, kind: KIND, payload: change as unknown as Json });
}

/** Of each label of the set, in its order. */
export function labelUse({ masks }: Project, set: LabelSet): LabelUse[] {
  const table = valueTable(set);
  const counts = set.labels.map(({ value }) => ({ value, masks: 0, pixels: 0 }));
  for (const { pictureId, annotator } of masks.masks()) {
    const pixels = new Float64Array(256);
    for (const value of masks.content(pictureId, annotator).data) {
      const counted = table[value] as number;
      pixels[counted] = (pixels[counted] as number) + 1;
    }
    for (const count of counts) {
      const own = pixels[count.value] as number;
      count.pixels += own;
      if (own > 0) count.masks++;
    }
  }
  return counts;
}
