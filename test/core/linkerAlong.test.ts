import { expect, it } from 'vitest';
import type { Mlp } from '#core/engine.ts';
import { type Linker, predictLinked } from '#core/linker.ts';
import { linkerAlong } from '#core/linkerAlong.ts';
import { latentStream } from '#core/random.ts';

const [UNITS, HIDDEN, LATENTS] = [6, 5, 4];
const random = (rows: number, columns: number, seed: number) => latentStream(seed, columns).rows(0, rows);
const vector = (width: number, seed: number) => random(1, width, seed).data;
const linear = { weights: random(UNITS, LATENTS, 1), bias: vector(LATENTS, 2) };
const mlp: Mlp = {
  layers: [
    { weights: random(UNITS, HIDDEN, 3), bias: vector(HIDDEN, 4) },
    { weights: random(HIDDEN, LATENTS, 5), bias: vector(LATENTS, 6) },
  ],
  inputMean: vector(UNITS, 7),
  inputSpread: vector(UNITS, 8),
  outputMean: vector(LATENTS, 9),
  outputSpread: vector(LATENTS, 10),
};

it.each([{ kind: 'linear', map: linear } as Linker, { kind: 'mlp', mlp } as Linker])(
  'a $kind linker along an axis gives the projection of what it gives',
  (linker) => {
    const axis = Float64Array.from(vector(LATENTS, 11));
    const r = random(20, UNITS, 12);
    const whole = predictLinked(linker, r).data;
    const along = predictLinked(linkerAlong(linker, axis), r);
    expect(along.shape).toEqual([20, 1]);
    for (let row = 0; row < 20; row++) {
      const expected = axis.reduce((sum, value, i) => sum + value * (whole[row * LATENTS + i] as number), 0);
      expect(along.data[row]).toBeCloseTo(expected, 4);
    }
  },
);
