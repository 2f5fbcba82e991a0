import { expect, test } from 'vitest';
import { adam, adamW } from '#core/graph/optimiser.ts';
import { segmentParamsSchema } from '#core/params.ts';
import { optimiserOf } from '#core/segment/recipe.ts';

const rateAt = (change: object, masks: number, step: number): number => {
  const choices = { ...segmentParamsSchema.parse({}), learningRate: 0.5, ...change };
  return optimiserOf(choices, masks).schedule(step)[0] as number;
};

test('tuned: half a cosine, from the whole learning rate to nothing', () => {
  const [start, middle, end] = [0, 50, 100].map((step) => rateAt({ maxEpochs: 4, stepsPerEpoch: 25 }, 5, step + 1e-9));
  const whole = (step: number) => adamW({ learningRate: 0.5, weightDecay: 0 }).schedule(step + 1e-9)[0] as number;
  expect(middle).toBeCloseTo(whole(50) / 2, 6);
  expect(end).toBeCloseTo(0, 6);
  expect((start as number) / whole(0)).toBeCloseTo(1, 6);
});

test('reference: a tenth after every 50 times through the masks, whatever an epoch is', () => {
  const share = (step: number, change: object = {}) =>
    rateAt({ recipe: 'reference', batchSize: 1, ...change }, 5, step) /
    (adam({ learningRate: 0.5 }).schedule(step)[0] as number);
  expect([1, 250, 251, 500, 501].map((step) => share(step))).toEqual(
    [1, 1, 0.1, 0.1, 0.1 ** 2].map((wanted) => expect.closeTo(wanted, 6)),
  );
  expect(share(126, { batchSize: 2 })).toBeCloseTo(0.1);
});
