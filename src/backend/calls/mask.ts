import { randomUUID } from 'node:crypto';
import type { Pick } from '#core/api/mask.ts';
import { hashText } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import { LABEL_TEMPLATES, type LabelSet, type LabelTemplate, labelSetOf, mergeLabels } from '#core/labelSet.ts';
import { type MaskEntry, strokesText } from '#core/mask/entry.ts';
import { runsText } from '#core/mask/runs.ts';
import { checkStroke } from '#core/mask/stroke.ts';
import type {
  AgreementView,
  ImportedMasks,
  LabelsView,
  LabelUse,
  MaskDifference,
  MaskSnapshot,
  MaskState,
  MergeResolution,
  MergeView,
  OpenMask,
  QueuedPicture,
  QueueView,
  StoredStrokes,
} from '#core/views/mask.ts';
import type { Context } from '../context.ts';
import { type Draw, drawPictures, pickPictures } from '../masks/addPictures.ts';
import { viewAgreement, viewDifference } from '../masks/compare.ts';
import { type ExportOptions, exportMasks, type ImportOptions, importMasks } from '../masks/exchange.ts';
import { importTruth } from '../masks/importTruth.ts';
import { changeLabels, labelsOf, labelUse, undoLabels, viewLabels } from '../masks/labels.ts';
import { mergeMasks, previewMerge } from '../masks/merge.ts';
import { type PacketOptions, writePacket } from '../masks/packet.ts';
import { blindShareOf, isBlind, isFinished, setBlindShare, viewQueue } from '../masks/queue.ts';
import { latestMasks, sealMasks } from '../masks/snapshot.ts';
import type { OpenProject } from '../openProjects.ts';
import type { StoredPicture } from '../store/masks.ts';

/** Calls about masks. Whatever changes something says so to every open window. */

export const showLabels = ({ projects }: Context, handle: string): LabelsView =>
  viewLabels(projects.get(handle).project);

export function showLabelUse({ projects }: Context, handle: string): LabelUse[] {
  const { project } = projects.get(handle);
  return labelUse(project, labelsOf(project).set);
}

interface By {
  readonly project: string;
  readonly annotator: string;
}

export function startLabels(
  context: Context,
  request: By & { readonly template?: LabelTemplate | undefined; readonly names?: readonly string[] | undefined },
): LabelsView {
  const { project } = context.projects.get(request.project);
  const names = request.names ?? (request.template === undefined ? null : LABEL_TEMPLATES[request.template]);
  if (names === null) throw new Failure('BAD_INPUT', 'Labels begin with a template or with a list of names.');
  if (project.masks.masks().some(({ entries }) => entries > 0)) {
    throw new Failure('BAD_INPUT', 'Masks are drawn already, so a new list of labels would change what they mean.', {
      kept: 'The labels were left as they are.',
      remedy: 'Add, rename or merge labels one by one.',
    });
  }
  const { version } = labelsOf(project);
  return telling(
    context,
    request,
    changeLabels(project, request.annotator, version, () => labelSetOf(names)),
  );
}

export function setLabels(
  context: Context,
  request: By & { readonly version: number; readonly set: LabelSet },
): LabelsView {
  const { project } = context.projects.get(request.project);
  return telling(
    context,
    request,
    changeLabels(project, request.annotator, request.version, () => request.set),
  );
}

export function mergeTwoLabels(
  context: Context,
  request: By & { readonly version: number; readonly from: number; readonly into: number },
): LabelsView {
  const { project } = context.projects.get(request.project);
  const merge = (set: LabelSet) => mergeLabels(set, request.from, request.into);
  return telling(context, request, changeLabels(project, request.annotator, request.version, merge));
}

export function undoLabelChange(context: Context, request: By): LabelsView {
  return telling(context, request, undoLabels(context.projects.get(request.project).project, request.annotator));
}

export const showQueue = (context: Context, { project, annotator }: By): QueueView =>
  viewQueueOf(context, context.projects.get(project), annotator);

function viewQueueOf({ liveSegmenters }: Context, opened: OpenProject, annotator: string): QueueView {
  return viewQueue(opened.project, annotator, liveSegmenters.unsure(opened));
}

