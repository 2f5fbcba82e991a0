import type { Comparison, EncodedStrip, RenderRequest, RenderResult } from '#core/engine.ts';
import { Failure } from '#core/failure.ts';
import { expectShape } from '#core/tensor.ts';
import type { OpenPair } from './openPair.ts';
import { copyTile, pixelDistance, quantise, type Tile } from './quantise.ts';
import { checkStripSize, encodeStrip } from './strip.ts';
import { structureDistance } from './structure.ts';

/** Strips being encoded while the next batch is drawn; more would pile up in memory when the codec is the slower one. */
const STRIPS_AT_ONCE = 4;

/**
 * Draws latents: synthesis, quantisation, re-encoding, strips, distances. Cancel takes effect between session runs.
 *
 * The same request gives the same bits: batches are cut from its start, always in the same places, and as equal as they can be,
 * because a short last one would keep the cores as busy as a full one.
 */
export async function render(pair: OpenPair, request: RenderRequest, signal: AbortSignal): Promise<RenderResult> {
  const rows = checkRequest(pair, request);
  const { generator, classifier } = pair.files;
  const [heightPx, widthPx] = generator.image.size;
  const pictureSize = 3 * heightPx * widthPx;
  const pixels = new Uint8Array(rows * pictureSize);
  const tiles = layOut(pixels, rows, request.tilesPerStrip ?? 1, widthPx, heightPx);
  const r = request.encode ? new Float32Array(rows * classifier.outputs.r.dim) : null;
  const logits = request.encode ? new Float32Array(rows * classifier.outputs.logits.dim) : null;
  const batchSize = Math.ceil(rows / Math.ceil(rows / pair.batch));
  const input = new Float32Array(request.encode ? batchSize * pair.preprocess.inputSize : 0);
  const strips = createStripQueue(request.tilesPerStrip, pixels, pictureSize, widthPx, heightPx);

  try {
    for (let first = 0; first < rows; first += batchSize) {
      signal.throwIfAborted();
      const last = Math.min(first + batchSize, rows);
      const planes = await pair.synthesise(
        last - first,
        request.w.data.subarray(first * pair.latentSize, last * pair.latentSize),
      );
      const batch = tiles.slice(first, last);
      batch.forEach((tile, index) => {
        quantise(planes, index * pictureSize, tile);
      });
      await strips.encodeUpTo(last);
      if (r === null || logits === null) continue;
      batch.forEach((tile, index) => {
        pair.preprocess.write(tile, input, index * pair.preprocess.inputSize);
      });
      signal.throwIfAborted();
      const encoded = await pair.classify(last - first, input.subarray(0, (last - first) * pair.preprocess.inputSize));
      r.set(encoded.r, first * classifier.outputs.r.dim);
      logits.set(encoded.logits, first * classifier.outputs.logits.dim);
    }
  } finally {
    await strips.settled();
  }
  return {
    r: r === null ? null : { data: r, shape: [rows, classifier.outputs.r.dim] },
    logits: logits === null ? null : { data: logits, shape: [rows, classifier.outputs.logits.dim] },
    strips: await strips.all(),
    distances: request.compare === null ? null : compareTiles(tiles, request.compare, pixelDistance),
    structure: request.compare?.structure ? compareTiles(tiles, request.compare, structureDistance) : null,
    pixels: request.pixels ? inPictureOrder(tiles, pixels, request.tilesPerStrip, pictureSize) : null,
  };
}

function checkRequest(pair: OpenPair, { w, tilesPerStrip, compare }: RenderRequest): number {
  expectShape(w.shape, [-1, pair.latentSize], 'the latents to render');
  const rows = w.shape[0] as number;
  expectShape([w.data.length], [rows * pair.latentSize], 'the values of the latents to render');
  if (rows === 0) throw new Failure('BAD_INPUT', 'There are no latents to render.');
  if (tilesPerStrip !== null) {
    if (tilesPerStrip < 1 || rows % tilesPerStrip !== 0) {
      throw new Failure('BAD_INPUT', `${rows} pictures do not make whole strips of ${tilesPerStrip}.`);
    }
    checkStripSize(tilesPerStrip, pair.files.generator.image.size[1]);
  }
  if (compare !== null) {
    const isRow = (index: number) => index >= 0 && index < rows;
    if (compare.from.length !== compare.to.length || !compare.from.every(isRow) || !compare.to.every(isRow)) {
      throw new Failure('BAD_INPUT', `Pictures to compare must be given in pairs of rows 0 to ${rows - 1}.`);
    }
  }
  return rows;
}

/** Pictures are quantised straight into the strips they will stand in, so that nothing is copied for the codec. */
function layOut(pixels: Uint8Array, rows: number, perStrip: number, widthPx: number, heightPx: number): Tile[] {
  const rowStride = perStrip * widthPx * 3;
  return Array.from({ length: rows }, (_, row) => {
    const strip = Math.floor(row / perStrip);
    return {
      pixels,
      offset: strip * heightPx * rowStride + (row % perStrip) * widthPx * 3,
      rowStride,
      widthPx,
      heightPx,
    };
  });
}

interface StripQueue {
  /** Starts encoding every strip whose pictures are all drawn; waits while too many are under way. */
  encodeUpTo(rows: number): Promise<void>;
  /** Resolves when the codec no longer reads the pixels. */
  settled(): Promise<void>;
  all(): Promise<EncodedStrip[] | null>;
}

function createStripQueue(
  perStrip: number | null,
  pixels: Uint8Array,
  pictureSize: number,
  widthPx: number,
  heightPx: number,
): StripQueue {
  const strips: Promise<EncodedStrip>[] = [];
  return {
    async encodeUpTo(rows) {
      if (perStrip === null) return;
      const stripSize = perStrip * pictureSize;
      while ((strips.length + 1) * perStrip <= rows) {
        const start = strips.length * stripSize;
        const strip = encodeStrip(pixels.subarray(start, start + stripSize), perStrip, widthPx, heightPx);
        // Its failure is met in all(); until then it must not count as unhandled.
        strip.catch(() => {});
        strips.push(strip);
        await strips[strips.length - STRIPS_AT_ONCE];
      }
    },
    async settled() {
      await Promise.allSettled(strips);
    },
    all: async () => (perStrip === null ? null : Promise.all(strips)),
  };
}

function compareTiles(
  tiles: readonly Tile[],
  { from, to }: Comparison,
  distance: (a: Tile, b: Tile) => number,
): Float32Array {
  return Float32Array.from(from, (row, index) => distance(tiles[row] as Tile, tiles[to[index] as number] as Tile));
}

/** [B H W 3]: strips of one picture are that already. */
function inPictureOrder(
  tiles: readonly Tile[],
  pixels: Uint8Array,
  perStrip: number | null,
  pictureSize: number,
): Uint8Array {
  if (perStrip === null || perStrip === 1) return pixels;
  const pictures = new Uint8Array(pixels.length);
  tiles.forEach((tile, row) => {
    copyTile(tile, pictures, row * pictureSize);
  });
  return pictures;
}
