import type { Mask } from './mask.ts';

/** [H W] uint8, 1 where the mask has the label. */
export function bitmapOf(mask: Mask, label: number): Uint8Array {
  return mask.data.map((value) => (value === label ? 1 : 0));
}

/**
 * Dilation by a disc: 1 where a 1 lies within the radius, centre to centre. What lies outside the picture counts as nothing.
 *
 * @param bitmap [H W] uint8, 0 or 1
 */
export function grow(bitmap: Uint8Array, widthPx: number, radiusPx: number): Uint8Array {
  const far = radiusPx + 1;
  const down = columnDistance(bitmap, widthPx, far);
  const halfWidths = Int32Array.from({ length: far + 1 }, (_, dy) =>
    dy > radiusPx ? -1 : Math.floor(Math.sqrt(radiusPx * radiusPx - dy * dy)),
  );
  const grown = new Uint8Array(bitmap.length);
  for (let at = 0; at < bitmap.length; at++) {
    const half = halfWidths[down[at] as number] as number;
    if (half < 0) continue;
    const x = at % widthPx;
    grown.fill(1, at - Math.min(half, x), at + Math.min(half, widthPx - 1 - x) + 1);
  }
  return grown;
}

/** Erosion by a disc: 1 where no 0 of the picture lies within the radius. The picture's border erodes nothing. */
export function shrink(bitmap: Uint8Array, widthPx: number, radiusPx: number): Uint8Array {
  const inverse = (bits: Uint8Array) => bits.map((bit) => 1 - bit);
  return inverse(grow(inverse(bitmap), widthPx, radiusPx));
}

/** [H W] rows to the nearest 1 in the same column, at most `far`. */
function columnDistance(bitmap: Uint8Array, widthPx: number, far: number): Int32Array {
  const distance = new Int32Array(bitmap.length);
  for (let at = 0; at < bitmap.length; at++) {
    const above = at < widthPx ? far : (distance[at - widthPx] as number);
    distance[at] = bitmap[at] === 1 ? 0 : Math.min(far, above + 1);
  }
  for (let at = bitmap.length - 1 - widthPx; at >= 0; at--) {
    distance[at] = Math.min(distance[at] as number, (distance[at + widthPx] as number) + 1);
  }
  return distance;
}

/**
 * Smooths the outline of one label by majority: a pixel joins the label when the label has more than half of the disc around it,
 * and leaves it, for the label that is most frequent otherwise, when it has less than half. All pixels are decided at once.
 *
 * @returns [H W] uint8, the labels that should be
 */
export function smoothLabel(mask: Mask, label: number, radiusPx: number): Uint8Array {
  const { widthPx, heightPx, data } = mask;
  const smooth = data.slice();
  const halfWidths = Array.from({ length: 2 * radiusPx + 1 }, (_, row) =>
    Math.floor(Math.sqrt(radiusPx * radiusPx - (row - radiusPx) * (row - radiusPx))),
  );
  for (let y = 0; y < heightPx; y++) {
    const counts = new Uint32Array(256);
    let total = 0;
    const count = (x: number, row: number, by: 1 | -1) => {
      if (x < 0 || x >= widthPx || row < 0 || row >= heightPx) return;
      const value = data[row * widthPx + x] as number;
      counts[value] = (counts[value] as number) + by;
      total += by;
    };
    const move = (x: number, by: 1 | -1, side: 1 | -1) => {
      halfWidths.forEach((half, row) => {
        count(x + side * half, y + row - radiusPx, by);
      });
    };
    for (let x = -radiusPx; x < widthPx; x++) {
      move(x, 1, 1);
      if (x < 0) continue;
      smooth[y * widthPx + x] = majority(counts, total, label, data[y * widthPx + x] as number);
      move(x, -1, -1);
    }
  }
  return smooth;
}

function majority(counts: Uint32Array, total: number, label: number, current: number): number {
  const own = 2 * (counts[label] as number);
  if (own > total) return label;
  if (current !== label || own === total) return current;
  let best = -1;
  for (let other = 0; other < 256; other++) {
    if (other !== label && (best < 0 || (counts[other] as number) > (counts[best] as number))) best = other;
  }
  return best;
}
