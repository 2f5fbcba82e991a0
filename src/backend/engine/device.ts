import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { env } from 'onnxruntime-node';
import sharp from 'sharp';
import { DEVICE_ORDER, type DeviceEntry, type DeviceName, type DeviceReport } from '#core/engine.ts';
import type { StartOptions } from './protocol.ts';
import { openSelfTest, SELF_TEST_STEPS, SELF_TEST_TOLERANCE, type SelfTest, selfTestError } from './selfTest.ts';
import { defaultThreads, describeOrtError } from './session.ts';

/** How people call the devices. */
const LABELS: Readonly<Record<DeviceName, string>> = { cuda: 'CUDA', webgpu: 'WebGPU', cpu: 'the processor' };

/** File that ONNX Runtime's CUDA support lives in, fetched apart from its package. */
const CUDA_PROVIDER = 'libonnxruntime_providers_cuda.so';

/**
 * Tries the devices in order and takes the first that computes the self-test as the processor does.
 *
 * @param onProbe called before a device is touched, so that the host knows what an engine that dies here died of
 */
export async function chooseDevice(
  options: StartOptions,
  onProbe: (device: DeviceName) => void,
): Promise<DeviceReport> {
  const threads = options.threads ?? defaultThreads();
  const reference = await openSelfTest('cpu', threads);
  try {
    const devices: DeviceEntry[] = [];
    let active: DeviceName | null = null;
    for (const name of DEVICE_ORDER) {
      const whyNot = whyNotTried(name, active, options);
      if (whyNot === null && name !== 'cpu') onProbe(name);
      const entry =
        whyNot === null ? await tryDevice(name, threads, reference, options.device === 'auto') : refuse(name, whyNot);
      devices.push(entry);
      if (entry.usable) active ??= name;
    }
    return { active: active ?? 'cpu', devices, threads, imagesPerSecond: null, libraries: libraries() };
  } finally {
    await reference.close();
  }
}

function whyNotTried(name: DeviceName, active: DeviceName | null, { device, refused }: StartOptions): string | null {
  if (name === 'cpu') return null;
  if (active !== null) return `${LABELS[name]} was not tried: ${LABELS[active]} is in use.`;
  if (device !== 'auto' && device !== name) return `${LABELS[name]} was not tried: ${LABELS[device]} was asked for.`;
  return refused[name] ?? (name === 'cuda' ? missingCudaLibrary() : null);
}

async function tryDevice(
  name: DeviceName,
  threads: number,
  reference: SelfTest,
  mustBeFaster: boolean,
): Promise<DeviceEntry> {
  if (name === 'cpu') return { name, usable: true, reason: null, selfTestError: 0 };
  let test: SelfTest | null = null;
  try {
    test = await openSelfTest(name, threads);
    let error = 0;
    for (const { sizePx, allowedMs } of SELF_TEST_STEPS) {
      const expected = await reference.run(sizePx);
      const actual = await test.run(sizePx);
      error = Math.max(error, selfTestError(expected.outputs, actual.outputs));
      if (error > SELF_TEST_TOLERANCE) return refuse(name, wrong(name, error), error);
      // A graphics adapter emulated in software computes rightly, but slower than the processor it runs on.
      if (mustBeFaster && actual.elapsedMs > Math.max(allowedMs, expected.elapsedMs)) {
        return refuse(name, slow(name, actual.elapsedMs, expected.elapsedMs), error);
      }
    }
    return { name, usable: true, reason: null, selfTestError: error };
  } catch (thrown) {
    return refuse(name, whyUnavailable(name, thrown));
  } finally {
    await test?.close();
  }
}

function wrong(name: DeviceName, error: number): string {
  const difference = Number.isFinite(error)
    ? `differs from the processor by ${error.toPrecision(2)}`
    : 'gives values that are not numbers';
  return `${LABELS[name]} computes the self-test wrongly: it ${difference}.`;
}

function slow(name: DeviceName, deviceMs: number, processorMs: number): string {
  const [device, processor] = [deviceMs, processorMs].map((ms) => (ms < 10 ? ms.toFixed(1) : ms.toFixed(0)));
  return `${LABELS[name]} is slower than the processor here: ${device} ms against ${processor} ms for the self-test. Ask for it by name to use it anyway.`;
}

function refuse(name: DeviceName, reason: string, error: number | null = null): DeviceEntry {
  return { name, usable: false, reason, selfTestError: error !== null && Number.isFinite(error) ? error : null };
}

/** ONNX Runtime names a missing CUDA library only on stderr, so the file itself is looked for. */
function missingCudaLibrary(): string | null {
  const { platform, arch } = process;
  if (platform !== 'linux' || arch !== 'x64')
    return `CUDA: ONNX Runtime has no CUDA library for ${platform} on ${arch}.`;
  const root = dirname(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')));
  const isInstalled = existsSync(join(root, 'bin', 'napi-v6', platform, arch, CUDA_PROVIDER));
  return isInstalled
    ? null
    : `CUDA: the provider library ${CUDA_PROVIDER} is not installed; \`npm run setup\` fetches it where there is an NVIDIA driver.`;
}

function whyUnavailable(name: DeviceName, thrown: unknown): string {
  const message = describeOrtError(thrown);
  if (name === 'webgpu' && /no supported adapters/i.test(message)) return 'WebGPU: no graphics adapter was found.';
  if (name === 'cuda' && /shared library/i.test(message))
    return 'CUDA: the provider library is installed but cannot be loaded; it needs CUDA 12 and cuDNN 9 on this system.';
  return `${LABELS[name]}: ${message}.`;
}

function libraries(): Readonly<Record<string, string>> {
  return {
    'onnxruntime-node': env.versions.node ?? 'unknown',
    sharp: sharp.versions.sharp ?? 'unknown',
    libwebp: sharp.versions.webp ?? 'unknown',
    node: process.versions.node,
  };
}
