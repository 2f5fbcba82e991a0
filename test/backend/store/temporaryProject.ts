import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type Connection, connectWritable, type WritableDb } from '#backend/store/database.ts';
import { createProject, type Project } from '#backend/store/project.ts';
import { PAIR, placed, samplesOf } from './storedParts.ts';

/** A folder of its own for one test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'unitloom-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An open project, closed when the test ends. */
export function temporaryProject(folder = temporaryFolder()): Project {
  const project = createProject(join(folder, 'study.unitloom'), 'Study');
  onTestFinished(() => project.close());
  return project;
}

/** A second connection to an open or closed project, for what only a test does. */
export function besides(path: string): Connection<WritableDb> {
  const connection = connectWritable(path);
  onTestFinished(() => connection.close());
  return connection;
}

export const SEALING = { summary: { count: 3 }, device: 'cpu', libraries: { ort: '1.30.0' }, elapsedMs: 12.4 } as const;

/** A sealed pair, and sealed samples with `count` parts and an array. */
export function fillProject(project: Project, count = 3): { pair: string; samples: string } {
  const pair = project.artifacts.seal(project.artifacts.begin(PAIR).artifactId, SEALING).id;
  const writer = project.artifacts.begin(samplesOf(pair));
  writer.commit(placed(0, count));
  writer.putArray('table', { data: Float32Array.from({ length: 6 }, (_, i) => i), shape: [2, 3] });
  return { pair, samples: project.artifacts.seal(writer.artifactId, SEALING).id };
}

/** A picture to annotate; answers its id. */
export function addPicture(project: Project): string {
  const strip = {
    hash: 'ab'.repeat(32),
    mediaType: 'image/webp',
    tiles: 1,
    widthPx: 64,
    heightPx: 64,
    bytes: Uint8Array.of(1, 2, 3),
  };
  const picture = {
    w: Float32Array.of(0.5, -1),
    pairId: '0'.repeat(32),
    className: 'fox',
    source: { kind: 'draw', seed: 0, draw: 0, psi: 0.7 } as const,
    strip,
    tile: 0,
  };
  return project.masks.addPictures([picture], 'generator', 'Ann')[0] as string;
}

export interface Child {
  /** The next line of the child's standard output. */
  line(): Promise<string>;
  /** Ends it with SIGKILL, as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Runs a script of `children/` in a process of its own. */
export function startChild(script: string, ...parameters: readonly string[]): Child {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL(`./children/${script}`, import.meta.url)), ...parameters],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  const lines = readLines(child.stdout);
  return {
    kill,
    async line() {
      const { value } = await lines.next();
      if (value === undefined) throw new Error(`${script} ended without a word`);
      return value;
    },
  };
}

async function* readLines(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
