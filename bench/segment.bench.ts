import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { readDemoTruth } from '#backend/demoTruth.ts';
import { forkEngine } from '#backend/engine/fork.ts';
import { loadPair } from '#backend/engine/models.ts';
import { createSession } from '#backend/engine/session.ts';
import { startEngine } from '#backend/engine/supervisor.ts';
import type { PairEngine } from '#core/engine.ts';
import { LABEL_TEMPLATES, labelSetOf } from '#core/labelSet.ts';
import { type SegmentParams, segmentParamsSchema } from '#core/params.ts';
import { shuffled } from '#core/random.ts';
import { countConfusion, iouOf, meanIou } from '#core/segment/confusion.ts';
import type { SegmenterFit } from '#core/segment/request.ts';
import { takeRows } from '#core/tensor.ts';
import { bareTapsRate } from './bareTaps.ts';
import { median } from './median.ts';
import type { Bench } from './run.ts';
import { timeToIou } from './segmentTorch.ts';

/**
 * Few-shot segmentation of the demo pair, from the truth masks of 5 and of 10 pictures, tested on 200 others: median over draws whose
 * seeds are 0 to 4, drawn again only where a part is missing. The painter's masks are the truth, so errors of the generator count.
 */
export const bench: Bench = async (options) => {
  const host = startEngine({ spawn: forkEngine, device: 'cpu', threads: null, batch: null, onStatus: () => undefined });
  try {
    const resources = join(import.meta.dirname, '..', 'resources');
    const demo = join(resources, 'demo');
    const { files } = await loadPair(join(demo, 'generator.json'), join(demo, 'classifier-aux.json'));
    const pair = await host.openPair(files);
    const data = await openData(resources, pair);
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
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const bare = await bareTapsRate();
      const own = await data.rate(first.fit);
      rates.push(own / bare);
      log(`throughput: ${own.toFixed(0)} of ${bare.toFixed(0)} pictures/s`);
    }
    const ratio = options.includes('quick') ? Number.NaN : await timeToIou(data, log);
    const miou = (scores: readonly Scored[]) => median(scores.map(({ mean }) => mean));
    return {
      miou5: round3(miou(five)),
      miou10: round3(miou(ten)),
      trainSeconds: round3(median(five.map(({ seconds }) => seconds))),
      retrainSeconds: round3(again),
      timeToIouRatio: round3(ratio),
      throughputRatio: round3(median(rates)),
    };
  } finally {
    await host.close();
  }
};

const DRAWS = 5;
const ROUNDS = 3;
/** Pictures to learn from are among the first, those to test on are the rest. */
const LEARNED_FROM = 60;

interface Scored {
  readonly fit: SegmenterFit;
  readonly seconds: number;
  readonly mean: number;
  readonly foreground: number;
}

export type SegmentData = Awaited<ReturnType<typeof openData>>;

export async function openData(resources: string, pair: PairEngine) {
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
  const tested = Array.from({ length: truth.count - LEARNED_FROM }, (_, at) => LEARNED_FROM + at);
  const hasAll = (rows: readonly number[]) => labels.every((_, label) => masksOf(rows).includes(label));
  const train = (
    rows: readonly number[],
    start: SegmenterFit['segmenter'] | null,
    changes: Partial<SegmentParams> = {},
  ) => {
    const params = segmentParamsSchema.parse({});
    const request = { ...params, ...changes, ...(start && { maxEpochs: params.retrainEpochs }), start, labels };
    const groups = Int32Array.from(rows, (_, at) => at);
    return pair.trainSegmenter({ ...request, w: takeRows(w, rows), masks: masksOf(rows), groups });
  };
  const test = async (fit: SegmenterFit): Promise<{ readonly mean: number; readonly foreground: number }> => {
    const { maps } = await pair.segment({
      w: takeRows(w, tested),
      segmenter: fit.segmenter,
      key: `${Math.random()}`,
      disagreement: false,
    });
    const ious = iouOf(countConfusion(masksOf(tested), maps, labels.length), labels.length);
    return { mean: meanIou(ious), foreground: meanIou(ious.slice(1)) };
  };
  return {
    labels,
    tested,
    masksOf,
    draw(count: number, seed: number): number[] {
      for (let again = 0; ; again++) {
        const rows = [...shuffled(LEARNED_FROM, seed + 1000 * again)].slice(0, count);
        if (hasAll(rows)) return rows;
      }
    },
    async score(rows: readonly number[]): Promise<Scored> {
      const start = performance.now();
      const fit = await train(rows, null);
      const seconds = (performance.now() - start) / 1000;
      return { fit, seconds, ...(await test(fit)) };
    },
    /** Seconds to learn from one mask more, going on from a segmenter. */
    async retrain({ fit }: Scored, rows: readonly number[]): Promise<number> {
      const start = performance.now();
      const more = await train(rows, fit.segmenter);
      const seconds = (performance.now() - start) / 1000;
      log(`after that: ${describe({ fit: more, seconds, ...(await test(more)) })}`);
      return seconds;
    },
    /** One network, trained on all the masks for some epochs. */
    async single(
      rows: readonly number[],
      maxEpochs: number,
    ): Promise<{ readonly mean: number; readonly seconds: number }> {
      const start = performance.now();
      const fit = await train(rows, null, { members: 1, maxEpochs, patience: maxEpochs });
      const seconds = (performance.now() - start) / 1000;
      return { mean: (await test(fit)).mean, seconds };
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
    /** Pictures a second with one network, in groups as a sweep has them. */
    async rate({ segmenter }: SegmenterFit): Promise<number> {
      const one = { ...segmenter, members: segmenter.members.slice(0, 1) };
      const rows = Array.from({ length: 64 }, (_, at) => at);
      const run = () => pair.segment({ w: takeRows(w, rows), segmenter: one, key: 'rate', disagreement: false });
      await run();
      const start = performance.now();
      for (let group = 0; group < 10; group++) await run();
      return 640 / ((performance.now() - start) / 1000);
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
