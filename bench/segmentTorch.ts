import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openPair, type RunSettings } from '#backend/engine/openPair.ts';
import { createSegmenting } from '#backend/engine/segment.ts';
import { trainSegmenter } from '#backend/engine/trainSegmenter.ts';
import type { SegmentData } from './segment.bench.ts';

/**
 * Time until a single network reaches 0.98 of the final IoU of FewShotCNN-S, as PyTorch trains it on all channels, over PyTorch's time to
 * 0.98 of its own. One training on each side, tested on the way, which is not counted. Ours counts all else, from the latents on:
 * features, projections, compilation, the loss it stops by; PyTorch's counts its steps, and has its features beforehand.
 */
export async function timeToIou(data: SegmentData, log: (line: string) => void): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'unitloom-segment-bench-'));
  try {
    const rows = data.draw(5, 0);
    await data.writeFeatures(folder);
    writeFileSync(join(folder, 'rows.json'), JSON.stringify({ train: rows, test: data.tested }));
    const { iou, seconds } = await trainTorch(folder);
    log(`FewShotCNN-S in torch: mIoU ${iou.toFixed(3)}, 0.98 of it after ${seconds.toFixed(1)} s`);
    return (await secondsTo(0.98 * iou, data, rows, log)) / seconds;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As the product trains with its defaults, but a single network that has all pictures. NaN where it never gets there. */
async function secondsTo(
  wanted: number,
  data: SegmentData,
  rows: readonly number[],
  log: (line: string) => void,
): Promise<number> {
  const settings: RunSettings = { device: 'cpu', threads: 2, batch: null };
  const pair = await openPair(data.files, settings);
  await pair.features(1, new Float32Array(pair.latentSize));
  const { segment } = createSegmenting(settings);
  const signal = new AbortController().signal;
  let reached = Number.NaN;
  let [epoch, spentTesting] = [0, 0];
  const start = performance.now();
  try {
    const request = data.requestOf(rows, null, { members: 1 });
    await trainSegmenter(pair, { ...request, patience: request.maxEpochs }, settings, {
      signal,
      onProgress: () => undefined,
      async onEpoch(segmenter) {
        const from = performance.now();
        const seconds = (from - start - spentTesting) / 1000;
        const { mean } = await data.test(segmenter, (wanted) => segment(pair, wanted, signal));
        log(`ours after ${epoch++} epochs: mIoU ${mean.toFixed(3)}, ${seconds.toFixed(1)} s`);
        if (mean >= wanted && Number.isNaN(reached)) reached = seconds;
        spentTesting += performance.now() - from;
      },
    });
  } finally {
    await pair.close();
  }
  return reached;
}

/** Debian's torch; another interpreter with it may be named by PYTHON. */
async function trainTorch(folder: string): Promise<{ readonly iou: number; readonly seconds: number }> {
  const python = process.env.PYTHON ?? '/usr/bin/python3';
  const child = spawn(python, [join(import.meta.dirname, 'segmentTorch.py'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, OPENBLAS_NUM_THREADS: '2', OMP_NUM_THREADS: '2' },
  });
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error('torch ended; is it installed?');
}
