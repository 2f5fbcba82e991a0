import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SegmentData } from './segment.bench.ts';

/**
 * Time until a single network reaches 0.98 of the final IoU of FewShotCNN-S, as PyTorch trains it on all channels, over PyTorch's time to
 * 0.98 of its own. Testing on the way is not counted on either side. Ours is trained anew for one epoch, two, and so on.
 */
export async function timeToIou(data: SegmentData, log: (line: string) => void): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'unitloom-segment-bench-'));
  try {
    const rows = data.draw(5, 0);
    await data.writeFeatures(folder);
    writeFileSync(join(folder, 'rows.json'), JSON.stringify({ train: rows, test: data.tested }));
    const { iou, seconds } = await trainTorch(folder);
    log(`FewShotCNN-S in torch: mIoU ${iou.toFixed(3)}, 0.98 of it after ${seconds.toFixed(1)} s`);
    for (let epochs = 1; ; epochs++) {
      const { mean, seconds: own } = await data.single(rows, epochs);
      log(`ours after ${epochs} epochs: mIoU ${mean.toFixed(3)}, ${own.toFixed(1)} s`);
      if (mean >= 0.98 * iou || epochs >= 30) return mean >= 0.98 * iou ? own / seconds : Number.NaN;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
