import type { Artifact, PictureRef, StoredPart } from './artifact.ts';
import { arraysParamsSchema } from './params.ts';
import type { ArtifactReader } from './stage.ts';
import { concatRows, expectShape, type FloatTensor, takeRows, tensorOf } from './tensor.ts';

/**
 * Columns of a samples artifact's array `table` [draws 7] int32, one row a draw, in class order, up to the last accepted draw
 * of each class: class asked for, draw, class predicted, accepted, held out, ordinal of the part, tile in the part's strip.
 */
export const SAMPLE_COLUMNS = 7;

/** Samples as columns; row i of every array is the same draw. */
export interface SampleSet {
  readonly count: number;
  /** Row in the artifact's own table: the sample's index everywhere. */
  readonly index: Int32Array;
  readonly classIndex: Int32Array;
  readonly draw: Int32Array;
  readonly predicted: Int32Array;
  readonly isAccepted: Uint8Array;
  readonly isHeldOut: Uint8Array;
  /** Null for plain arrays. */
  readonly pictures: readonly PictureRef[] | null;
  /** [N L] float32, latents. */
  readonly w: FloatTensor;
  /** [N U] float32, representations. */
  readonly r: FloatTensor;
  /** [N C] float32; null for plain arrays. */
  readonly logits: FloatTensor | null;
  /** The accepted draws only. */
  accepted(): SampleSet;
  /** Those with this flag of the hold-out. */
  heldOut(flag: boolean): SampleSet;
}

/** Reads a samples artifact back, all its draws. */
export function readSamples(reader: ArtifactReader, artifactId: string): SampleSet {
  if (isArrays(reader.artifact(artifactId))) return readArrays(reader, artifactId);
  const table = reader.array(artifactId, 'table');
  expectShape(table.shape, [-1, SAMPLE_COLUMNS], `the table of samples ${artifactId}`);
  const count = table.shape[0] as number;
  const column = (offset: number) =>
    Int32Array.from({ length: count }, (_, row) => table.data[row * SAMPLE_COLUMNS + offset] as number);
  const partOf = column(5);
  const tile = column(6);
  const parts = Array.from(reader.placedParts(artifactId), ({ part }) => part);
  const gather = (name: string): FloatTensor => {
    const width = (parts[0] as StoredPart).arrays[name]?.shape[1] as number;
    return concatRows(
      parts.map((part, ordinal) => takeRows(tensorOf(part, name), rowsOfPart(partOf, tile, ordinal))),
      width,
    );
  };
  return sampleSet({
    index: Int32Array.from({ length: count }, (_, row) => row),
    classIndex: column(0),
    draw: column(1),
    predicted: column(2),
    isAccepted: Uint8Array.from(column(3)),
    isHeldOut: Uint8Array.from(column(4)),
    pictures: Array.from({ length: count }, (_, row) => {
      const image = (parts[partOf[row] as number] as StoredPart).image;
      return { hash: image?.hash ?? '', index: tile[row] as number, tiles: image?.tiles ?? 1 };
    }),
    w: gather('w'),
    r: gather('r'),
    logits: gather('logits'),
  });
}

/** Whether a samples artifact holds plain arrays, not draws of a pair. */
export function isArrays({ params }: Pick<Artifact, 'params'>): boolean {
  return arraysParamsSchema.safeParse(params).success;
}

/** Every row counts as a latent of its own, accepted, of the one class 0. */
function readArrays(reader: ArtifactReader, artifactId: string): SampleSet {
  const matrix = (name: string) =>
    tensorOf({ id: artifactId, arrays: { [name]: reader.array(artifactId, name) } }, name);
  const r = matrix('r');
  const count = r.shape[0] as number;
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  return sampleSet({
    index: rows,
    classIndex: new Int32Array(count),
    draw: rows,
    predicted: new Int32Array(count),
    isAccepted: new Uint8Array(count).fill(1),
    isHeldOut: Uint8Array.from(reader.array(artifactId, 'heldOut').data),
    pictures: null,
    w: matrix('w'),
    r,
    logits: null,
  });
}

/** Rows of the table stand in part order and tile order, so gathering part by part keeps the table's order. */
function rowsOfPart(partOf: Int32Array, tile: Int32Array, ordinal: number): number[] {
  const tiles: number[] = [];
  for (let row = 0; row < partOf.length; row++) if (partOf[row] === ordinal) tiles.push(tile[row] as number);
  return tiles;
}

function sampleSet(columns: Omit<SampleSet, 'count' | 'accepted' | 'heldOut'>): SampleSet {
  const count = columns.index.length;
  const subset = (keep: (row: number) => boolean): SampleSet => {
    const rows: number[] = [];
    for (let row = 0; row < count; row++) if (keep(row)) rows.push(row);
    const pick = (values: Int32Array) => Int32Array.from(rows, (row) => values[row] as number);
    const flags = (values: Uint8Array) => Uint8Array.from(rows, (row) => values[row] as number);
    return sampleSet({
      index: pick(columns.index),
      classIndex: pick(columns.classIndex),
      draw: pick(columns.draw),
      predicted: pick(columns.predicted),
      isAccepted: flags(columns.isAccepted),
      isHeldOut: flags(columns.isHeldOut),
      pictures: columns.pictures && rows.map((row) => columns.pictures?.[row] as PictureRef),
      w: takeRows(columns.w, rows),
      r: takeRows(columns.r, rows),
      logits: columns.logits && takeRows(columns.logits, rows),
    });
  };
  return {
    ...columns,
    count,
    accepted: () => subset((row) => columns.isAccepted[row] === 1),
    heldOut: (flag) => subset((row) => (columns.isHeldOut[row] === 1) === flag),
  };
}
