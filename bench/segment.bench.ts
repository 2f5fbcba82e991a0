import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { readDemoTruth } from '#backend/demoTruth.ts';
import { createSession } from '#backend/engine/session.ts';
import type { PairEngine } from '#core/engine.ts';
import { LABEL_TEMPLATES, labelSetOf } from '#core/labelSet.ts';
import { type SegmentParams, segmentParamsSchema } from '#core/params.ts';
import { shuffled } from '#core/random.ts';
import { countConfusion, iouOf, meanIou } from '#core/segment/confusion.ts';
import type { SegmenterFit, SegmenterRequest } from '#core/segment/request.ts';
import type { Segmenter } from '#core/segment/segmenter.ts';
import { takeRows } from '#core/tensor.ts';
import { resources, withDemoPair } from './demoPair.ts';
import { median } from './median.ts';
import type { Bench } from './run.ts';
import { mapsRatios } from './segmentSweep.ts';
import { timeToIou } from './segmentTorch.ts';

/**
 * Few-shot segmentation of the demo pair, from the truth masks of 5 and of 10 pictures, tested on 200 others: median over draws whose
 * seeds are 0 to 4, drawn again only where a part is missing. The painter's masks are the truth, so errors of the generator count.
 */
export const bench: Bench = (options) =>
  withDemoPair(async (pair, close) => {
    const data = await openData(pair);
    const draws = Array.from({ length: DRAWS }, (_, seed) => seed);

    const five: Scored[] = [];
    const ten: Scored[] = [];
    for (const seed of draws) {
      five.push(await data.score(data.draw(5, seed)));
      ten.push(await data.score(data.draw(10, seed)));
      log(`draw ${seed}: ${describe(five.at(-1))}; from ten ${describe(ten.at(-1))}`);
    }
    const first = five[0] as Scored;
    const again = await data.retrain(first, data.draw(6, 0));
    log(`once more with a sixth mask: ${again.toFixed(1)} s`);
    const miou = (scores: readonly Scored[]) => median(scores.map(({ mean }) => mean));
    const foreground = median(five.map((scored) => scored.foreground));
    log(
      `foreground from five: ${foreground.toFixed(3)}, wanted is ${FOREGROUND_5}${foreground < FOREGROUND_5 ? ': too low' : ''}`,
    );
    const ratio = options.includes('quick') ? Number.NaN : await timeToIou(data, log);
    await close();
    const rates = await mapsRatios(log);
    return {
      miou5: round3(miou(five)),
      miou10: round3(miou(ten)),
      trainSeconds: round3(median(five.map(({ seconds }) => seconds))),
      retrainSeconds: round3(again),
      timeToIouRatio: round3(ratio),
      throughputRatio: round3(median(rates)),
    };
  });

const DRAWS = 5;
/** The least mean IoU of the parts without the background, from five pictures. */
const FOREGROUND_5 = 0.82;
/** Pictures to learn from are among the first, those to test on are the rest. */
export const POOL = 60;

interface Tested {
  /** Mean IoU of all labels, and without the background. */
  readonly mean: number;
  readonly foreground: number;
}

interface Scored extends Tested {
  readonly fit: SegmenterFit;
  readonly seconds: number;
}

export type SegmentData = Awaited<ReturnType<typeof openData>>;

export async function openData(pair: PairEngine) {
  const truth = await readDemoTruth(resources);
  const { labels } = labelSetOf(LABEL_TEMPLATES.critters);
  const pixels = truth.sizePx ** 2;
  const w = { data: truth.w, shape: [truth.count, truth.w.length / truth.count] };
  const masksOf = (rows: readonly number[]) => {
    const masks = new Uint8Array(rows.length * pixels);
    for (const [at, row] of rows.entries())
      masks.set(truth.masks.subarray(row * pixels, (row + 1) * pixels), at * pixels);
    return masks;
  };
  const tested = Array.from({ length: truth.count - POOL }, (_, at) => POOL + at);
  const hasAll = (rows: readonly number[]) => labels.every((_, label) => masksOf(rows).includes(label));
  const requestOf = (
    rows: readonly number[],
    start: SegmenterFit['segmenter'] | null,
    changes: Partial<SegmentParams> = {},
  ): SegmenterRequest => {
    const { retrainEpochs, ...params } = segmentParamsSchema.parse({});
    const groups = Int32Array.from(rows.keys());
    const known = { start, labels, w: takeRows(w, rows), masks: masksOf(rows), groups };
    return { ...params, ...(start && { maxEpochs: retrainEpochs }), ...known, ...changes };
  };
  /** Of pictures that were not learned from; `segment` finds the parts in them. */
  const test = async (segmenter: Segmenter, segment: PairEngine['segment'] = pair.segment): Promise<Tested> => {
    const key = `${Math.random()}`;
    const { maps } = await segment({ w: takeRows(w, tested), segmenter, key, disagreement: false });
    const ious = iouOf(countConfusion(masksOf(tested), maps, labels.length), labels.length);
    return { mean: meanIou(ious), foreground: meanIou(ious.slice(1)) };
  };
  return {
    labels,
    tested,
    masksOf,
    requestOf,
    test,
    files: pair.files,
    /** [L] w of a picture */
    latentOf: (row: number): Float32Array => takeRows(w, [row]).data,
    draw(count: number, seed: number): number[] {
      for (let again = 0; ; again++) {
        const rows = [...shuffled(POOL, seed + 1000 * again)].slice(0, count);
        if (hasAll(rows)) return rows;
      }
    },
    async score(rows: readonly number[]): Promise<Scored> {
      const start = performance.now();
      const fit = await pair.trainSegmenter(requestOf(rows, null));
      const seconds = (performance.now() - start) / 1000;
      return { fit, seconds, ...(await test(fit.segmenter)) };
    },
    /** Seconds to learn from one mask more, going on from a segmenter. */
    async retrain({ fit }: Scored, rows: readonly number[]): Promise<number> {
      const start = performance.now();
      const more = await pair.trainSegmenter(requestOf(rows, fit.segmenter));
      const seconds = (performance.now() - start) / 1000;
      log(`after that: ${describe({ fit: more, seconds, ...(await test(more.segmenter)) })}`);
      return seconds;
    },
    /** Native maps of all pictures and their masks as files, for other tools. */
    async writeFeatures(folder: string): Promise<void> {
      const taps = await createSession(join(resources, 'demo', 'taps.onnx'), 'cpu', 2);
      const names = pair.files.generator.feature_taps;
      for (let row = 0; row < truth.count; row++) {
        const found = await taps.run({ w: new Tensor('float32', truth.w.slice(row * 64, (row + 1) * 64), [1, 64]) });
        for (const { name } of names) {
          const { buffer, byteOffset, byteLength } = (found[name] as Tensor).data as Float32Array;
          appendFileSync(join(folder, `${name}.f32`), new Uint8Array(buffer, byteOffset, byteLength));
        }
      }
      await taps.release();
      writeFileSync(
        join(folder, 'taps.json'),
        JSON.stringify(names.map(({ name, channels, size }) => [name, channels, size])),
      );
      writeFileSync(join(folder, 'masks.u8'), truth.masks);
    },
  };
}

function describe(scored: Scored | undefined): string {
  if (scored === undefined) return '';
  return `mIoU ${scored.mean.toFixed(3)}, foreground ${scored.foreground.toFixed(3)}, ${scored.seconds.toFixed(1)} s`;
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

const round3 = (value: number): number => Number(value.toPrecision(3));
