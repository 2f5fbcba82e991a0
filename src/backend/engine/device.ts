import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { env } from 'onnxruntime-node';
import sharp from 'sharp';
import { DEVICE_ORDER, type DeviceEntry, type DeviceName, type DeviceReport } from '#core/engine.ts';
import type { StartOptions } from './protocol.ts';
import { runSelfTest, SELF_TEST_TOLERANCE, type SelfTestResult, selfTestError } from './selfTest.ts';
import { defaultThreads, describeOrtError } from './session.ts';

/** How people call the devices. */
const LABELS: Readonly<Record<DeviceName, string>> = { cuda: 'CUDA', webgpu: 'WebGPU', cpu: 'The processor' };

/** File that ONNX Runtime's CUDA support lives in, fetched apart from its package. */
const CUDA_PROVIDER = 'libonnxruntime_providers_cuda.so';

/**
 * Tries the devices in order and takes the first that computes the self-test as the processor does.
 *
 * @param onProbe called before a device is touched, so that the host knows what an engine that dies here died of
 */
export async function chooseDevice(options: StartOptions, onProbe: (device: DeviceName) => void): Promise<DeviceReport> {
  const threads = options.threads ?? defaultThreads();
  const reference = await runSelfTest('cpu', threads);
  const devices: DeviceEntry[] = [];
  let active: DeviceName | null = null;
  for (const name of DEVICE_ORDER) {
    const entry = active !== null && name !== 'cpu' ? notTried(name, `${LABELS[active]} is in use`) : await tryDevice(name, options, threads, reference, onProbe);
    devices.push(entry);
    if (entry.usable) active ??= name;
  }
  return { active: active ?? 'cpu', devices, threads, imagesPerSecond: null, libraries: libraries() };
}

async function tryDevice(
  name: DeviceName,
  options: StartOptions,
  threads: number,
  reference: SelfTestResult,
  onProbe: (device: DeviceName) => void,
): Promise<DeviceEntry> {
  if (name === 'cpu') return { name, usable: true, reason: null, selfTestError: 0 };
  const wanted = options.device;
  if (wanted !== 'auto' && wanted !== name) return notTried(name, wanted === 'cpu' ? 'the processor was asked for' : `${LABELS[wanted]} was asked for`);
  const known = options.refused[name] ?? missingLibrary(name);
  if (known !== null) return refuse(name, known);
  onProbe(name);
  try {
    const result = await runSelfTest(name, threads);
    const error = selfTestError(reference.outputs, result.outputs);
    return { name, usable: true, reason: null, selfTestError: error, ...verdict(name, error, result, reference, wanted) };
  } catch (thrown) {
    return refuse(name, whyUnavailable(name, thrown));
  }
}

function verdict(
  name: DeviceName,
  error: number,
  result: SelfTestResult,
  reference: SelfTestResult,
  wanted: StartOptions['device'],
): Partial<DeviceEntry> {
  if (error > SELF_TEST_TOLERANCE) {
    const share = Number.isFinite(error) ? `by ${(error * 100).toPrecision(2)} % of the largest value` : 'beyond all numbers';
    return { usable: false, reason: `${LABELS[name]} computes the self-test wrongly: it differs from the processor ${share}.` };
  }
  // A graphics adapter emulated in software passes every test and is slower than the processor it runs on.
  if (wanted === 'auto' && result.elapsedMs > reference.elapsedMs) {
    const [device, processor] = [result.elapsedMs, reference.elapsedMs].map((ms) => ms.toPrecision(2));
    return { usable: false, reason: `${LABELS[name]} is slower than the processor here: ${device} ms against ${processor} ms for the self-test. Ask for it by name to use it anyway.` };
  }
  return {};
}

function notTried(name: DeviceName, why: string): DeviceEntry {
  return refuse(name, `${LABELS[name]} was not tried: ${why}.`);
}

function refuse(name: DeviceName, reason: string): DeviceEntry {
  return { name, usable: false, reason, selfTestError: null };
}

/** ONNX Runtime names a missing CUDA library only on stderr, so the file itself is looked for. */
function missingLibrary(name: DeviceName): string | null {
  if (name !== 'cuda') return null;
  const { platform, arch } = process;
  if (platform !== 'linux' || arch !== 'x64') return `CUDA: ONNX Runtime has no CUDA library for ${platform} on ${arch}.`;
  const root = dirname(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')));
  const isInstalled = existsSync(join(root, 'bin', 'napi-v6', platform, arch, CUDA_PROVIDER));
  return isInstalled ? null : `CUDA: the provider library ${CUDA_PROVIDER} is not installed; \`npm run setup\` fetches it where there is an NVIDIA driver.`;
}

function whyUnavailable(name: DeviceName, thrown: unknown): string {
  const message = describeOrtError(thrown);
  if (name === 'webgpu' && /no supported adapters/i.test(message)) return 'WebGPU: no graphics adapter was found.';
  if (name === 'cuda' && /shared library/i.test(message)) return 'CUDA: the provider library is installed but cannot be loaded; it needs CUDA 12 and cuDNN 9 on this system.';
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
