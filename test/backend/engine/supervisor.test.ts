import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { forkEngine, forkEntry } from '#backend/engine/fork.ts';
import { loadPair } from '#backend/engine/models.ts';
import type { EngineProcess } from '#backend/engine/port.ts';
import { type EngineHost, type EngineOptions, startEngine } from '#backend/engine/supervisor.ts';
import type { EngineStatus, PairEngine, PairFiles, RenderRequest } from '#core/engine.ts';
import { synthesisGraph, tinyPair, writePair } from './tinyPair.ts';

const DEMO = fileURLToPath(new URL('../../../resources/demo/', import.meta.url));
const entry = (name: string) => fileURLToPath(new URL(name, import.meta.url));

interface Watched {
  readonly host: EngineHost;
  readonly statuses: EngineStatus[];
  process(): EngineProcess;
  /** Resolves with the next status of that state. */
  until(state: EngineStatus['state']): Promise<EngineStatus>;
}

const started: EngineHost[] = [];

function watch(options: Partial<EngineOptions> = {}): Watched {
  const statuses: EngineStatus[] = [];
  const waiting: { state: string; resolve: (status: EngineStatus) => void }[] = [];
  let current: EngineProcess | undefined;
  const host = startEngine({
    device: 'cpu',
    threads: 2,
    batch: 4,
    ...options,
    spawn: () => {
      current = (options.spawn ?? forkEngine)();
      return current;
    },
    onStatus: (status) => {
      statuses.push(status);
      for (const { state, resolve } of waiting) if (state === status.state) resolve(status);
    },
  });
  started.push(host);
  return {
    host,
    statuses,
    process: () => current as EngineProcess,
    until: (state) => new Promise((resolve) => waiting.push({ state, resolve })),
  };
}

let files: PairFiles;
beforeAll(async () => {
  files = (await loadPair(join(DEMO, 'generator.json'), join(DEMO, 'classifier-aux.json'))).files;
});

