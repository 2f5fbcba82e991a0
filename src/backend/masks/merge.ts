import { basename, resolve } from 'node:path';
import { hashText } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import { valueTable } from '#core/labelSet.ts';
import { type MaskEntry, maskEntrySchema } from '#core/mask/entry.ts';
import { runsText } from '#core/mask/runs.ts';
import { checkStroke } from '#core/mask/stroke.ts';
import type { MergedMask, MergeResolution, MergeView } from '#core/views/mask.ts';
import type { StoredMask } from '../store/masks.ts';
import { openProject, type Project } from '../store/project.ts';
import { labelsOf } from './labels.ts';

/**
 * Masks of another file, a packet or a copy of the project, joined with these. Strokes have ids that are the same everywhere, so that what
 * is here already is not stored twice, and what was drawn further in one place only is simply longer there. Where people went on in both
 * places under one name, somebody has to decide.
 */

/** What merging would do, without doing it. */
export function previewMerge(project: Project, from: string): MergeView {
  return withOther(project, from, (other) => planMerge(project, other, from).view);
}

/**
 * @param resolution what becomes of masks that were drawn on in both places; null refuses them
 * @throws Failure BAD_INPUT for conflicts without a resolution, changed labels, or a file that has no picture of this project
 */
export function mergeMasks(project: Project, from: string, resolution: MergeResolution | null): MergeView {
  return withOther(project, from, (other) => {
    const { view, masks } = planMerge(project, other, from);
    const conflicts = view.masks.filter(({ kind }) => kind === 'conflict');
    if (conflicts.length > 0 && resolution === null) {
      const names = [...new Set(conflicts.map(({ annotator }) => annotator))].join(', ');
      throw new Failure(
        'BAD_INPUT',
        `${conflicts.length === 1 ? 'One mask was' : `${conflicts.length} masks were`} drawn on both here and in ${basename(from)}, by ${names}.`,
        { kept: 'Nothing was merged.', remedy: 'Say which to keep: mine, theirs, or both as two annotators.' },
      );
    }
    for (const { mask, plan } of masks) takeMask(project, other, mask, plan, resolution);
    takeComments(project, other);
    return view;
  });
}

function withOther<T>(project: Project, from: string, use: (other: Project) => T): T {
  if (resolve(from) === project.path) throw new Failure('BAD_INPUT', 'This is the project itself.');
  const other = openProject(resolve(from), { readOnly: true });
  try {
    return use(other);
  } finally {
    other.close();
  }
}

interface Planned {
  readonly mask: StoredMask;
  readonly plan: MergedMask;
}

function planMerge(project: Project, other: Project, from: string): { view: MergeView; masks: Planned[] } {
  const known = new Set(project.masks.pictures().map(({ id }) => id));
  const theirs = other.masks.pictures();
  const unknown = theirs.filter(({ id }) => !known.has(id)).length;
  if (unknown === theirs.length) {
    throw new Failure('BAD_INPUT', `${basename(from)} has no picture of this project, so it belongs to another one.`, {
      kept: 'Nothing was merged.',
    });
  }
  expectSameLabels(project, other, from);
  const masks = other.masks
    .masks()
    .filter(({ pictureId }) => known.has(pictureId))
    .map((mask): Planned => ({ mask, plan: planMask(project, other, mask) }));
  return { view: { unknownPictures: unknown, masks: masks.map(({ plan }) => plan) }, masks };
}

/** Numbers must mean the same: a label that was added or merged there and not here would be misread. */
function expectSameLabels(project: Project, other: Project, from: string): void {
  const { set: ours } = labelsOf(project);
  const { set: theirs } = labelsOf(other);
  const counted = valueTable(ours);
  const changed = theirs.labels.find(({ id, value }) => {
    const own = ours.labels.find((label) => label.id === id);
    return own === undefined ? counted[value] === 0 : own.value !== value;
  });
  if (changed === undefined) return;
  throw new Failure(
    'BAD_INPUT',
    `The labels were changed: ${basename(from)} has "${changed.name}", which is not so here.`,
    {
      kept: 'Nothing was merged.',
      remedy: 'Add this label here first, or rename it there.',
    },
  );
}

