import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { Failure } from '#core/failure.ts';
import { addLabel, type LabelSet, positionTable } from '#core/labelSet.ts';
import { runsText } from '#core/mask/runs.ts';
import type { ImportedMasks, MaskFormat, WrittenFormat } from '#core/views/mask.ts';
import type { StoredMask, StoredPicture } from '../store/masks.ts';
import type { Project } from '../store/project.ts';
import { readFiles, writeFiles } from './fileSource.ts';
import { readCocoMasks, writeCocoMasks } from './formats/cocoMasks.ts';
import { readCvatMasks } from './formats/cvatMasks.ts';
import { readLabelStudioMasks } from './formats/labelStudioMasks.ts';
import { type FileMask, type FileMasks, type Files, PICTURES_FOLDER } from './formats/maskFile.ts';
import { readNpyMasks, writeNpyMasks } from './formats/npyMasks.ts';
import { readPngMasks, writePngMasks } from './formats/pngMasks.ts';
import { changeLabels, labelsOf } from './labels.ts';

/** Masks as files, out and in. */

const READERS: Readonly<Record<MaskFormat, (files: Files) => FileMasks>> = {
  palette: readPngMasks,
  index: readPngMasks,
  npy: readNpyMasks,
  coco: readCocoMasks,
  'label-studio': readLabelStudioMasks,
  cvat: readCvatMasks,
};

/** The name a picture goes by outside: its class and the beginning of its id. */
export function fileStem({ className, id }: Pick<StoredPicture, 'className' | 'id'>): string {
  return `${className.replace(/[^A-Za-z0-9]+/g, '-')}-${id.slice(0, 12)}`;
}

export interface ExportOptions {
  readonly to: string;
  readonly format: WrittenFormat;
  readonly annotator: string;
  /** Unfinished masks too. */
  readonly unfinished: boolean;
  /** The pictures themselves beside the masks, under the same names. */
  readonly pictures: boolean;
}

export async function exportMasks(project: Project, options: ExportOptions): Promise<{ path: string; masks: number }> {
  const { set } = labelsOf(project);
  const chosen = project.masks
    .masks()
    .filter(({ annotator, state }) => annotator === options.annotator && (options.unfinished || state === 'done'))
    .map((mask) => ({ mask, picture: project.masks.picture(mask.pictureId) }))
    .filter(({ picture }) => !picture.isRemoved);
  if (chosen.length === 0) {
    throw new Failure('NOT_FOUND', `There is no finished mask by ${options.annotator}.`, {
      remedy: 'Name another annotator, or take unfinished masks too.',
    });
  }
  const masks = chosen.map(({ mask, picture }) => fileMask(project, set, mask, picture));
  const files = new Map(write(masks, set, options.format));
  if (options.pictures) {
    for (const { picture } of chosen)
      files.set(`${PICTURES_FOLDER}${fileStem(picture)}.png`, await pictureFile(project, picture));
  }
  return { path: writeFiles(options.to, files), masks: masks.length };
}

function fileMask(project: Project, set: LabelSet, mask: StoredMask, picture: StoredPicture): FileMask {
  const positions = positionTable(set);
  const { data } = project.masks.content(mask.pictureId, mask.annotator);
  const { widthPx, heightPx } = picture;
  return { stem: fileStem(picture), widthPx, heightPx, data: data.map((value) => positions[value] as number) };
}

function write(masks: readonly FileMask[], { labels }: LabelSet, format: WrittenFormat): Files {
  switch (format) {
    case 'palette':
      return writePngMasks(masks, labels, true);
    case 'index':
      return writePngMasks(masks, labels, false);
    case 'npy':
      return writeNpyMasks(masks);
    case 'coco':
      return writeCocoMasks(masks, labels);
  }
}

async function pictureFile(project: Project, { picture, widthPx, heightPx }: StoredPicture): Promise<Uint8Array> {
  const strip = project.images.get(picture.hash);
  if (strip === null) throw new Failure('NOT_FOUND', `The picture ${picture.hash.slice(0, 8)} is not in this project.`);
  const left = picture.index * widthPx;
  return sharp(strip.bytes).extract({ left, top: 0, width: widthPx, height: heightPx }).png().toBuffer();
}

export interface ImportOptions {
  readonly from: string;
  readonly format: MaskFormat;
  /** Whose masks they become. */
  readonly annotator: string;
  /** Adds labels that the files name and the project has not; else they are refused. */
  readonly addLabels: boolean;
  /** Marks the imported masks as done. */
  readonly done: boolean;
}

