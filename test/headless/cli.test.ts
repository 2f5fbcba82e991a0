import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { readLinkerNpz } from '#backend/arrays/linkerFile.ts';
import { openProject } from '#backend/store/project.ts';
import { readFloatNpy, writeNpy } from '#core/npy.ts';
import { linkerParamsSchema } from '#core/params.ts';
import type { LinkerRow } from '#core/views/linker.ts';
import { writeFlowModel } from '../backend/flowModel.ts';
import plain from '../fixtures/arrays/plain_arrays.json' with { type: 'json' };

const cli = fileURLToPath(new URL('../../src/headless/cli.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'unitloom-cli-'));
const project = join(folder, 'a.unitloom');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: readonly string[]): { child: ChildProcess; ended: Promise<Ended>; stderr(): string } {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { ...process.env, UNITLOOM_HOME: join(folder, 'home') },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  return { child, ended, stderr: () => stderr };
}

const run = (...args: string[]) => start(args).ended;

function lastJson({ stdout }: Ended): Record<string, never> {
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

test('the program starts', async () => {
  expect(await run('--version')).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
});

describe('a study, command by command', { timeout: 240_000 }, () => {
  test('a file that is not a project: one sentence, a code, exit 1', async () => {
    const path = join(folder, 'text.unitloom');
    writeFileSync(path, 'hello');
    const { code, stderr, stdout } = await run('info', path);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^unitloom: text\.unitloom is not .*\. \[NOT_A_PROJECT\]\n/);
  });

  test('new takes the demo pair', async () => {
    const made = await run('new', project, '--name', 'Study', '--json');
    expect(made.code).toBe(0);
    expect(lastJson(made)).toMatchObject({ name: 'Study', pair: { units: 160 } });
  });

  test('a stage before its input says what is missing', async () => {
    const { code, stderr } = await run('linker', 'train', project);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^unitloom: .*\[[A-Z_]+\]/);
  });

  test('a segmenter on every channel is asked for as all, not as a number', async () => {
    const { stderr } = await run('segment', 'train', project, '--directions', 'all', '--flip', '--no-crops-margin');
    expect(stderr).toContain('This project has no sealed masks yet.');
    expect((await run('segment', 'train', project, '--directions', 'some')).code).toBe(2);
  });

  test('samples, linker, sweep and report', async () => {
    const drawn = await run('samples', 'draw', project, '--per-class', '6', '--held-out', '0.4', '--json');
    expect(drawn.code).toBe(0);
    expect(lastJson(drawn)).toMatchObject({ count: 30 });
    expect((await run('linker', 'train', project, '--penalty', '10')).code).toBe(0);
    const listed = await run('linker', 'list', project);
    expect(listed.stdout).toMatch(/ridge +10 /);
    const file = join(folder, 'linker.npz');
    expect((await run('linker', 'export', project, '--to', file)).stdout).toBe(`Written to ${file}\n`);
    const copied = lastJson(await run('linker', 'import', project, file, '--json'));
    expect(copied).toMatchObject({ method: 'imported' });
    expect(lastJson(await run('linker', 'evaluate', project, '--json'))).toEqual(copied);
    expect((await run('linker', 'evaluate', project)).stdout).toMatch(
      /\n +linked +95 % +nearest +class mean +shuffled\nR2 +-?0\.\d{3} .*\n(.*\n){5}structure error +0\.\d{4} /,
    );
    const unknown = await run('linker', 'evaluate', project, '--linker', '0'.repeat(32));
    expect(unknown.stderr).toContain('[NOT_FOUND]');
    const swept = await run('sweep', 'run', project, '--units', '3,5-6', '--starts', '1', '--steps', '2', '--json');
    expect(lastJson(swept)).toMatchObject({ units: 3, images: 8 });
    const built = await run('report', 'build', project, '--units', '1', '--out', join(folder, 'report'));
    expect(built.code).toBe(0);
    expect(existsSync(join(folder, 'report', 'index.html'))).toBe(true);
  });

  test('units beyond those that exist are refused by name', async () => {
    const { code, stderr } = await run('sweep', 'run', project, '--units', '0,900');
    expect(code).toBe(1);
    expect(stderr).toContain('900');
    expect(stderr).toContain('[BAD_INPUT]');
  });

  test('motion: a dry run tracks nothing; then it is tracked, listed, written, and tracked by another model', async () => {
    const costs = lastJson(await run('track', 'run', project, '--dry-run', '--json'));
    expect(costs).toMatchObject({ durationMs: expect.any(Number) });
    expect((await run('track', 'list', project)).stdout).toContain('Nothing is tracked yet.');
    const tracked = lastJson(await run('track', 'run', project, '--starts', '1', '--json'));
    expect(tracked).toMatchObject({ starts: 1, rows: ['whole picture'] });
    expect((await run('track', 'list', project)).stdout).toContain('The control moves 0.000 px at most.');
    const file = join(folder, 'motion.csv');
    expect((await run('track', 'export', project, '--out', file)).stdout).toBe(`Written: ${file}\n`);
    expect(readFileSync(file, 'utf8')).toContain('unit ');
    const withFeatures = lastJson(await run('track', 'run', project, '--starts', '1', '--features', '--json'));
    expect(withFeatures.artifactId).not.toBe(tracked.artifactId);
    const ofModel = ['track', 'run', project, '--starts', '1', '--json', '--flow'];
    expect((await run(...ofModel, project)).stderr).toContain('a.unitloom');
    const theirs = lastJson(await run(...ofModel, writeFlowModel(folder)));
    expect(theirs.artifactId).not.toBe(tracked.artifactId);
  });

  test('counterfactuals are run, listed, compared and written', async () => {
    const few = ['--per-pair', '1', '--steps', '4', '--no-controls'];
    const turned = await run('counterfactual', 'run', project, '--pair', 'fox:cat', ...few, '--json');
    expect(turned.code).toBe(0);
    const artifactId: string = lastJson(turned).artifactId ?? '';
    expect(lastJson(turned)).toMatchObject({ cases: 1, classPairs: 1, controls: null });
    expect((await run('counterfactual', 'list', project)).stdout).toContain(artifactId);
    const same = lastJson(await run('counterfactual', 'compare', project, artifactId, artifactId, '--json'));
    expect(same).toMatchObject({ n: 1 });
    const file = join(folder, 'turned.csv');
    expect((await run('counterfactual', 'export', project, '--to', file)).stdout).toBe(`Written to ${file}\n`);
    const [heads, row, ...more] = readFileSync(file, 'utf8').trimEnd().split('\r\n');
    expect(heads).toMatch(/^sample,from,to,/);
    expect(row).toMatch(/^\d+,fox,cat,0,0,/);
    expect(more).toEqual([]);
    expect((await run('counterfactual', 'run', project, '--pair', 'fox')).code).toBe(2);
    const pointless = await run('counterfactual', 'run', project, '--pair', 'cat:cat', ...few);
    expect(pointless.stderr).toContain('The target is the class the sample has already: cat to cat. [BAD_INPUT]');
  });

  test('a dry run tells the cost and makes nothing', async () => {
    const { stdout } = await run('sweep', 'run', project, '--dry-run', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ images: 8050, fits: true });
  });

  test('verify, backup, compact and info', async () => {
    expect((await run('verify', project)).stdout).toMatch(/^Clean: /);
    const copy = join(folder, 'copy.unitloom');
    expect((await run('backup', project, copy)).code).toBe(0);
    expect(lastJson(await run('verify', copy, '--json'))).toMatchObject({ ok: true });
    expect((await run('compact', project)).code).toBe(0);
    const stages = lastJson(await run('info', project, '--json')) as { nodes?: { artifact: { stage: string } }[] };
    expect(stages.nodes?.map(({ artifact }) => artifact.stage)).toEqual([
      'pair',
      'samples',
      'linker',
      'linker',
      'sweep',
      'report',
      'track',
      'track',
      'track',
      'counterfactual',
    ]);
  });

  test('a recipe does the same in one go, and a second time nothing', async () => {
    const recipe = join(folder, 'study.yaml');
    writeFileSync(
      recipe,
      'unitloom: 1\nproject: b.unitloom\nsamples: { perClass: 6, heldOut: 0.4 }\nlinkers: { l: { penalty: 10 } }\n' +
        'sweeps: { s: { units: [3], starts: 1, steps: 2 } }\nreport: { units: 1, out: recipe-report }\n',
    );
    const first = lastJson(await run('run', recipe, '--json'));
    expect(first).toMatchObject({ samples: { count: 30 }, sweeps: { s: { units: 1 } } });
    expect(existsSync(join(folder, 'recipe-report', 'index.html'))).toBe(true);
    expect(lastJson(await run('run', recipe, '--json'))).toEqual(first);
  });
});