export async function drawIntoQueue(
  context: Context,
  request: By & Draw,
  signal?: AbortSignal,
): Promise<QueuedPicture[]> {
  const opened = context.projects.get(request.project);
  const ids = await drawPictures(context, opened, request, request.annotator, signal);
  return telling(context, request, queuedAmong(context, opened, request.annotator, ids));
}

export async function pickIntoQueue(
  context: Context,
  request: By & { readonly from: Pick },
  signal?: AbortSignal,
): Promise<QueuedPicture[]> {
  const opened = context.projects.get(request.project);
  const ids = await pickPictures(context, opened, request.from, request.annotator, signal);
  return telling(context, request, queuedAmong(context, opened, request.annotator, ids));
}

function queuedAmong(
  context: Context,
  opened: OpenProject,
  annotator: string,
  ids: readonly string[],
): QueuedPicture[] {
  const { pictures } = viewQueueOf(context, opened, annotator);
  return pictures.filter(({ id }) => ids.includes(id));
}

export function removeFromQueue(context: Context, request: By & { readonly picture: string }): void {
  context.projects.get(request.project).project.masks.removePicture(request.picture, request.annotator);
  tell(context, request.project);
}

export function shareBlind(context: Context, request: By & { readonly share: number }): QueueView {
  const opened = context.projects.get(request.project);
  setBlindShare(opened.project, request.annotator, request.share);
  return telling(context, request, viewQueueOf(context, opened, request.annotator));
}

export interface OpenRequest extends By {
  readonly picture: string;
  readonly session: string;
  readonly of?: string | undefined;
  readonly takeOver: boolean;
}

/** @throws Failure BAD_INPUT for another person's mask that is hidden until one's own is finished */
export function openMask(context: Context, request: OpenRequest): OpenMask {
  const opened = context.projects.get(request.project);
  const { project } = opened;
  const { masks } = project;
  const stored = masks.picture(request.picture);
  const annotator = request.of ?? request.annotator;
  const isOwn = annotator === request.annotator;
  if (!isOwn && isBlind(stored.id, blindShareOf(project)) && !isFinished(masks.mask(stored.id, request.annotator))) {
    throw new Failure('BAD_INPUT', 'This picture is annotated blind: other masks show when yours is finished.');
  }
  const content = masks.content(stored.id, annotator);
  const key = holdKey(request.project, stored.id, annotator);
  if (isOwn) context.liveSegmenters.begin(opened);
  return {
    mask: hashText(`${stored.id} ${annotator}`).slice(0, 32),
    pictureId: stored.id,
    picture: stored.picture,
    className: stored.className,
    source: stored.source,
    annotator,
    widthPx: stored.widthPx,
    heightPx: stored.heightPx,
    state: masks.mask(stored.id, annotator)?.state ?? 'to do',
    strokes: strokesText(content),
    runs: runsText(content.data),
    through: content.through,
    heldBy:
      isOwn && !project.readOnly
        ? context.maskHolders.take(key, request.session, request.annotator, request.takeOver)
        : { annotator, since: stored.addedAt },
    comments: masks.comments(stored.id),
    neighbours: neighboursOf(stored),
  };
}

function neighboursOf({ source, picture }: StoredPicture): OpenMask['neighbours'] {
  if (source.kind !== 'sweep') return { before: null, after: null };
  const at = (index: number) => (index >= 0 && index < picture.tiles ? { ...picture, index } : null);
  return { before: at(picture.index - 1), after: at(picture.index + 1) };
}

export interface AppendRequest extends By {
  readonly picture: string;
  readonly session: string;
  readonly entries: readonly MaskEntry[];
}

/** When this returns, the strokes are in the file. */
export function appendStrokes(context: Context, request: AppendRequest): StoredStrokes {
  const { project } = context.projects.get(request.project);
  const { picture, annotator, entries } = request;
  const stored = project.masks.picture(picture);
  const key = holdKey(request.project, picture, annotator);
  if (!context.maskHolders.keep(key, request.session, annotator)) {
    throw new Failure('BAD_INPUT', 'Another window has taken over this mask.', {
      kept: 'Your last strokes are kept in this window.',
      remedy: 'Take the mask back to store them.',
    });
  }
  for (const entry of entries) if (entry.kind === 'stroke') checkStroke(entry.stroke, stored);
  const through = project.masks.append(picture, annotator, entries);
  tell(context, request.project, picture, through);
  return { through, stored: entries.map(({ id }) => id) };
}

