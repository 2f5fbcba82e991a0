import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeLinkerNpz } from '#backend/arrays/linkerFile.ts';
import { type NpyMatrix, openNpyMatrix } from '#backend/arrays/npyFile.ts';
import { createLinearFits } from '#backend/engine/linearFits.ts';
import { createLinearProducts } from '#backend/engine/linearProducts.ts';
import { openTraining } from '#backend/engine/trainingSession.ts';
import { initialParameters, mlpGraph } from '#core/graph/mlp.ts';
import { adam } from '#core/graph/optimiser.ts';
import type { LinearSpec } from '#core/linear/linearData.ts';

/** The product's side of linker.bench.ts: what the engine process does of a linear fit, one command a message. */

const [folder = '', mode = 'memory'] = process.argv.slice(2);
const THREADS = 2;
const CHUNK_ROWS = 500;
const FOLDS = 5;
const fits = createLinearFits(THREADS);
const products = createLinearProducts(THREADS);

interface Chunks {
  readonly rows: number;
  readonly units: number;
  readonly latentDim: number;
  chunk(first: number, last: number): Parameters<typeof fits.add>[1];
}

/** Rows from the files: where memory is measured, the data must not be in it; where time is, the disk must not be in that. */
function openChunks(): Chunks {
  const x = openNpyMatrix(join(folder, 'X.npy'));
  const y = openNpyMatrix(join(folder, 'Y.npy'));
  const [readX, readY] = mode === 'memory' ? [x.read, y.read] : [readAll(x), readAll(y)];
  return {
    rows: x.rows,
    units: x.columns,
    latentDim: y.columns,
    chunk: (first, last) => ({
      representations: readX(first, last),
      latents: readY(first, last),
      folds: Int32Array.from({ length: last - first }, (_, i) => (first + i) % FOLDS),
    }),
  };
}

function readAll(matrix: NpyMatrix): NpyMatrix['read'] {
  const { data } = matrix.read(0, matrix.rows);
  const width = matrix.columns;
  return (first, last) => ({ data: data.subarray(first * width, last * width), shape: [last - first, width] });
}

const chunks = openChunks();

async function withData<T>(foldCount: number, work: (id: number) => Promise<T>): Promise<T> {
  const id = fits.open({ rows: chunks.rows, units: chunks.units, latentDim: chunks.latentDim, foldCount });
  for (let first = 0; first < chunks.rows; first += CHUNK_ROWS) {
    const rows = chunks.chunk(first, Math.min(first + CHUNK_ROWS, chunks.rows));
    await fits.add(id, foldCount === 1 ? { ...rows, folds: null } : rows, undefined);
  }
  try {
    return await work(id);
  } finally {
    fits.close(id);
  }
}

/** @returns seconds */
async function solve(spec: LinearSpec): Promise<number> {
  const start = performance.now();
  const result = await withData(1, (id) => fits.fit(id, spec, {}));
  const elapsed = (performance.now() - start) / 1000;
  writeFileSync(join(folder, `${spec.kind}.npz`), writeLinkerNpz(result));
  for (const remark of result.remarks) process.stderr.write(`${spec.kind}: ${remark}\n`);
  return elapsed;
}

async function crossValidate(): Promise<number> {
  const start = performance.now();
  await withData(FOLDS, (id) => fits.crossValidate(id, { kind: 'ridge', penalties: null }, {}));
  return (performance.now() - start) / 1000;
}

/** The best of a few large float32 products: multiply-adds per second. */
async function peak(): Promise<number> {
  const size = 2048;
  const matrix = { data: new Float32Array(size * size).fill(0.5), rows: size, columns: size };
  let best = 0;
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    await products.multiply('abT', matrix, matrix);
    best = Math.max(best, size ** 3 / ((performance.now() - start) / 1000));
  }
  return best;
}

const MLP_WIDTHS = [2048, 1024, 512] as const;
const MLP_BATCH = 128;
const MLP_STEPS = 20;

/** One Adam step of a network with one hidden layer, seconds, the mean of some; as linkerOracle.py does them. */
async function openMlp(): Promise<() => Promise<number>> {
  const [inputs, , outputs] = MLP_WIDTHS;
  const standard = (width: number) => ({ mean: new Float32Array(width), spread: new Float32Array(width).fill(1) });
  const { x, y, parameters, loss } = mlpGraph(MLP_WIDTHS, MLP_BATCH, standard(inputs), standard(outputs));
  const graph = { parameters, batch: [x, y], loss, optimiser: adam({ learningRate: 1e-3 }) };
  const session = await openTraining(graph, initialParameters(MLP_WIDTHS, 0), 'cpu', THREADS);
  const noise = (width: number) =>
    Float32Array.from({ length: MLP_STEPS * MLP_BATCH * width }, () => Math.random() - 0.5);
  const data = [noise(inputs), noise(outputs)];
  const run = async (): Promise<number> => {
    const start = performance.now();
    await session.run(data, MLP_STEPS);
    return (performance.now() - start) / 1000 / MLP_STEPS;
  };
  await run();
  return run;
}

/** A line of /proc/self/status in bytes (Linux). */
function memory(line: 'VmRSS' | 'VmHWM'): number {
  return Number(readFileSync('/proc/self/status', 'utf8').match(new RegExp(`${line}:\\s+(\\d+) kB`))?.[1]) * 1024;
}

/** Opens all sessions, so that what they take is not counted as a fit's. */
async function warmUp(): Promise<void> {
  for (const Elements of [Float32Array, Float64Array]) {
    const small = { data: new Elements(64), rows: 8, columns: 8 };
    for (const form of ['ab', 'aTb', 'abT'] as const) await products.multiply(form, small, small);
  }
}

async function peakAbove(idle: number, work: () => Promise<unknown>): Promise<number> {
  // Resets VmHWM to what is resident now.
  writeFileSync('/proc/self/clear_refs', '5');
  await work();
  return memory('VmHWM') - idle;
}

let mlp: Promise<() => Promise<number>> | null = null;

const commands: Readonly<Record<string, () => Promise<number>>> = {
  peak,
  ridge: () => solve({ kind: 'ridge', penalty: 1 }),
  'least-squares': () => solve({ kind: 'least-squares' }),
  'elastic-net': () => solve({ kind: 'elastic-net', penalty: 0.05, share: 0.5 }),
  'cross-validation': crossValidate,
  mlp: async () => {
    mlp ??= openMlp();
    return (await mlp)();
  },
  'fit-memory': () => peakAbove(memory('VmRSS'), () => solve({ kind: 'ridge', penalty: 1 })),
  'cross-validation-memory': () => peakAbove(memory('VmRSS'), crossValidate),
};

await warmUp();
process.on('disconnect', () => process.exit(0));
process.on('message', async (command: string) => process.send?.(await commands[command]?.()));
process.send?.(0);