function request(rows: number): RenderRequest {
  const w = { data: Float32Array.from({ length: rows * 64 }, (_, i) => Math.sin(1 + 12.9898 * i)), shape: [rows, 64] };
  return { w, encode: true, tilesPerStrip: 2, compare: null, pixels: false };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilDead(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(20);
}

describe('a running engine', () => {
  let engine: Watched;
  let pair: PairEngine;
  beforeAll(async () => {
    engine = watch();
    pair = await engine.host.openPair(files);
  });
  afterAll(() => engine.host.close());

  test('reports its device, and works at lower priority', () => {
    const { state, report } = engine.host.status;
    expect(state).toBe('ready');
    expect(report).toMatchObject({
      active: 'cpu',
      threads: 2,
      imagesPerSecond: null,
      libraries: { node: process.versions.node },
    });
    expect(report?.devices).toEqual([
      { name: 'cuda', usable: false, reason: 'CUDA was not tried: the processor was asked for.', selfTestError: null },
      {
        name: 'webgpu',
        usable: false,
        reason: 'WebGPU was not tried: the processor was asked for.',
        selfTestError: null,
      },
      { name: 'cpu', usable: true, reason: null, selfTestError: 0 },
    ]);
    expect(getPriority(engine.process().pid)).toBe(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
  });

  test('answers calls beside each other: a live frame does not wait for a sweep', async () => {
    const order: string[] = [];
    const sweep = pair.render(request(120)).then(() => order.push('sweep'));
    await pair.render({ ...request(2), pixels: true }).then(() => order.push('frame'));
    await sweep;
    expect(order).toEqual(['frame', 'sweep']);
  });

  test('finds a linear map', async () => {
    const representations = { data: Float32Array.from({ length: 300 }, (_, i) => Math.sin(i * i)), shape: [100, 3] };
    const planted = [2, -1, 0.5];
    const latents = {
      data: Float32Array.from(
        { length: 100 },
        (_, row) =>
          4 + planted.reduce((sum, weight, u) => sum + weight * (representations.data[row * 3 + u] as number), 0),
      ),
      shape: [100, 1],
    };
    const session = await pair.openLinear({ rows: 100, units: 3, latentDim: 1, foldCount: 1 });
    await session.add({ representations, latents, folds: null });
    const fit = await session.fit({ kind: 'least-squares' });
    await session.close();
    expect(fit.weights.shape).toEqual([3, 1]);
    planted.forEach((weight, u) => {
      expect(fit.weights.data[u]).toBeCloseTo(weight, 5);
    });
    expect(fit.bias[0]).toBeCloseTo(4, 5);
    expect(fit.addedPenalty).toBe(0);
  });

  test('measures itself once per pair and device', async () => {
    const cost = await engine.host.measure(pair);
    expect(cost.imagesPerSecond).toBeGreaterThan(1);
    expect(await engine.host.measure(pair)).toBe(cost);
    expect(engine.host.status.report?.imagesPerSecond).toBe(cost.imagesPerSecond);
  });

  test('cancels at once, and is free for the next call soon', async () => {
    const start = performance.now();
    await pair.render(request(40));
    const fortyMs = performance.now() - start;

    const controller = new AbortController();
    const cancelled = pair.render(request(1600), controller.signal);
    await sleep(fortyMs);
    controller.abort();
    const aborted = performance.now();
    await expect(cancelled).rejects.toMatchObject({ name: 'Failure', code: 'CANCELLED' });
    expect(performance.now() - aborted).toBeLessThan(5 * fortyMs);
    await pair.render(request(2));
    expect(performance.now() - aborted).toBeLessThan(10 * fortyMs);
  });

  test('looks at a signal that has no events', async () => {
    const signal = { aborted: false, throwIfAborted() {} };
    const cancelled = pair.render(request(400), signal);
    setTimeout(() => Object.assign(signal, { aborted: true }), 20);
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('does not begin what is cancelled already', async () => {
    await expect(pair.render(request(2), AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(
      pair.map({ z: request(1).w, classIndex: Int32Array.of(0), psi: 1 }, AbortSignal.abort()),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('failures cross the process with code and sentence', async () => {
    await expect(pair.render({ ...request(4), tilesPerStrip: 3 })).rejects.toMatchObject({
      name: 'Failure',
      code: 'BAD_INPUT',
      message: '4 pictures do not make whole strips of 3.',
    });
    const folder = mkdtempSync(join(tmpdir(), 'broken-'));
    const manifests = writePair(folder, { ...tinyPair(), synthesis: { ...synthesisGraph(), outputs: [] } });
    const broken = await loadPair(manifests.generator, manifests.classifier);
    const refusal = { name: 'Failure', code: 'BAD_MODEL', message: expect.stringMatching(/^synthesis\.onnx /) };
    await expect(engine.host.openPair(broken.files)).rejects.toMatchObject(refusal);
    await expect(engine.host.openPair(broken.files)).rejects.toMatchObject(refusal);
    rmSync(folder, { recursive: true });
  });

  test('keeps few pairs, and opens those it closed when they are asked for again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pairs-'));
    const others = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        const manifests = writePair(join(folder, name), tinyPair());
        return engine.host.openPair((await loadPair(manifests.generator, manifests.classifier)).files);
      }),
    );
    const draw = (other: PairEngine) =>
      other.render({
        w: { data: Float32Array.from({ length: 6 }, (_, i) => i), shape: [1, 6] },
        encode: true,
        tilesPerStrip: null,
        compare: null,
        pixels: true,
      });
    const [first, ...rest] = await Promise.all([...others, ...others].map(draw));
    for (const result of rest) expect(result).toEqual(first);
    expect((await pair.render(request(2))).r?.shape).toEqual([2, 160]);
    rmSync(folder, { recursive: true });
  });
});

describe('an engine that waits to be asked', () => {
  test('starts with the first call', async () => {
    const { host, process } = watch({ isLazy: true });
    expect(process()).toBeUndefined();
    await host.openPair(files);
    expect(host.status.state).toBe('ready');
  });

  test('is not started any more once it is closed', async () => {
    const { host, process } = watch({ isLazy: true });
    await host.close();
    await expect(host.openPair(files)).rejects.toMatchObject({ code: 'ENGINE_DOWN' });
    expect(process()).toBeUndefined();
  });
});

describe('an engine that dies', () => {
  afterEach(async () => {
    await Promise.all(started.splice(0).map((host) => host.close()));
  });

  test('is reported, starts again, and gives the same result', async () => {
    const engine = watch();
    const pair = await engine.host.openPair(files);
    const undisturbed = await pair.render(request(8));
    const running = pair.render(request(4000));
    const expected = expect(running).rejects.toMatchObject({
      name: 'Failure',
      code: 'ENGINE_DOWN',
      message: expect.stringMatching(/^The engine process was ended by signal SIGKILL/),
      kept: 'What was committed before is kept.',
    });
    await sleep(150);
    process.kill(engine.process().pid as number, 'SIGKILL');
    await expected;
    expect(await pair.render(request(8))).toEqual(undisturbed);
    expect(engine.host.status).toMatchObject({ state: 'ready', crashes: 1, message: null });
    expect(engine.statuses.map(({ state }) => state)).toEqual(['starting', 'ready', 'restarting', 'ready']);
    expect(engine.statuses[2]?.message).toMatch(/SIGKILL/);
  });

  test('starts again also when nothing was asked of it', async () => {
    const engine = watch();
    await engine.until('ready');
    engine.process().kill();
    expect(await engine.until('ready')).toMatchObject({ crashes: 1 });
  });

  test('stays down after many crashes, says why, and comes back when restarted', async () => {
    let isBroken = true;
    const engine = watch({ spawn: () => (isBroken ? forkEntry(entry('./diesAtOnce.ts')) : forkEngine()) });
    const opening = engine.host.openPair(files);
    await expect(opening).rejects.toMatchObject({
      code: 'ENGINE_DOWN',
      message:
        'The engine process stopped with exit code 3; its last words: no luck today. That was crash 6 within a minute, so it stays down.',
    });
    expect(engine.host.status).toMatchObject({ state: 'down', crashes: 6, report: null });
    await expect(engine.host.openPair(files)).rejects.toMatchObject({ code: 'ENGINE_DOWN' });
    isBroken = false;
    await engine.host.restart();
    expect(engine.host.status).toMatchObject({ state: 'ready', message: null });
    expect((await (await engine.host.openPair(files)).render(request(2))).strips?.length).toBe(1);
  });

  test('leaves the device alone that it died of', async () => {
    const engine = watch({ device: 'webgpu', spawn: () => forkEntry(entry('./diesOfWebgpu.ts')) });
    const { report, message, crashes } = await engine.until('ready');
    expect(crashes).toBe(1);
    const reason =
      'An engine process ended while it tried this device. The engine process was ended by signal SIGSEGV.';
    expect(report?.devices[0]?.reason).toBe(reason);
    expect(message).toBe(`${reason} The processor is used instead.`);
  });

  test('restart and close end calls under way; handles outlive a restart', async () => {
    const engine = watch();
    const pair = await engine.host.openPair(files);
    const interrupted = expect(pair.render(request(400))).rejects.toMatchObject({
      code: 'ENGINE_DOWN',
      message: 'The engine was restarted.',
    });
    await engine.host.restart({ threads: 1 });
    await interrupted;
    expect(engine.host.status).toMatchObject({ state: 'ready', crashes: 0, report: { threads: 1 } });
    expect((await pair.render(request(2))).strips?.length).toBe(1);

    const pid = engine.process().pid as number;
    const closed = expect(pair.render(request(400))).rejects.toMatchObject({
      code: 'ENGINE_DOWN',
      message: 'The engine was closed.',
    });
    await engine.host.close();
    await closed;
    expect(isAlive(pid)).toBe(false);
    await expect(pair.render(request(2))).rejects.toMatchObject({
      code: 'ENGINE_DOWN',
      message: 'The engine was closed.',
    });
  });

  test("is nobody's without its host, and ends", async () => {
    const [fork, supervisor] = ['fork', 'supervisor'].map(
      (name) => new URL(`../../../src/backend/engine/${name}.ts`, import.meta.url).href,
    );
    const code = `
      import { forkEngine } from ${JSON.stringify(fork)};
      import { startEngine } from ${JSON.stringify(supervisor)};
      const spawn = () => { const engine = forkEngine(); console.log(engine.pid); return engine; };
      startEngine({ spawn, device: 'cpu', threads: 1, batch: null, onStatus: ({ state }) => console.log(state) });`;
    const host = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    host.stdout.on('data', (text) => {
      said += text;
    });
    while (!said.includes('ready')) await once(host.stdout, 'data');
    const pid = Number(/\d+/.exec(said)?.[0]);
    expect(isAlive(pid)).toBe(true);
    host.kill('SIGKILL');
    await untilDead(pid);
  });
});
