import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { forkEngine } from '#backend/engine/fork.ts';
import { loadPair } from '#backend/engine/models.ts';
import { type EngineHost, startEngine } from '#backend/engine/supervisor.ts';
import type { DeviceEntry, RenderRequest } from '#core/engine.ts';

/**
 * WebGPU against the processor, on an adapter emulated in software: SwiftShader, which comes with Debian's Chromium.
 * It shows that what WebGPU computes is right, not that it is fast.
 */
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';
const DEMO = fileURLToPath(new URL('../../resources/demo/', import.meta.url));
const missing = existsSync(SWIFTSHADER) ? null : `skipped: ${SWIFTSHADER} is not there (install chromium)`;

let host: EngineHost | undefined;
afterEach(async () => {
  await host?.close();
});

/** Starts an engine on a device; an adapter is only there when a Vulkan driver is named. */
function startOn(device: 'auto' | 'webgpu' | 'cpu', icd: string): Promise<EngineHost> {
  vi.stubEnv('VK_ICD_FILENAMES', icd);
  // Chromium brings the Vulkan loader too, where the system has none.
  vi.stubEnv('LD_LIBRARY_PATH', `/usr/lib/chromium:${process.env.LD_LIBRARY_PATH ?? ''}`);
  return new Promise((resolve) => {
    const started = startEngine({
      spawn: forkEngine,
      device,
      threads: null,
      batch: 2,
      onStatus: ({ state }) => {
        if (state === 'ready') resolve(started);
      },
    });
    host = started;
  });
}

function webgpu(engine: EngineHost): DeviceEntry | undefined {
  return engine.status.report?.devices.find(({ name }) => name === 'webgpu');
}

describe.skipIf(missing !== null)(`WebGPU in software ${missing ?? ''}`, { timeout: 180_000 }, () => {
  test('draws and re-encodes as the processor does', async () => {
    const demo = await loadPair(join(DEMO, 'generator.json'), join(DEMO, 'classifier-aux.json'));
    // The taps are the same network once more, which takes the emulated adapter many seconds.
    const files = { ...demo.files, tapsPath: null };
    const w = { data: Float32Array.from({ length: 2 * 64 }, (_, i) => Math.sin(1 + 12.9898 * i)), shape: [2, 64] };
    const request: RenderRequest = { w, encode: true, tilesPerStrip: null, compare: null, pixels: true };

    const onCpu = await startOn('cpu', SWIFTSHADER);
    const expected = await (await onCpu.openPair(files)).render(request);
    await onCpu.close();

    const onGpu = await startOn('webgpu', SWIFTSHADER);
    expect(onGpu.status.report).toMatchObject({ active: 'webgpu' });
    expect(webgpu(onGpu)).toMatchObject({ usable: true, reason: null });
    expect(webgpu(onGpu)?.selfTestError).toBeLessThan(1e-3);
    const actual = await (await onGpu.openPair(files)).render(request);
    expect(largestDifference(actual.pixels, expected.pixels)).toBeLessThanOrEqual(1);
    expect(largestDifference(actual.r?.data, expected.r?.data)).toBeLessThan(0.05);
  });

  test('is not taken unasked when the processor is faster', async () => {
    const engine = await startOn('auto', SWIFTSHADER);
    expect(engine.status.report?.active).toBe('cpu');
    expect(webgpu(engine)?.reason).toMatch(
      /^WebGPU is slower than the processor here: \d+ ms against [\d.]+ ms for the self-test\./,
    );
  });
});

test('WebGPU without an adapter is refused with a sentence', async ({ skip }) => {
  const engine = await startOn('webgpu', '/nowhere/icd.json');
  const entry = webgpu(engine);
  skip(entry?.usable === true, 'this machine has an adapter that needs no Vulkan driver');
  expect(entry?.reason).toBe('WebGPU: no graphics adapter was found.');
  expect(engine.status).toMatchObject({
    state: 'ready',
    message: 'WebGPU: no graphics adapter was found. The processor is used instead.',
    report: { active: 'cpu' },
  });
});

function largestDifference(
  actual: ArrayLike<number> | null | undefined,
  expected: ArrayLike<number> | null | undefined,
): number {
  expect(actual?.length).toBe(expected?.length);
  return Array.from(expected ?? []).reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - (actual?.[i] as number))),
    0,
  );
}
