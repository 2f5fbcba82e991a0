import { readAtlas } from '#core/atlas/atlasTable.ts';
import { type Contrasts, contrastShares, contrastSizes, type Groups } from '#core/atlas/contrast.ts';
import { matchUnits, meanCosine } from '#core/atlas/match.ts';
import {
  cosines,
  linearCka,
  permutationProbability,
  representationalSimilarity,
  type Table,
} from '#core/atlas/similarity.ts';
import { readStudy } from '#core/atlas/study.ts';
import { Failure } from '#core/failure.ts';
import { samplesParamsSchema } from '#core/params.ts';
import type { SampleSet } from '#core/sampleSet.ts';
import { rowOf } from '#core/tensor.ts';
import type { AtlasComparison, Contrast, UseContrast } from '#core/views/atlas.ts';
import type { Context } from '../context.ts';
import { ancestorOf, inputOf } from '../jobs/recipes.ts';
import type { OpenProject } from '../openProjects.ts';
import { generatorHash } from '../pairs.ts';
import { pairOfAtlas, stripsOf } from './atlas.ts';
import { acceptedOf } from './sampleViews.ts';

/** Pictures of which both classifiers' representations are compared: the lists of dissimilarities grow with the square. */
const MOST_PICTURES = 500;
const PERMUTATIONS = 199;
/** Seed of the permutations: the same atlases always give the same probability. */
const SEED = 0;

/** Two classifiers as one design: the same latents of the same generator, measured by the same segmenter. */
export function compareAtlases(
  context: Context,
  { project: handle, a, b }: { readonly project: string; readonly a: string; readonly b: string },
): AtlasComparison {
  const opened = context.projects.get(handle);
  const [first, second] = [sideOf(context, opened, a), sideOf(context, opened, b)];
  requireOneDesign(first, second);
  const pictures = commonPictures(first.samples, second.samples);
  if (pictures.length < 3)
    throw new Failure('BAD_INPUT', 'These two classifiers accepted fewer than 3 pictures in common.', {
      remedy: 'Draw more samples for both.',
    });
  const [x, y] = [representations(first.samples, pictures, 0), representations(second.samples, pictures, 1)];
  const isPaired = first.startKeys === second.startKeys;
  const { parts, metrics, concepts } = first.atlas;
  const [ours, theirs] = [first.study.input, second.study.input];
  const all = concepts.map((_, at) => at);
  const overall = contrastSizes(ours.changes, theirs.changes, [all], isPaired);
  const usesOf = (groups: Groups) => {
    const sizes = contrastSizes(ours.changes, theirs.changes, groups, isPaired);
    const shares = contrastShares(ours, theirs, groups, isPaired);
    return (at: number): Omit<UseContrast, 'part'>[] => {
      const size = contrastAt(sizes, at);
      return size === null ? [] : [{ size, share: contrastAt(shares, at) }];
    };
  };
  const ofPart = usesOf(parts.map((_, at) => all.slice(at * metrics.length, (at + 1) * metrics.length)));
  const ofConcept = usesOf(all.map((at) => [at]));
  return {
    a,
    b,
    names: [first.name, second.name],
    units: [first.atlas.unit.length, second.atlas.unit.length],
    starts: [first.starts, second.starts],
    isPaired,
    pictures: pictures.length,
    cka: linearCka(x, y),
    rsa: representationalSimilarity(x, y),
    matching: matchSides(first, second),
    overall: contrastAt(overall, 0) as Contrast,
    parts: parts.flatMap((part, at) => ofPart(at).map((use) => ({ part, ...use }))),
    concepts: concepts.flatMap((concept, at) => ofConcept(at).map((use) => ({ ...concept, ...use }))),
  };
}

/** One group of either side; null where no picture shows it. */
function contrastAt({ a, b, difference, half, q }: Contrasts, at: number): Contrast | null {
  const [less, reach, rate] = [difference[at] as number, half[at] as number, q[at] as number];
  if (Number.isNaN(less)) return null;
  return {
    a: a[at] as number,
    b: b[at] as number,
    difference: less,
    interval: Number.isNaN(reach) ? null : [less - reach, less + reach],
    q: Number.isNaN(rate) ? null : rate,
  };
}

/** Units on either side that are matched: the time grows with the cube of their number, once a permutation. */
const MOST_MATCHED = 200;

function matchSides(first: Side, second: Side): AtlasComparison['matching'] {
  const [ours, theirs] = [profilesOf(first), profilesOf(second)];
  const matched = (one: Table, other: Table) => matchUnits(cosines(one, other));
  const pairs = matched(ours.profiles, theirs.profiles);
  return {
    units: [ours.rows.length, theirs.rows.length],
    meanCosine: meanCosine(pairs),
    p: permutationProbability(ours.profiles, theirs.profiles, (one, other) => meanCosine(matched(one, other)), {
      permutations: PERMUTATIONS,
      seed: SEED,
    }),
    permutations: PERMUTATIONS,
    pairs: pairs
      .sort((one, other) => other.cosine - one.cosine)
      .map((pair) => {
        const [a, b] = [unitAt(first, ours.rows[pair.a]), unitAt(second, theirs.rows[pair.b])];
        return {
          a,
          b,
          cosine: pair.cosine,
          strips: [first.strips.get(a)?.[0] ?? null, second.strips.get(b)?.[0] ?? null],
        };
      }),
  };
}

