import type { Label } from '#core/labelSet.ts';

/** A mask as files carry it: values are positions in a list of labels. */
export interface FileMask {
  /** Name without folder and ending: that of the picture it belongs to. */
  readonly stem: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** [H W] uint8, positions in `labels` */
  readonly data: Uint8Array;
}

/** Masks with the names of their values. */
export interface FileMasks {
  readonly masks: readonly FileMask[];
  /** Names by position; null where the files name none, and values are positions in the project's own labels. */
  readonly labels: readonly FileLabel[] | null;
}

export interface FileLabel extends Pick<Label, 'name'> {
  readonly colour: string | null;
}

/** Files by their path inside a folder or an archive, `/` between folders. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** Folder of the pictures that masks belong to, beside the masks: nothing in it is a mask. */
export const PICTURES_FOLDER = 'pictures/';

export function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}
