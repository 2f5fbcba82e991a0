import type { JournalEntry } from '#core/views/journal.ts';
import type { Context } from '../context.ts';
import type { Project } from '../store/project.ts';

/** What people said of a unit; the newest entry of a kind counts. */
export interface UnitMarks {
  readonly pinned: boolean;
  readonly tags: readonly string[];
  readonly note: string | null;
}

const NO_MARKS: UnitMarks = { pinned: false, tags: [], note: null };

export function unitMarks(project: Project): Map<number, UnitMarks> {
  const marks = new Map<number, UnitMarks>();
  for (const { kind, payload } of project.journal.list()) {
    if (!kind.startsWith('unit.')) continue;
    const { unit, value } = payload as { unit: number; value: unknown };
    marks.set(unit, { ...(marks.get(unit) ?? NO_MARKS), [kind.slice('unit.'.length)]: value });
  }
  return marks;
}

export interface UnitMarking {
  readonly project: string;
  readonly unit: number;
  readonly pinned?: boolean | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly note?: string | undefined;
}

/** One entry for each thing that was said. */
export function markUnit({ projects, settings, events }: Context, marking: UnitMarking): JournalEntry[] {
  const { project } = projects.get(marking.project);
  const author = settings.get().annotator;
  const entries = (['pinned', 'tags', 'note'] as const).flatMap((field) => {
    const value = marking[field];
    return value === undefined
      ? []
      : [project.journal.append({ author, kind: `unit.${field}`, payload: { unit: marking.unit, value } })];
  });
  events.publish('event', { kind: 'journal', project: marking.project });
  return entries;
}
