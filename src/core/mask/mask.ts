/** One index mask: which label every pixel of a picture has. */
export interface Mask {
  readonly widthPx: number;
  readonly heightPx: number;
  /** [H W] uint8, number of the label of each pixel; 0 is the background */
  readonly data: Uint8Array;
}

/** Whole pixels; empty when a side is 0. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export const EMPTY_RECT: Rect = { x: 0, y: 0, widthPx: 0, heightPx: 0 };

export function createMask(widthPx: number, heightPx: number): Mask {
  return { widthPx, heightPx, data: new Uint8Array(widthPx * heightPx) };
}

/** [256] number of pixels of each label. */
export function countPixels(mask: Mask): Uint32Array {
  const counts = new Uint32Array(256);
  for (const label of mask.data) counts[label] = (counts[label] as number) + 1;
  return counts;
}

export function wholeOf({ widthPx, heightPx }: Pick<Mask, 'widthPx' | 'heightPx'>): Rect {
  return { x: 0, y: 0, widthPx, heightPx };
}