/**
 * Each file becomes one stroke of the annotator's mask, so that it can be taken back. All or nothing is imported, but for files that
 * belong to no picture of the queue: those are named.
 */
export function importMasks(project: Project, options: ImportOptions): ImportedMasks {
  const { masks, labels } = READERS[options.format](readFiles(options.from));
  if (masks.length === 0) {
    throw new Failure('NOT_FOUND', `There is no mask in ${options.from}.`, {
      remedy: 'Check the format: it decides which files are looked at.',
    });
  }
  const placed = masks.map((mask) => ({ mask, picture: pictureFor(project, mask.stem) }));
  for (const { mask, picture } of placed) if (picture !== null) expectSameSize(mask, picture);
  const table = matchLabels(project, labels, masks, options);
  const imported: string[] = [];
  for (const { mask, picture } of placed) {
    if (picture === null) continue;
    const runs = runsText(mask.data.map((value) => table[value] as number));
    project.masks.append(picture.id, options.annotator, [
      { kind: 'stroke', id: randomUUID(), stroke: { tool: 'import', runs } },
    ]);
    if (options.done) project.masks.setState(picture.id, options.annotator, 'done', options.annotator);
    imported.push(picture.id);
  }
  return { imported, unmatched: placed.filter(({ picture }) => picture === null).map(({ mask }) => mask.stem) };
}

/** By the name that export gives, by the whole id, or by the name that the reference gives its draws. */
function pictureFor(project: Project, stem: string): StoredPicture | null {
  const pictures = project.masks.pictures().filter(({ isRemoved }) => !isRemoved);
  const reference = stem.match(/^sample_(\d+)_class_(.+)_seed_(\d+)$/);
  return (
    pictures.find((picture) => {
      if (fileStem(picture) === stem || picture.id === stem) return true;
      const { source, className } = picture;
      if (reference === null || source.kind !== 'draw') return false;
      return `${source.draw} ${className} ${source.seed}` === reference.slice(1).join(' ');
    }) ?? null
  );
}

function expectSameSize({ stem, widthPx, heightPx }: FileMask, picture: StoredPicture): void {
  if (widthPx === picture.widthPx && heightPx === picture.heightPx) return;
  throw new Failure(
    'BAD_INPUT',
    `The mask ${stem} is ${widthPx} x ${heightPx} px, and its picture is ${picture.widthPx} x ${picture.heightPx} px.`,
    { kept: 'Nothing was imported.', remedy: 'A mask has exactly the size of its picture.' },
  );
}

/** [values] number of the project's label for each value in the files. */
function matchLabels(
  project: Project,
  named: FileMasks['labels'],
  masks: readonly FileMask[],
  { annotator, addLabels }: ImportOptions,
): readonly number[] {
  const { set, version } = labelsOf(project);
  const used = [...new Set(masks.flatMap(({ data }) => [...new Set(data)]))].sort((a, b) => a - b);
  if (named === null) {
    const unknown = used.filter((value) => value >= set.labels.length);
    if (unknown.length === 0) return set.labels.map(({ value }) => value);
    throw new Failure(
      'BAD_INPUT',
      `The files hold the ${values(unknown)}, but there are ${set.labels.length} labels.`,
      {
        kept: 'Nothing was imported.',
        remedy: 'Add the labels first, in the order of the numbers.',
      },
    );
  }
  const nameless = used.filter((value) => value > 0 && !named[value]?.name);
  if (nameless.length > 0) {
    throw new Failure('BAD_INPUT', `The files hold the ${values(nameless)}, which they do not name.`, {
      kept: 'Nothing was imported.',
    });
  }
  const wanted = named.filter((_, value) => value > 0 && used.includes(value)).map(({ name }) => name);
  const missing = wanted.filter((name) => !set.labels.some((label) => isSame(label.name, name)));
  if (missing.length > 0 && !addLabels) {
    throw new Failure('BAD_INPUT', `This project has no label ${missing.map((name) => `"${name}"`).join(', ')}.`, {
      kept: 'Nothing was imported.',
      remedy: 'Add the labels, or let the import add them.',
    });
  }
  const grown =
    missing.length === 0
      ? set
      : changeLabels(project, annotator, version, (before) =>
          missing.reduce((more, name) => addLabel(more, name), before),
        );
  return named.map(({ name }, value) =>
    value === 0 ? 0 : (grown.labels.find((label) => isSame(label.name, name))?.value ?? 0),
  );
}

function isSame(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

function values(numbers: readonly number[]): string {
  return `${numbers.length === 1 ? 'value' : 'values'} ${numbers.join(', ')}`;
}
