import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latentStream, randomState, shuffled, splitOf } from '#core/random.ts';
import { rowOf } from '#core/tensor.ts';
import numpy from '../fixtures/core/random_numbers.json' with { type: 'json' };

const anySeed = fc.integer({ min: 0, max: 4294967295 });

describe.each(numpy.streams)('seed $seed gives the numbers of numpy.random.RandomState', (expected) => {
  const take = (count: number, next: () => number) => Array.from({ length: count }, () => next());

  it('uniform, bit by bit', () => {
    expect(take(20, randomState(expected.seed).uniform)).toEqual(expected.uniform);
  });

  it('normal, bit by bit, an odd count of them', () => {
    expect(take(101, randomState(expected.seed).randn)).toEqual(expected.randn);
  });

  it('latents [1000 64] as float32', () => {
    const { data, shape } = latentStream(expected.seed, 64).rows(0, 1000);
    expect(shape).toEqual([1000, 64]);
    expect(createHash('sha256').update(data).digest('hex')).toBe(expected.rowsSha256);
  });

  it('a row far into the stream', () => {
    expect(Array.from(latentStream(expected.seed, 64).rows(700, 1).data)).toEqual(expected.row700);
  });

  it('permutation', () => {
    expect(Array.from(shuffled(100, expected.seed))).toEqual(expected.permutation);
  });
});

it.each(numpy.splits)('the split of draw $draw of seed $seed is MurmurHash3 of both', ({ seed, draw, split }) => {
  expect(splitOf(seed, draw)).toBe(split);
});

it('a latent does not depend on the way to it: forward, backward, odd widths, any batches', () => {
  const whole = latentStream(3, 5).rows(0, 40);
  const visits = fc.array(fc.record({ first: fc.nat(30), count: fc.nat(9) }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(visits, (steps) => {
      const stream = latentStream(3, 5);
      for (const { first, count } of steps) {
        const rows = stream.rows(first, count);
        expect(rows.shape).toEqual([count, 5]);
        for (let i = 0; i < count; i++) expect(rowOf(rows, i)).toEqual(rowOf(whole, first + i));
      }
    }),
  );
});

it('a permutation holds every index once', () => {
  fc.assert(
    fc.property(fc.nat(300), anySeed, (n, seed) => {
      expect(Array.from(shuffled(n, seed)).sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
    }),
  );
});

it('the share of held-out draws is near the wanted one for any seed', () => {
  const draws = 4000;
  fc.assert(
    fc.property(anySeed, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (seed, share) => {
      let heldOut = 0;
      for (let draw = 0; draw < draws; draw++) if (splitOf(seed, draw) < share) heldOut++;
      const deviations = Math.abs(heldOut - share * draws) / Math.sqrt(draws * share * (1 - share));
      expect(deviations).toBeLessThan(6);
    }),
  );
});

it('neighbouring draws and neighbouring seeds are split independently', () => {
  const count = 20_000;
  let both = 0;
  let acrossSeeds = 0;
  for (let draw = 0; draw < count; draw++) {
    if (splitOf(1, draw) < 0.5 && splitOf(1, draw + 1) < 0.5) both++;
    if (splitOf(1, draw) < 0.5 && splitOf(2, draw) < 0.5) acrossSeeds++;
  }
  expect(Math.abs(both / count - 0.25)).toBeLessThan(0.02);
  expect(Math.abs(acrossSeeds / count - 0.25)).toBeLessThan(0.02);
});
