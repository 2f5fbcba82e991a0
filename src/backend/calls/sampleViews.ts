import { Failure } from '#core/failure.ts';
import { readSamples, type SampleSet } from '#core/sampleSet.ts';
import { softmax } from '#core/statistics.ts';
import { rowOf } from '#core/tensor.ts';
import type { Sample } from '#core/views/samples.ts';
import type { Context } from '../context.ts';
import type { OpenProject } from '../openProjects.ts';

/** A sample set, kept in memory while it is in use: walls and unit pages ask for it again and again. */
export function samplesOf({ cache }: Context, { handle, project }: OpenProject, samplesId: string): SampleSet {
  return cache.get(`${handle} samples ${samplesId}`, () => readSamples(project.artifacts, samplesId));
}

export function acceptedOf(context: Context, opened: OpenProject, samplesId: string): SampleSet {
  return context.cache.get(`${opened.handle} accepted ${samplesId}`, () =>
    samplesOf(context, opened, samplesId).accepted(),
  );
}

/**
 * @param row position in this set, which need not be the sample's index
 * @throws Failure NOT_FOUND for plain arrays
 */
export function sampleAt(set: SampleSet, row: number): Sample {
  if (!set.pictures || !set.logits)
    throw new Failure('NOT_FOUND', 'These samples are plain arrays and have no pictures.');
  const predictedIndex = set.predicted[row] as number;
  return {
    index: set.index[row] as number,
    draw: set.draw[row] as number,
    classIndex: set.classIndex[row] as number,
    predictedIndex,
    probability: softmax(rowOf(set.logits, row))[predictedIndex] as number,
    accepted: set.isAccepted[row] === 1,
    heldOut: set.isHeldOut[row] === 1,
    picture: set.pictures[row] as Sample['picture'],
  };
}
