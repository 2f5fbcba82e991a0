import { Failure } from '../failure.ts';
import type { Label } from '../labelSet.ts';
import { type Architecture, layersOf, parameterShapes } from './network.ts';
import type { FeatureTap, Projection } from './projection.ts';

/** How native maps become as large as the picture: pixel j of n takes index floor(j size / n), or the mean of its neighbours. */
export const RESAMPLINGS = ['bilinear', 'nearest'] as const;
export type Resampling = (typeof RESAMPLINGS)[number];

/** What finds the parts of a picture in the generator's features. */
export interface Segmenter {
  readonly labels: readonly Label[];
  readonly widthPx: number;
  readonly heightPx: number;
  readonly architecture: Architecture;
  readonly resampling: Resampling;
  readonly cropsMargin: boolean;
  readonly projections: readonly Projection[];
  /** Parameters of each network of the ensemble, layer by layer. */
  readonly members: readonly (readonly Float32Array[])[];
}

export function channelsOf({ projections }: Pick<Segmenter, 'projections'>): number {
  return projections.reduce((sum, { bias }) => sum + bias.length, 0);
}

/** What an artifact says of a segmenter beside its arrays. */
export interface SegmenterDescription
  extends Pick<Segmenter, 'labels' | 'widthPx' | 'heightPx' | 'architecture' | 'resampling' | 'cropsMargin'> {
  readonly taps: readonly (FeatureTap & { readonly kept: number })[];
  readonly members: number;
}

export function describeSegmenter(segmenter: Segmenter): SegmenterDescription {
  const { projections, members, ...rest } = segmenter;
  return {
    ...rest,
    taps: projections.map(({ tap, bias }) => ({ ...tap, kept: bias.length })),
    members: members.length,
  };
}

/** One vector of all numbers: projections tap by tap, weights before bias, then members. */
export function packSegmenter({ projections, members }: Segmenter): Float32Array {
  const pieces = [...projections.flatMap(({ weights, bias }) => [weights, bias]), ...members.flat()];
  const packed = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    packed.set(piece, at);
    at += piece.length;
  }
  return packed;
}

/** @throws Failure BAD_SHAPE when there are more or fewer numbers than the description says */
export function unpackSegmenter(description: SegmenterDescription, packed: Float32Array): Segmenter {
  const { taps, members, ...rest } = description;
  let at = 0;
  const take = (count: number): Float32Array => {
    at += count;
    return packed.slice(at - count, at);
  };
  const projections = taps.map(({ kept, ...tap }): Projection => {
    return { tap, weights: take(kept * tap.channels), bias: take(kept) };
  });
  const channels = taps.reduce((sum, { kept }) => sum + kept, 0);
  const shapes = parameterShapes(layersOf(rest.architecture, rest.labels.length), channels);
  const sizes = shapes.map((shape) => shape.reduce((product, extent) => product * extent, 1));
  const networks = Array.from({ length: members }, () => sizes.map(take));
  if (at !== packed.length) {
    throw new Failure('BAD_SHAPE', `Expected ${at} numbers of a segmenter, but got ${packed.length}.`);
  }
  return { ...rest, projections, members: networks };
}
