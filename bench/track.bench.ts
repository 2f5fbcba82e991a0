import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenPair } from '#backend/engine/openPair.ts';
import { trackFeatures } from '#backend/engine/trackFeatures.ts';
import { denseFlow } from '#core/flow.ts';
import { mean } from '#core/statistics.ts';
import type { Planes } from '#core/track/planes.ts';
import { median } from './median.ts';
import type { Bench } from './run.ts';
import { type KnownPairs, openDemoPair, SIDE_PX, sweepPairs, warpedPairs } from './trackPairs.ts';

/**
 * Median endpoint errors, px, on pixels of parts of the demo generator's pictures: beside OpenCV on pictures warped by known fields, and
 * on sweep pairs whose exact correspondence the painter knows. Both sides see the same 8-bit pixels and nothing else; what the generator's
 * features add on sweep pairs is logged beside.
 */
export const bench: Bench = async () => {
  const pair = await openDemoPair();
  const folder = mkdtempSync(join(tmpdir(), 'unitloom-track-'));
  try {
    const warped = await warpedPairs(pair, 60);
    const swept = await sweepPairs(pair);
    const byPictures = ours(swept);
    await logFeatures(pair, swept, byPictures);
    const [ofWarped, ofSwept] = [opencv(folder, warped), opencv(folder, swept)];
    return {
      epeMedian: round4(error(warped, ours(warped))),
      epeDis: round4(error(warped, ofWarped.dis)),
      epeFarneback: round4(error(warped, ofWarped.farneback)),
      sweepEpe: round4(error(swept, byPictures)),
      sweepEpeDis: round4(error(swept, ofSwept.dis)),
    };
  } finally {
    await pair.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const PIXELS = SIDE_PX * SIDE_PX;

/** [2 P] planes of both pictures of each pair. */
type Features = readonly (readonly Planes[])[];

function ours({ count, first, second, flow }: KnownPairs, features: Features = []): Float32Array {
  const result = new Float32Array(flow.length);
  const times: number[] = [];
  for (let p = 0; p < count; p++) {
    const [one, two] = [first, second].map((all) => all.subarray(p * PIXELS * 3, (p + 1) * PIXELS * 3)) as [
      Uint8Array,
      Uint8Array,
    ];
    const startedAt = performance.now();
    const { field } = denseFlow(one, two, SIDE_PX, SIDE_PX, [features[2 * p] ?? [], features[2 * p + 1] ?? []]);
    times.push(performance.now() - startedAt);
    result.set(field.x, 2 * p * PIXELS);
    result.set(field.y, (2 * p + 1) * PIXELS);
  }
  process.stderr.write(`ours: ${median(times).toFixed(2)} ms a pair, there and back\n`);
  return result;
}

/** What features add on sweep pairs. */
async function logFeatures(pair: OpenPair, swept: KnownPairs, without: Float32Array): Promise<void> {
  const startedAt = performance.now();
  const features = await trackFeatures(pair, swept.latents as Float32Array, new AbortController().signal);
  const each = (performance.now() - startedAt) / features.length;
  const [before, after] = [without, ours(swept, features)].map((found) => errorsOf(swept, found)) as [
    number[],
    number[],
  ];
  const both = (of: (errors: readonly number[]) => number) => `${of(before).toFixed(4)} / ${of(after).toFixed(4)} px`;
  process.stderr.write(
    `sweep pairs without / with features: median ${both(median)}, mean ${both(mean)}; features ${each.toFixed(2)} ms a picture\n`,
  );
}

/** OpenCV of Debian's Python; another interpreter with it may be named by PYTHON. */
function opencv(folder: string, { first, second }: KnownPairs): { dis: Float32Array; farneback: Float32Array } {
  writeFileSync(join(folder, 'first.u8'), first);
  writeFileSync(join(folder, 'second.u8'), second);
  const script = join(import.meta.dirname, 'trackOracle.py');
  execFileSync(process.env.PYTHON ?? '/usr/bin/python3', [script, folder, String(SIDE_PX)], { stdio: 'inherit' });
  const read = (name: string) => {
    const bytes = readFileSync(join(folder, name));
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  };
  return { dis: read('dis.f32'), farneback: read('farneback.f32') };
}

function errorsOf({ count, flow, judged }: KnownPairs, found: Float32Array): number[] {
  const errors: number[] = [];
  for (let p = 0; p < count; p++) {
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      if (judged[p * PIXELS + pixel] === 0) continue;
      const at = 2 * p * PIXELS + pixel;
      const off = (offset: number) => (found[at + offset] as number) - (flow[at + offset] as number);
      errors.push(Math.hypot(off(0), off(PIXELS)));
    }
  }
  return errors;
}

const error = (pairs: KnownPairs, found: Float32Array) => median(errorsOf(pairs, found));

const round4 = (value: number) => Math.round(value * 10_000) / 10_000;
