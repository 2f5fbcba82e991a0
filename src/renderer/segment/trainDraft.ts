import { SEGMENT_STANDARDS, type SegmentParams, segmentParamsSchema } from '#core/params.ts';
import type { Recipe } from '#core/segment/recipe.ts';

/** Parameters as they stand in the form: numbers may be half typed, and no limit of directions is an empty field. */
export interface TrainDraft extends Omit<SegmentParams, 'directions' | 'members' | 'maxEpochs' | 'crop' | 'seed'> {
  readonly directions: number | string;
  readonly members: number | string;
  readonly maxEpochs: number | string;
  readonly crop: number | string;
  readonly seed: number | string;
}

export function freshDraft(): TrainDraft {
  return draftOf(SEGMENT_STANDARDS.tuned);
}

/** What goes with the recipe; what belongs to none of them stays: how many networks, mirrored pictures, the seed. */
export function withRecipe({ members, flip, seed }: TrainDraft, recipe: Recipe): TrainDraft {
  return { ...draftOf(SEGMENT_STANDARDS[recipe]), members, flip, seed };
}

/** Null while a field does not hold what it must. */
export function readDraft(draft: TrainDraft): SegmentParams | null {
  const directions = draft.directions === '' ? null : draft.directions;
  return segmentParamsSchema.safeParse({ ...draft, directions }).data ?? null;
}

function draftOf({ directions, ...params }: SegmentParams): TrainDraft {
  return { ...params, directions: directions ?? '' };
}
