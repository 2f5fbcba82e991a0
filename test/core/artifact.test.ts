import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ArtifactRecipe, artifactId, hashBytes, hashText, partId } from '#core/artifact.ts';
import { STAGE_NAMES, stageVersion } from '#core/pipeline.ts';

const recipe: ArtifactRecipe = {
  stage: 'samples',
  params: { perClass: 400, psi: 0.7, seed: 0 },
  inputs: [{ role: 'pair', id: 'a1' }],
};

it('hashes are SHA-256 in hex (vectors of FIPS 180-2)', () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(hashText('abc')).toBe(abc);
  expect(hashBytes(Uint8Array.of(97, 98, 99))).toBe(abc);
  expect(hashText('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

describe('artifactId', () => {
  it('is 32 hex digits, whatever order params were written in', () => {
    expect(artifactId(recipe)).toMatch(/^[0-9a-f]{32}$/);
    const params = fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string()));
    fc.assert(
      fc.property(params, (given) => {
        const reversed = Object.fromEntries(Object.entries(given).reverse());
        expect(artifactId({ ...recipe, params: reversed })).toBe(artifactId({ ...recipe, params: given }));
      }),
    );
  });

  const others: readonly ArtifactRecipe[] = [
    { ...recipe, stage: 'linker' },
    { ...recipe, params: { perClass: 401, psi: 0.7, seed: 0 } },
    { ...recipe, params: { perClass: 400, psi: 0.7 } },
    { ...recipe, params: { perClass: 400, psi: 0.7, seed: '0' } },
    { ...recipe, inputs: [] },
    { ...recipe, inputs: [{ role: 'pair', id: 'a2' }] },
    { ...recipe, inputs: [{ role: 'other', id: 'a1' }] },
    { ...recipe, inputs: [...recipe.inputs, ...recipe.inputs] },
  ];
  it('differs where stage, params, inputs or their roles differ', () => {
    expect(new Set([recipe, ...others].map(artifactId)).size).toBe(others.length + 1);
  });

  it('hashes one stated text: projects on disk hold what came of it', () => {
    const params = '{"perClass":400,"psi":0.7,"seed":0}';
    const text = `{"inputs":[["pair","a1"]],"params":${params},"stage":"samples","version":${stageVersion('samples')}}`;
    expect(artifactId(recipe)).toBe(createHash('sha256').update(text).digest('hex').slice(0, 32));
  });
});

describe('partId', () => {
  it('is 32 hex digits, made of stage, key and sources', () => {
    const key = { unit: 3, start: 0 };
    const ids = [
      partId('sweep', key, ['a']),
      partId('samples', key, ['a']),
      partId('sweep', { unit: 4, start: 0 }, ['a']),
      partId('sweep', key, ['b']),
      partId('sweep', key, ['a', 'b']),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(partId('sweep', { start: 0, unit: 3 }, ['a'])).toBe(ids[0]);
  });

  it('never meets the id of an artifact of the same stage', () => {
    for (const stage of STAGE_NAMES) {
      expect(partId(stage, {}, [])).not.toBe(artifactId({ stage, params: {}, inputs: [] }));
    }
  });
});