function unitAt({ atlas }: Side, row: number | undefined): number {
  return atlas.unit[row as number] as number;
}

function sideOf(context: Context, opened: OpenProject, named: string) {
  const { artifacts } = opened.project;
  const atlasId = inputOf(opened.project, 'atlas', named);
  const samplesId = ancestorOf(opened.project, atlasId, 'samples');
  const pair = pairOfAtlas(opened, atlasId);
  const { seed, psi } = samplesParamsSchema.parse(artifacts.artifact(samplesId).params);
  const samples = acceptedOf(context, opened, samplesId);
  const rowOfSample = new Map(Array.from(samples.index, (sample, row) => [sample, row]));
  const starts = Array.from(artifacts.array(ancestorOf(opened.project, atlasId, 'sweep'), 'starts').data, (sample) =>
    pictureKey(samples, rowOfSample.get(sample) as number),
  );
  return {
    atlas: readAtlas(artifacts, atlasId),
    study: readStudy(artifacts, atlasId),
    samples,
    name: pair.classifier.name,
    generator: generatorHash(pair),
    seed,
    psi,
    starts: starts.length,
    startKeys: starts.join(' '),
    strips: stripsOf(context, opened, atlasId),
  };
}

type Side = ReturnType<typeof sideOf>;

/** @throws Failure BAD_INPUT naming what differs */
function requireOneDesign(a: Side, b: Side): void {
  if (JSON.stringify(a.atlas.concepts) !== JSON.stringify(b.atlas.concepts)) {
    throw new Failure('BAD_INPUT', 'These two atlases do not hold the same parts and metrics.', {
      remedy: 'Measure the parts of both with the same segmenter, and build both atlases again.',
    });
  }
  if (a.generator !== b.generator) {
    throw new Failure('BAD_INPUT', 'The pictures of these two atlases are of different generators.', {
      remedy: 'Add the second classifier with the generator of the first, and run the rest again.',
    });
  }
  if (a.seed !== b.seed || a.psi !== b.psi) {
    const latents = ({ name, seed, psi }: Side) => `seed ${seed} and truncation ${psi} for ${name}`;
    throw new Failure(
      'BAD_INPUT',
      `These two atlases were not made over the same latents: ${latents(a)}, ${latents(b)}.`,
      {
        remedy: `Draw the samples of ${b.name} again with --seed ${a.seed} --psi ${a.psi}, and run the rest on them.`,
      },
    );
  }
}

function pictureKey({ classIndex, draw }: SampleSet, row: number): string {
  return `${classIndex[row]}:${draw[row]}`;
}

/** Rows of pictures that both accepted, held out: [in a, in b]. */
function commonPictures(a: SampleSet, b: SampleSet): (readonly [number, number])[] {
  const inB = new Map(Array.from({ length: b.count }, (_, row) => [pictureKey(b, row), row]));
  const common: (readonly [number, number])[] = [];
  for (let row = 0; row < a.count && common.length < MOST_PICTURES; row++) {
    const other = inB.get(pictureKey(a, row));
    if (other !== undefined && a.isHeldOut[row] === 1) common.push([row, other]);
  }
  return common;
}

function representations({ r }: SampleSet, pictures: readonly (readonly [number, number])[], side: 0 | 1): Table {
  const columns = r.shape[1] as number;
  const data = new Float64Array(pictures.length * columns);
  pictures.forEach((rows, at) => {
    data.set(rowOf(r, rows[side]), at * columns);
  });
  return { rows: pictures.length, columns, data };
}

/** Effect profiles [units C] of the units that move the most; a missing effect counts as none. */
function profilesOf({ atlas }: Side): { readonly rows: readonly number[]; readonly profiles: Table } {
  const { units, concepts, effects } = atlas.analysis;
  const profile = (row: number) =>
    Float64Array.from(effects.value.subarray(row * concepts, (row + 1) * concepts), (value) => value || 0);
  const sizes = Array.from({ length: units }, (_, row) => Math.hypot(...profile(row)));
  const rows = Array.from(sizes.keys())
    .sort((one, other) => (sizes[other] as number) - (sizes[one] as number))
    .slice(0, MOST_MATCHED);
  const data = new Float64Array(rows.length * concepts);
  rows.forEach((row, at) => {
    data.set(profile(row), at * concepts);
  });
  return { rows, profiles: { rows: rows.length, columns: concepts, data } };
}