function planMask(project: Project, other: Project, theirMask: StoredMask): MergedMask {
  const { pictureId, annotator } = theirMask;
  const ids = (of: Project) => of.masks.entries(pictureId, annotator).map(({ id }) => id);
  const [ours, theirs] = [ids(project), ids(other)];
  const [here, there] = [new Set(ours), new Set(theirs)];
  const missing = theirs.filter((id) => !here.has(id)).length;
  const further = ours.filter((id) => !there.has(id)).length;
  const hasNews = missing > 0 || (further === 0 && isDecidedLater(theirMask, project.masks.mask(pictureId, annotator)));
  const picture = project.masks.picture(pictureId);
  return {
    pictureId,
    picture: picture.picture,
    className: picture.className,
    annotator,
    kind: !hasNews ? 'same' : ours.length === 0 ? 'new' : further === 0 ? 'longer' : 'conflict',
    theirStrokes: missing,
    ourStrokes: further,
  };
}

/** A state that was given there after the one here. An older file takes back no decision. */
function isDecidedLater(theirs: StoredMask, ours: StoredMask | null): boolean {
  if (theirs.stateAt === null || theirs.state === (ours?.state ?? 'to do')) return false;
  return ours === null || ours.stateAt === null || theirs.stateAt > ours.stateAt;
}

function takeMask(
  project: Project,
  other: Project,
  { pictureId, annotator, state }: StoredMask,
  { kind }: MergedMask,
  resolution: MergeResolution | null,
): void {
  const { masks } = project;
  switch (kind) {
    case 'same':
      return;
    case 'new':
    case 'longer':
      masks.append(pictureId, annotator, checkedEntries(other, pictureId, annotator));
      if (state !== 'to do') masks.setState(pictureId, annotator, state, annotator);
      return;
    case 'conflict': {
      if (resolution === 'mine') return;
      const target = resolution === 'theirs' ? annotator : `${annotator} (merged)`;
      // Merged again, it is the same stroke: what was corrected since stays.
      const id = takenId(other, pictureId, annotator, target);
      if (masks.entries(pictureId, target).some((entry) => entry.id === id)) return;
      const { data } = other.masks.content(pictureId, annotator);
      masks.append(pictureId, target, [{ kind: 'stroke', id, stroke: { tool: 'import', runs: runsText(data) } }]);
      masks.setState(pictureId, target, state, annotator);
    }
  }
}

/** Id of the stroke that stands for their whole mask: the same for the same mask and the same name. */
function takenId(other: Project, pictureId: string, annotator: string, target: string): string {
  const ids = other.masks.entries(pictureId, annotator).map(({ id }) => id);
  const hex = hashText(`${target} ${pictureId} ${ids.join(' ')}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A file from elsewhere is not believed: each entry is checked as if it came over the wire. */
function checkedEntries(other: Project, pictureId: string, annotator: string): MaskEntry[] {
  const picture = other.masks.picture(pictureId);
  return other.masks.entries(pictureId, annotator).map((entry) => {
    const checked = maskEntrySchema.safeParse(entry);
    if (!checked.success) {
      throw new Failure('BAD_INPUT', `A stroke by ${annotator} in ${basename(other.path)} cannot be read.`, {
        kept: 'Masks before it were merged; merging again goes on.',
      });
    }
    if (checked.data.kind === 'stroke') checkStroke(checked.data.stroke, picture);
    return checked.data;
  });
}

function takeComments(project: Project, other: Project): void {
  const known = new Set(project.masks.pictures().map(({ id }) => id));
  for (const { id } of other.masks.pictures().filter((picture) => known.has(picture.id))) {
    const ours = project.masks.comments(id);
    for (const { text, author } of other.masks.comments(id)) {
      if (!ours.some((comment) => comment.text === text && comment.author === author))
        project.masks.comment(id, text, author);
    }
  }
}
