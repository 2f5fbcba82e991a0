import { expect, it } from 'vitest';
import { PIPELINE, STAGE_NAMES, stageVersion } from '#core/pipeline.ts';

it('names every stage once, in the order in which data passes', () => {
  // Other stages may come between these, each in its place.
  const known = 'pair samples linker sweep mask segment maps track measure atlas counterfactual report'.split(' ');
  expect(STAGE_NAMES).toEqual(known.filter((name) => STAGE_NAMES.some((stage) => stage === name)));
  expect(new Set(STAGE_NAMES).size).toBe(STAGE_NAMES.length);
});

it('gives every stage a version of its own, from 1', () => {
  for (const { name, version } of PIPELINE) {
    expect(Number.isInteger(version) && version >= 1).toBe(true);
    expect(stageVersion(name)).toBe(version);
  }
});
