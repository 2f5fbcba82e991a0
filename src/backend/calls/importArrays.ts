import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import { artifactId } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import type { Json } from '#core/json.ts';
import { type ArraysParams, arraysParamsSchema } from '#core/params.ts';
import { pause } from '#core/pause.ts';
import { splitOf } from '#core/random.ts';
import type { SamplesSummary } from '#core/summary.ts';
import type { FloatTensor } from '#core/tensor.ts';
import { type NpyMatrix, openNpyMatrix } from '../arrays/npyFile.ts';
import type { Context } from '../context.ts';

export interface Arrays {
  /** .npy, [N U] */
  readonly representations: string;
  /** .npy, [N L] */
  readonly latents: string;
  readonly heldOut: number;
  readonly seed: number;
}

/**
 * Takes representations and latents that were made elsewhere as samples. Row i of both files is the same sample, and rows
 * count as independent. The same files give the same artifact, wherever they lie.
 *
 * @throws Failure NOT_FOUND, BAD_INPUT with what is wrong in which file
 */
export async function importArrays(
  context: Context,
  given: Arrays & { readonly project: string },
): Promise<{ artifactId: string }> {
  const { handle, project } = context.projects.get(given.project);
  const files = { representations: resolve(given.representations), latents: resolve(given.latents) };
  const representations = open(files.representations);
  const latents = open(files.latents);
  try {
    requireSameRows(files, representations, latents);
    const params = arraysParamsSchema.parse({
      kind: 'arrays',
      representations: await identify(files.representations),
      latents: await identify(files.latents),
      heldOut: given.heldOut,
      seed: given.seed,
    });
    const recipe = { stage: 'samples' as const, params: params as unknown as Json, inputs: [] };
    const id = artifactId(recipe);
    if (project.artifacts.find(id)?.state === 'sealed') return { artifactId: id };

    const startedAt = performance.now();
    const r = await readFinite(representations, basename(files.representations));
    const w = await readFinite(latents, basename(files.latents));
    const heldOut = splitRows(r.shape[0] as number, params);
    const writer = project.artifacts.begin(recipe);
    writer.putArray('r', r);
    writer.putArray('w', w);
    writer.putArray('heldOut', { data: heldOut, shape: [heldOut.length] });
    const summary = summarise(params, r, w, heldOut);
    const elapsedMs = performance.now() - startedAt;
    project.artifacts.seal(id, { summary: summary as unknown as Json, device: null, libraries: {}, elapsedMs });
    context.events.publish('event', { kind: 'artifact', project: handle, artifactId: id });
    return { artifactId: id };
  } finally {
    representations.close();
    latents.close();
  }
}

function open(path: string): NpyMatrix {
  try {
    return openNpyMatrix(path);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure('NOT_FOUND', `The file ${path} could not be read.`, {
      remedy: 'Check its name, and that you may read it.',
      cause,
    });
  }
}

function requireSameRows(
  files: { readonly representations: string; readonly latents: string },
  { rows, columns }: NpyMatrix,
  latents: NpyMatrix,
): void {
  const [x, y] = [basename(files.representations), basename(files.latents)];
  if (rows !== latents.rows) {
    throw new Failure('BAD_INPUT', `${x} has ${rows} rows, but ${y} has ${latents.rows}: row i of both is one sample.`);
  }
  if (columns > 0 && latents.columns > 0) return;
  throw new Failure('BAD_INPUT', `${columns > 0 ? y : x} has no columns.`);
}

async function identify(path: string): Promise<ArraysParams['latents']> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return { file: basename(path), sha256: hash.digest('hex') };
}

const CHUNK_VALUES = 4_000_000;

/** @throws Failure BAD_INPUT that names the first value that is no number */
async function readFinite(matrix: NpyMatrix, name: string): Promise<FloatTensor> {
  const { rows, columns } = matrix;
  const data = new Float32Array(rows * columns);
  const chunkRows = Math.max(1, Math.floor(CHUNK_VALUES / columns));
  for (let first = 0; first < rows; first += chunkRows) {
    const chunk = matrix.read(first, Math.min(rows, first + chunkRows)).data;
    const bad = chunk.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      const row = first + Math.floor(bad / columns);
      throw new Failure('BAD_INPUT', `${name} holds ${chunk[bad]} in row ${row}, column ${bad % columns}.`, {
        remedy:
          'Leave such rows out of both files, or find out where they come from. Values beyond 3.4e38 count as infinite.',
      });
    }
    data.set(chunk, first * columns);
    await pause();
  }
  return { data, shape: [rows, columns] };
}

/** @throws Failure NO_SAMPLES when a side of the split would have fewer than two rows */
function splitRows(rows: number, { seed, heldOut }: ArraysParams): Uint8Array {
  const flags = Uint8Array.from({ length: rows }, (_, row) => Number(splitOf(seed, row) < heldOut));
  const held = flags.reduce((sum, flag) => sum + flag, 0);
  if (held >= 2 && rows - held >= 2) return flags;
  throw new Failure(
    'NO_SAMPLES',
    `A linker needs at least 2 training and 2 held-out samples, but of ${rows} rows ${held} would be held out.`,
    { remedy: 'Give more rows, or another share to hold out.' },
  );
}

function summarise(params: ArraysParams, r: FloatTensor, w: FloatTensor, heldOut: Uint8Array): SamplesSummary {
  const [count, units] = r.shape as [number, number];
  const fires = new Uint8Array(units);
  for (let at = 0; at < r.data.length; at++) if ((r.data[at] as number) > 0) fires[at % units] = 1;
  return {
    count,
    drawn: count,
    acceptance: 1,
    duplicates: 0,
    heldOut: heldOut.reduce((sum, flag) => sum + flag, 0),
    perClass: [],
    confusion: [],
    classIndices: [],
    deadUnits: units - fires.reduce((sum, flag) => sum + flag, 0),
    arrays: {
      representations: params.representations.file,
      latents: params.latents.file,
      units,
      latentDim: w.shape[1] as number,
    },
  };
}
