import { expect, it } from 'vitest';
import { PIPELINE, STAGE_NAMES, stageVersion } from '#core/pipeline.ts';

it('names every stage once, in the order in which data passes', () => {
  expect(STAGE_NAMES).toEqual(['pair', 'samples', 'linker', 'sweep', 'mask', 'counterfactual', 'report']);
});

it('gives every stage a version of its own, from 1', () => {
  for (const { name, version } of PIPELINE) {
    expect(Number.isInteger(version) && version >= 1).toBe(true);
    expect(stageVersion(name)).toBe(version);
  }
});
