import { expect, test } from 'vitest';
import { SEGMENT_STANDARDS } from '#core/params.ts';
import { freshDraft, readDraft, withRecipe } from '#renderer/segment/trainDraft.ts';

test('a fresh draft stands for the standard', () => {
  expect(readDraft(freshDraft())).toEqual(SEGMENT_STANDARDS.tuned);
});

test('a recipe brings what goes with it, and leaves what goes with none', () => {
  const draft = { ...freshDraft(), members: 3, flip: true, seed: 7 };
  expect(readDraft(withRecipe(draft, 'reference'))).toEqual({
    ...SEGMENT_STANDARDS.reference,
    members: 3,
    flip: true,
    seed: 7,
  });
  expect(withRecipe(withRecipe(draft, 'reference'), 'tuned')).toEqual(draft);
});

test('an empty field of directions keeps every channel; other fields cannot be empty', () => {
  expect(readDraft({ ...freshDraft(), directions: '' })?.directions).toBeNull();
  for (const wrong of [{ members: '' }, { crop: 0.1 }, { maxEpochs: 1.5 }, { seed: -1 }])
    expect(readDraft({ ...freshDraft(), ...wrong })).toBeNull();
});
