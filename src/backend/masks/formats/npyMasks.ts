import { Failure } from '#core/failure.ts';
import { readNpy, writeNpy } from '#core/npy.ts';
import { type FileMask, type FileMasks, type Files, stemOf } from './maskFile.ts';

/** The reference's label files: one NumPy array (1, H, W) uint8 a picture, whose values are positions in a list kept elsewhere. */

export function writeNpyMasks(masks: readonly FileMask[]): Files {
  return new Map(
    masks.map(({ stem, widthPx, heightPx, data }) => [
      `${stem}.npy`,
      writeNpy({ data, shape: [1, heightPx, widthPx] }),
    ]),
  );
}

export function readNpyMasks(files: Files): FileMasks {
  const masks = [...files]
    .filter(([path]) => path.toLowerCase().endsWith('.npy'))
    .map(([path, bytes]): FileMask => {
      const { data, shape } = readNpy(bytes, path);
      const [heightPx, widthPx] = shape.slice(-2) as [number, number];
      if ((shape.length !== 3 || shape[0] !== 1) && shape.length !== 2) {
        throw new Failure('BAD_INPUT', `${path} has the shape ${shape.join(' x ')}; a mask is 1 x height x width.`);
      }
      const odd = data.find((value) => !Number.isInteger(value) || value < 0 || value > 255);
      if (odd !== undefined)
        throw new Failure('BAD_INPUT', `${path} holds ${odd}; labels are whole numbers from 0 to 255.`);
      return { stem: stemOf(path), widthPx, heightPx, data: Uint8Array.from(data) };
    });
  return { masks, labels: null };
}