describe('signals', { timeout: 240_000 }, () => {
  test('Ctrl-C stops after the item, says how to go on, and going on finishes', async () => {
    const sweep = start(['sweep', 'run', project, '--starts', '2', '--steps', '4']);
    await untilMatches(sweep.stderr, / of \d+ strips/);
    // As a terminal does it: to every process of the group, the engine too.
    process.kill(-(sweep.child.pid ?? 0), 'SIGINT');
    const { code, stderr } = await sweep.ended;
    expect(code).toBe(130);
    expect(stderr).toContain('Stopping after this item');
    expect(stderr).toMatch(/\[CANCELLED\]\n {2}[\d,]+ of [\d,]+ strips are kept\./);
    const id = /--resume ([0-9a-f-]{36})/.exec(stderr)?.[1] ?? '';
    const resumed = await run('jobs', project, '--resume', id.slice(0, 8), '--json');
    expect(resumed.code).toBe(0);
    const { jobs } = lastJson(resumed) as { jobs?: { id: string; state: string }[] };
    expect(jobs?.find((job) => job.id === id)?.state).toBe('done');
    expect((await run('verify', project)).code).toBe(0);
  });

  test('serve ends when standard input closes', async () => {
    const serving = start(['serve', project, '--port', '0', '--stdin-guard', '--json']);
    const [line] = (await once(serving.child.stdout as NodeJS.ReadableStream, 'data')) as [string];
    const { origin, link } = JSON.parse(line) as { origin: string; link: string };
    expect((await fetch(origin)).status).toBe(401);
    const login = await fetch(link, { redirect: 'manual' });
    expect(login.headers.get('location')).toMatch(/^\/#\/overview\?project=\w+$/);
    serving.child.stdin?.end();
    expect((await serving.ended).code).toBe(0);
  });
});

const source = { file: 'X.npy', sha256: '0'.repeat(64) };
const arraysParams = { kind: 'arrays', representations: source, latents: source, heldOut: 0.2, seed: 0 };

describe('a linker of two files', { timeout: 240_000 }, () => {
  const arrays = join(folder, 'arrays.unitloom');
  const [x, y, npz] = ['X.npy', 'Y.npy', 'linker.npz'].map((name) => join(folder, name)) as [string, string, string];

  test('makes the project, and writes the linker', async () => {
    writeFileSync(x, Buffer.from(plain.representations, 'base64'));
    writeFileSync(y, Buffer.from(plain.latents, 'base64'));
    const from = ['--representations', x, '--latents', y, '--held-out', '0.25', '--seed', '7'];
    const trained = await run('linker', 'train', arrays, ...from, '--penalty', '1', '--export', npz, '--json');
    expect(trained.code).toBe(0);
    expect(lastJson(trained)).toMatchObject({ method: 'ridge', heldOutCount: plain.heldOut.length, pixelError: null });
    const { bias } = readLinkerNpz(readFileSync(npz), { units: 6, latentDim: 4 }, 'linker.npz');
    expect(Array.from(bias)).toEqual(plain.intercept.map((value) => expect.closeTo(value, 5)));
  });

  test('says after its figures what must be known of the fit', async () => {
    const columns = 6;
    const { data } = readFloatNpy(readFileSync(x), [-1, columns], 'X.npy');
    // The last unit repeats the first, the second never changes.
    const repeated = data.map((value, at) =>
      at % columns === columns - 1 ? (data[at - columns + 1] as number) : at % columns === 1 ? 3 : value,
    );
    const [file, study] = [join(folder, 'repeated.npy'), join(folder, 'repeated.unitloom')];
    writeFileSync(file, writeNpy({ data: repeated, shape: [data.length / columns, columns] }));
    const from = ['--representations', file, '--latents', y];
    const { code, stdout, stderr } = await run('linker', 'train', study, ...from, '--method', 'least-squares');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Least squares: R² -?\d\.\d{3}\n$/)]);
    expect(stderr).toMatch(/\n1 unit never changes in these samples: the weights are 0\.\n/);
    expect(stderr).toMatch(/a ridge penalty of \d[\d.e-]*, the smallest that works, was added\.\n$/);
  });

  test('stands in the list with n/a for what is seen in pictures', async () => {
    const listed = await run('linker', 'list', arrays);
    expect(listed.stdout).toMatch(/ridge .* n\/a +n\/a +plain arrays +default/);
  });

  test('compares two linkers, with the interval of each difference', async () => {
    await run('linker', 'train', arrays, '--method', 'least-squares');
    const { linkers } = lastJson(await run('linker', 'list', arrays, '--json')) as unknown as { linkers: LinkerRow[] };
    const [first, second] = linkers.map(({ artifact }) => artifact.id) as [string, string];
    const compared = await run('linker', 'compare', arrays, second, first);
    expect(compared.stdout).toMatch(
      /^(ridge 1|least-squares) less (ridge 1|least-squares), on the 13 held-out samples \(13 latents\) that both were judged on\n/,
    );
    expect(compared.stdout).toMatch(/R2 +-?0\.\d{4} +-?0\.\d{3} to -?0\.\d{3}\n/);
    expect(compared.stdout).toMatch(/pixel error +n\/a\n/);
  });

  test('takes a linker back from ONNX, or once more from the project', async () => {
    const onnx = join(folder, 'linker.onnx');
    await run('linker', 'export', arrays, '--to', onnx);
    const imported = lastJson(await run('linker', 'import', arrays, onnx, '--json'));
    expect(imported).toMatchObject({ method: 'imported', heldOutCount: plain.heldOut.length });
    const again = await run('linker', 'import', arrays, '--again', imported.artifactId as unknown as string, '--json');
    expect(lastJson(again)).toEqual(imported);
    const both = await run('linker', 'import', arrays);
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('Give a file, or --again with a linker') });
  });

  test('shows a linker of an earlier version, which had no intervals', async () => {
    const path = join(folder, 'earlier.unitloom');
    await run('new', path, '--no-pair');
    const file = openProject(path);
    const samples = file.artifacts.begin({ stage: 'samples', params: arraysParams, inputs: [] });
    file.artifacts.seal(samples.artifactId, { summary: { count: 4 }, device: null, libraries: {}, elapsedMs: 1 });
    const inputs = [{ role: 'samples', id: samples.artifactId }];
    const linker = file.artifacts.begin({ stage: 'linker', params: linkerParamsSchema.parse({}), inputs });
    const figures = { r2: 0.5, cosine: 0.6, agreement: 0.7, pixelError: 2 };
    const earlier = {
      ...figures,
      method: 'ridge',
      penalty: 1,
      components: null,
      classMean: figures,
      shuffled: figures,
    };
    const counts = { trainCount: 3, heldOutCount: 1, remarks: [] };
    const summary = { ...earlier, ...counts };
    file.artifacts.seal(linker.artifactId, { summary, device: null, libraries: {}, elapsedMs: 1 });
    file.close();
    expect((await run('linker', 'list', path)).stdout).toMatch(
      /ridge +1 +0\.500 +0\.500 +0\.500 +n\/a +70\.0 % +2\.00/,
    );
    const evaluated = await run('linker', 'evaluate', path);
    expect(evaluated.stdout).toMatch(/R2 +0\.500 +0\.500 +0\.500\n/);
    expect(evaluated.stdout).toMatch(/agreement +70\.0 % +70\.0 % +70\.0 %\nKL divergence +n\/a/);
    const again = await run('linker', 'compare', path, linker.artifactId, linker.artifactId);
    expect(again.stderr).toContain('was trained by an earlier version, which kept no scores.');
  });

  test.each([
    ['a file that is not there', ['--representations', join(folder, 'none.npy'), '--latents', y], 'could not be read'],
    ['arrays of unequal length', ['--representations', x, '--latents', join(folder, 'short.npy')], 'has 60 rows, but'],
    ['a share that holds no row out', ['--representations', x, '--latents', y, '--held-out', '2'], 'heldOut'],
  ])('makes no project of %s', async (_, options, sentence) => {
    writeFileSync(join(folder, 'short.npy'), writeNpy({ data: new Float32Array(8), shape: [2, 4] }));
    const path = join(folder, 'never.unitloom');
    const { code, stderr } = await run('linker', 'train', path, ...options);
    expect([code === 0, stderr]).toEqual([false, expect.stringContaining(sentence)]);
    expect(existsSync(path)).toBe(false);
  });

  test.each([
    [['--representations', x], '--latents is missing: a linker maps one file of arrays to the other.'],
    [['--latents', y], '--representations is missing: a linker maps one file of arrays to the other.'],
    [['--held-out', '0.5'], '--held-out belongs to --representations and --latents; drawn samples have their own.'],
    [['--export', join(folder, 'a.txt')], `A linker is written as .npz or .onnx, but --export names ${folder}/a.txt.`],
    [['--export', join(folder, 'none', 'a.npz')], `The folder ${folder}/none of --export does not exist.`],
    [
      ['--method', 'mlp', '--export', join(folder, 'a.npz')],
      'A network has no coef and intercept, so it is written as .onnx only.',
    ],
  ])('refuses %s', async (options, sentence) => {
    const { code, stderr } = await run('linker', 'train', arrays, ...options);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

async function untilMatches(text: () => string, pattern: RegExp): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!pattern.test(text())) {
    if (Date.now() > deadline) throw new Error(`never seen: ${pattern}, only: ${text()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
