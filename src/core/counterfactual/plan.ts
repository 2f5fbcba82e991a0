import { Failure } from '../failure.ts';
import type { CounterfactualParams } from '../params.ts';
import { shuffled } from '../random.ts';
import type { SampleSet } from '../sampleSet.ts';

/** One search that is wanted: a sample, the class it is to become, and which of several tries. */
export interface PlannedCase {
  /** Row of the accepted samples. */
  readonly row: number;
  /** Row of the samples artifact: the sample's index everywhere. */
  readonly sample: number;
  readonly origin: number;
  readonly target: number;
  readonly seed: number;
}

/**
 * Cases in the order of the class pairs, samples within each, seeds innermost.
 *
 * @param samples all draws, accepted or not, so that what is wrong with a sample can be said
 * @throws Failure BAD_INPUT for a class or sample that does not fit, NO_SAMPLES for a class without held-out samples
 */
export function planCases(
  params: CounterfactualParams,
  samples: SampleSet,
  classNames: readonly string[],
): PlannedCase[] {
  const accepted = samples.accepted();
  const rowOfSample = new Map(Array.from(accepted.index, (sample, row) => [sample, row]));
  const named = params.samples?.map((sample) => {
    requireSample(samples, sample, classNames);
    return rowOfSample.get(sample) as number;
  });
  const cases: PlannedCase[] = [];
  for (const { origin, target } of pairsOf(params, accepted, classNames, named)) {
    const rows = named
      ? named.filter((row) => accepted.classIndex[row] === origin)
      : chosenRows(params, accepted, origin, classNames[origin] as string);
    for (const row of rows) {
      for (let seed = 0; seed < params.seeds; seed++) {
        cases.push({ row, sample: accepted.index[row] as number, origin, target, seed });
      }
    }
  }
  if (cases.length === 0) {
    throw new Failure('BAD_INPUT', 'None of the samples named is of a class that a pair starts from.', {
      remedy: 'Name samples of the classes to leave, or leave the pairs out.',
    });
  }
  return cases;
}

interface IndexedPair {
  readonly origin: number;
  readonly target: number;
}

function pairsOf(
  { pairs }: CounterfactualParams,
  accepted: SampleSet,
  classNames: readonly string[],
  named: readonly number[] | undefined,
): IndexedPair[] {
  if (classNames.length < 2)
    throw new Failure('BAD_INPUT', 'Counterfactuals need a classifier of at least two classes.');
  if (pairs) return uniquePairs(pairs.map((pair) => indexedPair(pair, classNames)));
  const drawn = classNames.map((_, c) => c).filter((c) => accepted.classIndex.includes(c));
  const origins = named ? drawn.filter((c) => named.some((row) => accepted.classIndex[row] === c)) : drawn;
  return origins.flatMap((origin) => drawn.filter((c) => c !== origin).map((target) => ({ origin, target })));
}

function uniquePairs(pairs: readonly IndexedPair[]): IndexedPair[] {
  return [...new Map(pairs.map((pair) => [`${pair.origin} ${pair.target}`, pair])).values()];
}

function indexedPair({ from, to }: { from: string; to: string }, classNames: readonly string[]): IndexedPair {
  const [origin, target] = [from, to].map((name) => {
    const index = classNames.indexOf(name);
    if (index >= 0) return index;
    throw new Failure('BAD_INPUT', `There is no class "${name}". The pair knows ${classNames.join(', ')}.`);
  }) as [number, number];
  if (origin === target) {
    throw new Failure('BAD_INPUT', `The target is the class the sample has already: ${from} to ${to}.`, {
      remedy: 'Choose another target.',
    });
  }
  return { origin, target };
}

function requireSample(samples: SampleSet, sample: number, classNames: readonly string[]): void {
  if (sample >= samples.count) {
    throw new Failure(
      'BAD_INPUT',
      `There is no sample ${sample}: there are ${samples.count}, 0 to ${samples.count - 1}.`,
    );
  }
  if (samples.isAccepted[sample] === 1) return;
  const [asked, taken] = [samples.classIndex, samples.predicted].map((of) => classNames[of[sample] as number]);
  throw new Failure(
    'BAD_INPUT',
    `Sample ${sample} was drawn as ${asked}, but the classifier takes it for ${taken} already: there is no decision to turn.`,
    { remedy: 'Choose an accepted sample.' },
  );
}

function chosenRows(
  { perPair, sampleSeed }: CounterfactualParams,
  accepted: SampleSet,
  origin: number,
  name: string,
): number[] {
  const rows = Array.from(shuffled(accepted.count, sampleSeed)).filter(
    (row) => accepted.isHeldOut[row] === 1 && accepted.classIndex[row] === origin,
  );
  if (rows.length === 0) {
    throw new Failure('NO_SAMPLES', `The class ${name} has no held-out samples to start from.`, {
      remedy: 'Draw samples of this class, or leave it out of the pairs.',
    });
  }
  return rows.slice(0, perPair);
}
