import type { Artifact } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import { FIDELITY_NUMBERS } from '#core/fidelity/measure.ts';
import type { PredictorName } from '#core/fidelity/scores.ts';
import type { ArtifactReader } from '#core/stage.ts';
import type { FidelityIntervals, FidelityNumbers, LinkerSummary } from '#core/summary.ts';
import type { Quantity } from './quantity.ts';

/** The numbers of one predictor, or of the link on one class, as the page prints them. */
export interface PredictorQuality extends Readonly<Record<keyof FidelityNumbers, Quantity>> {
  readonly name: string;
}

export interface LinkQuality {
  readonly linked: PredictorQuality;
  readonly baselines: readonly PredictorQuality[];
  readonly perClass: readonly PredictorQuality[];
}

/** As the page calls them. */
const NAMES: Readonly<Record<PredictorName, string>> = {
  linked: 'linked',
  classMean: 'class mean',
  shuffled: 'shuffled pairs',
  nearest: 'nearest neighbour',
};

/** @throws Failure BAD_INPUT for a linker of an earlier version, which has no intervals */
export function qualityOf(linker: Artifact): LinkQuality {
  const summary = linker.summary as unknown as LinkerSummary;
  if (!summary.intervals) {
    throw new Failure('BAD_INPUT', 'This linker was trained by an earlier version, which took no intervals.', {
      remedy: 'Train it again, and run the sweep on the new one.',
    });
  }
  const quality = (name: string, given: FidelityNumbers & { readonly intervals: FidelityIntervals }, n: number) => {
    const quantities = FIDELITY_NUMBERS.map((number): [string, Quantity] => [
      number,
      // A report is of a sweep, whose linker was judged in pictures.
      { value: given[number] as number, interval: given.intervals[number], n },
    ]);
    return { name, ...Object.fromEntries(quantities) } as PredictorQuality;
  };
  const predictor = (name: PredictorName) =>
    quality(NAMES[name], name === 'linked' ? summary : summary[name], summary.heldOutCount);
  return {
    linked: predictor('linked'),
    baselines: [predictor('nearest'), predictor('classMean'), predictor('shuffled')],
    perClass: summary.perClass.map((given) => quality(given.name, given, given.n)),
  };
}

/** What was seen of each linked picture, in the order of the held-out samples. */
export interface LinkedRows {
  readonly pixelError: Float64Array;
  /** 1 where the class of the linked picture is that of the original. */
  readonly agrees: Float64Array;
}

export function readLinkedRows(reader: ArtifactReader, linkerId: string): LinkedRows {
  const count = reader.array(linkerId, 'heldOut').data.length;
  // The first row of a score belongs to the link, the others to its baselines.
  const own = (name: string) => Float64Array.from(reader.array(linkerId, name).data.subarray(0, count));
  return { pixelError: own('pixelError'), agrees: own('agrees') };
}