interface Held extends By {
  readonly picture: string;
  readonly session: string;
}

export const holdMask = ({ maskHolders }: Context, { project, picture, annotator, session }: Held): boolean =>
  maskHolders.keep(holdKey(project, picture, annotator), session, annotator);

export const releaseMask = ({ maskHolders }: Context, { project, picture, annotator, session }: Held): void =>
  maskHolders.release(holdKey(project, picture, annotator), session);

function holdKey(handle: string, picture: string, annotator: string): string {
  return `${handle} ${picture} ${annotator}`;
}

export function setMaskState(
  context: Context,
  request: By & { readonly picture: string; readonly of?: string | undefined; readonly state: MaskState },
): void {
  const { masks } = context.projects.get(request.project).project;
  masks.setState(request.picture, request.of ?? request.annotator, request.state, request.annotator);
  tell(context, request.project);
}

export function adoptMask(context: Context, request: By & { readonly picture: string; readonly from: string }): void {
  const { masks } = context.projects.get(request.project).project;
  if (masks.mask(request.picture, request.from) === null) {
    throw new Failure('NOT_FOUND', `${request.from} has drawn nothing on this picture.`);
  }
  const runs = runsText(masks.content(request.picture, request.from).data);
  const entry = { kind: 'stroke', id: randomUUID(), stroke: { tool: 'import', runs } } as const;
  tell(context, request.project, request.picture, masks.append(request.picture, request.annotator, [entry]));
}

export function commentPicture(
  context: Context,
  request: By & { readonly picture: string; readonly text: string },
): void {
  context.projects.get(request.project).project.masks.comment(request.picture, request.text, request.annotator);
  tell(context, request.project);
}

export async function importTruthMasks(context: Context, request: By): Promise<ImportedMasks> {
  const { project } = context.projects.get(request.project);
  const imported = await importTruth(project, context.options.resourcesFolder, request.annotator);
  return telling(context, request, imported);
}

export interface Two {
  readonly project: string;
  readonly a: string;
  readonly b: string;
}

export const showAgreement = ({ projects }: Context, { project, a, b }: Two): AgreementView =>
  viewAgreement(projects.get(project).project, a, b);

export const showDifference = (
  { projects }: Context,
  { project, picture, a, b }: Two & { readonly picture: string },
): MaskDifference => viewDifference(projects.get(project).project, picture, a, b);

export const exportMaskFiles = (
  { projects }: Context,
  request: ExportOptions & { readonly project: string },
): Promise<{ path: string; masks: number }> => exportMasks(projects.get(request.project).project, request);

export function importMaskFiles(
  context: Context,
  request: ImportOptions & { readonly project: string },
): ImportedMasks {
  const imported = importMasks(context.projects.get(request.project).project, request);
  return telling(context, request, imported);
}

export const writeMaskPacket = (
  { projects }: Context,
  request: Omit<PacketOptions, 'pictures'> & {
    readonly project: string;
    readonly pictures?: readonly string[] | undefined;
  },
): { path: string; pictures: number } =>
  writePacket(projects.get(request.project).project, { ...request, pictures: request.pictures ?? null });

export const showMerge = ({ projects }: Context, handle: string, from: string): MergeView =>
  previewMerge(projects.get(handle).project, from);

export function mergeFile(
  context: Context,
  request: { readonly project: string; readonly from: string; readonly resolution?: MergeResolution | undefined },
): MergeView {
  const { project } = context.projects.get(request.project);
  const merged = mergeMasks(project, request.from, request.resolution ?? null);
  tell(context, request.project);
  return merged;
}

export function snapshotMasks(context: Context, handle: string, annotator?: string): MaskSnapshot {
  const snapshot = sealMasks(context.projects.get(handle).project, annotator ?? null);
  context.events.publish('event', { kind: 'artifact', project: handle, artifactId: snapshot.artifact.id });
  return snapshot;
}

export const showLatestMasks = ({ projects }: Context, handle: string): MaskSnapshot | null =>
  latestMasks(projects.get(handle).project);

function tell({ events }: Context, project: string, mask: string | null = null, through = 0): void {
  events.publish('event', { kind: 'mask', project, mask, through });
}

function telling<T>(context: Context, { project }: By, result: T): T {
  tell(context, project);
  return result;
}
