import { readAtlas } from '#core/atlas/atlasTable.ts';
import { contrastConcepts } from '#core/atlas/contrast.ts';
import { matchUnits, meanCosine } from '#core/atlas/match.ts';
import {
  cosines,
  linearCka,
  permutationProbability,
  representationalSimilarity,
  type Table,
} from '#core/atlas/similarity.ts';
import { readStudy } from '#core/atlas/study.ts';
import type { AtlasComparison } from '#core/atlasViews.ts';
import { Failure } from '#core/failure.ts';
import { samplesParamsSchema } from '#core/params.ts';
import type { SampleSet } from '#core/sampleSet.ts';
import { rowOf } from '#core/tensor.ts';
import type { Context } from '../context.ts';
import { ancestorOf, inputOf } from '../jobs/recipes.ts';
import type { OpenProject } from '../openProjects.ts';
import { describePair, generatorHash } from '../pairs.ts';
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
  const [ours, theirs] = [profilesOf(first), profilesOf(second)];
  const matched = (one: Table, other: Table) => matchUnits(cosines(one, other));
  const pairs = matched(ours, theirs);
  const contrast = contrastConcepts(
    first.study.input.changes,
    second.study.input.changes,
    first.starts === second.starts,
  );
  return {
    a,
    b,
    names: [first.name, second.name],
    pictures: pictures.length,
    cka: linearCka(x, y),
    rsa: representationalSimilarity(x, y),
    matching: {
      meanCosine: meanCosine(pairs),
      p: permutationProbability(ours, theirs, (one, other) => meanCosine(matched(one, other)), {
        permutations: PERMUTATIONS,
        seed: SEED,
      }),
      permutations: PERMUTATIONS,
      pairs: pairs
        .map((pair) => ({
          a: first.atlas.unit[pair.a] as number,
          b: second.atlas.unit[pair.b] as number,
          cosine: pair.cosine,
        }))
        .sort((one, other) => other.cosine - one.cosine),
    },
    concepts: first.atlas.concepts.flatMap(({ part, metric }, at) => {
      const [use, other, difference, half] = [
        contrast.a[at] as number,
        contrast.b[at] as number,
        contrast.difference[at] as number,
        contrast.half[at] as number,
      ];
      if (Number.isNaN(difference)) return [];
      const q = contrast.q[at] as number;
      return [
        {
          part,
          metric,
          a: use,
          b: other,
          difference,
          interval: Number.isNaN(half) ? null : ([difference - half, difference + half] as const),
          q: Number.isNaN(q) ? null : q,
        },
      ];
    }),
  };
}

function sideOf(context: Context, opened: OpenProject, named: string) {
  const { artifacts } = opened.project;
  const atlasId = inputOf(opened.project, 'atlas', named);
  const samplesId = ancestorOf(opened.project, atlasId, 'samples');
  const pair = describePair(artifacts.artifact(ancestorOf(opened.project, atlasId, 'pair')));
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
    latents: JSON.stringify([generatorHash(pair), seed, psi]),
    starts: starts.join(' '),
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
  if (a.latents !== b.latents) {
    throw new Failure('BAD_INPUT', 'These two atlases were not made over the same latents.', {
      remedy:
        'Draw the samples of both classifiers with the same generator, seed and truncation, and run the rest again.',
    });
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

function profilesOf({ atlas }: Side): Table {
  const { units, concepts, effects } = atlas.analysis;
  return {
    rows: units,
    columns: concepts,
    data: Float64Array.from(effects.value, (value) => (Number.isNaN(value) ? 0 : value)),
  };
}
