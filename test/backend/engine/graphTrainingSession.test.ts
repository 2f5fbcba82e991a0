import { expect, test } from 'vitest';
import { openTraining } from '#backend/engine/trainingSession.ts';
import { adamW } from '#core/graph/optimiser.ts';
import { mlpNetwork } from '../../core/graph/networks.ts';
import torch from '../../fixtures/graph/torch_training.json' with { type: 'json' };

test('the state goes round: runs of two and three steps end where five steps of PyTorch end', async () => {
  const network = mlpNetwork();
  const { start, after, losses, x, y } = torch.mlp;
  const names = Object.keys(start) as (keyof typeof start)[];
  expect(network.parameters.map(({ name }) => name)).toEqual(names);
  const session = await openTraining(
    { ...network, optimiser: adamW({ learningRate: 0.01, weightDecay: 0.1 }) },
    names.map((name) => Float32Array.from(start[name].data)),
    'cpu',
    1,
  );
  const batch = (values: readonly number[][], from: number, to: number) =>
    Float32Array.from(values.slice(from, to).flat());
  const first = await session.run([batch(x, 0, 2), batch(y, 0, 2)], 2);
  const untouched = await session.parameters();
  const before = untouched.map((values) => values.slice());
  const second = await session.run([batch(x, 2, 5), batch(y, 2, 5)], 3);
  expect(untouched).toEqual(before);
  [...first, ...second].forEach((loss, i) => {
    expect(loss).toBeCloseTo(losses.adamW[i] as number, 5);
  });
  (await session.parameters()).forEach((values, i) => {
    const expected = after.adamW[names[i] as keyof typeof start].data;
    expect(Math.max(...expected.map((value, at) => Math.abs(value - (values[at] as number))))).toBeLessThan(1e-6);
  });
  await session.close();
});
