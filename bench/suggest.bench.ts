import { suggestNext } from '#backend/masks/suggest.ts';
import { scoreUnsure } from '#backend/masks/unsure.ts';
import type { PairEngine } from '#core/engine.ts';
import { shuffled } from '#core/random.ts';
import type { Segmenter } from '#core/segment/segmenter.ts';
import { estimate, mean } from '#core/statistics.ts';
import { withDemoPair } from './demoPair.ts';
import type { Bench } from './run.ts';
import { openData, POOL, type SegmentData } from './segment.bench.ts';

/**
 * Whether the queue's suggestion is worth following: 5 of the painter's masks of the demo pair, and three more, either those suggested one
 * after the other while a live segmenter learns, or drawn at random, twice. Mean IoU on 200 other pictures of a segmenter of all 8; the gain
 * is the mean over draws of suggested less random, with its 95 % interval.
 */
export const bench: Bench = () =>
  withDemoPair(async (pair) => {
    const data = await openData(pair);
    const judge = async (rows: readonly number[]) => {
      const { segmenter } = await pair.trainSegmenter(data.requestOf(rows, null, LIVE));
      return (await data.test(segmenter)).mean;
    };
    const [before, suggested, random]: [number[], number[], number[]] = [[], [], []];
    for (let seed = 0; seed < DRAWS; seed++) {
      const begun = data.draw(BEGUN, seed);
      before.push(await judge(begun));
      suggested.push(await judge(await followed(pair, data, begun)));
      const rest = [...shuffled(POOL, RANDOM_SEED + seed)].filter((row) => !begun.includes(row));
      const [first, second] = [rest.slice(0, MORE), rest.slice(MORE, 2 * MORE)];
      random.push(mean([await judge([...begun, ...first]), await judge([...begun, ...second])]));
      const line = [before, suggested, random].map((means) => means.at(-1)?.toFixed(4));
      process.stderr.write(
        `draw ${seed}: from five ${line[0]}, and three suggested ${line[1]}, and three at random ${line[2]}\n`,
      );
    }
    const gain = estimate(suggested.map((value, at) => value - (random[at] as number)));
    return {
      miouBefore: round4(mean(before)),
      miouSuggested: round4(mean(suggested)),
      miouRandom: round4(mean(random)),
      gain: round4(gain.value),
      gainLow: round4(gain.low),
      gainHigh: round4(gain.high),
    };
  });

const DRAWS = 6;
const BEGUN = 5;
const MORE = 3;
const RANDOM_SEED = 500;
/** As many networks as learn while people annotate, and as are judged. */
const LIVE = { members: 3 };

/** The rows of a person who draws what is suggested. */
async function followed(pair: PairEngine, data: SegmentData, begun: readonly number[]): Promise<number[]> {
  const rows = [...begun];
  let start: Segmenter | null = null;
  while (rows.length < BEGUN + MORE) {
    const { segmenter } = await pair.trainSegmenter(data.requestOf(rows, start, LIVE));
    const open = Array.from({ length: POOL }, (_, row) => row).filter((row) => !rows.includes(row));
    const pictures = open.map((row) => picture(data, row));
    const unsure = await scoreUnsure(pair, segmenter, rows.join(), pictures, new AbortController().signal);
    const { id } = suggestNext(
      pictures,
      rows.map((row) => picture(data, row)),
      unsure,
    );
    rows.push(Number(id));
    start = segmenter;
  }
  return rows;
}

function picture(data: SegmentData, row: number) {
  return { id: `${row}`, w: data.latentOf(row) };
}

const round4 = (value: number): number => Number(value.toFixed(4));
