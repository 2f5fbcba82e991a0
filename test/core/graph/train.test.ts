import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Learner, splitRows, type TrainingPlan, type TrainingReport, train } from '#core/graph/train.ts';

const PLAN: TrainingPlan = { maxEpochs: 50, patience: 3, batchSize: 4, stepsPerRun: 2, seed: 5 };
const ROWS = Int32Array.from({ length: 22 }, (_, i) => 100 + i);

/** Finds the slope of y = 3 x + something odd by gradient steps; `spoil` changes the validation loss of an epoch. */
function slopeLearner(rate: number, spoil: (epoch: number, loss: number) => number = (_, loss) => loss) {
  let slope = 0;
  let epoch = -1;
  const seen: Int32Array[][] = [];
  const x = (row: number) => Math.sin(row);
  const learner: Learner<number> = {
    async run(batches) {
      seen.push([...batches]);
      return batches.map((batch) => {
        const errors = Array.from(batch, (row) => (slope - 3) * x(row));
        const loss = errors.reduce((sum, error) => sum + error * error, 0) / batch.length;
        slope -= rate * (2 / batch.length) * errors.reduce((sum, error, i) => sum + error * x(batch[i] as number), 0);
        return loss;
      });
    },
    parameters: async () => slope,
    validate: async (value) => spoil(++epoch, (value - 3) ** 2),
  };
  return { learner, seen };
}

describe('train', () => {
  test('ends at the best epoch, which it gives back', async () => {
    const { learner } = slopeLearner(0.3);
    const trained = await train(PLAN, ROWS, learner);
    expect(trained.parameters).toBeCloseTo(3, 4);
    expect(trained).toMatchObject({ message: null });
    const losses = trained.epochs.map(({ validationLoss }) => validationLoss);
    expect(losses[trained.bestEpoch - 1]).toBe(Math.min(...losses));
    expect((trained.parameters - 3) ** 2).toBe(Math.min(...losses));
  });

  test('stops when patience is over, with the parameters of before', async () => {
    const { learner } = slopeLearner(0.05, (epoch, loss) => (epoch > 6 ? 8 : loss));
    const trained = await train(PLAN, ROWS, learner);
    expect(trained).toMatchObject({ bestEpoch: 6, stopped: 'patience', message: null });
    expect(trained.epochs).toHaveLength(9);
    expect((trained.parameters - 3) ** 2).toBe(trained.epochs[5]?.validationLoss);
  });

  test('goes through every row at most once an epoch, in an order of the epoch and the seed', async () => {
    const once = slopeLearner(0.1);
    const again = slopeLearner(0.1);
    await train({ ...PLAN, maxEpochs: 2 }, ROWS, once.learner);
    await train({ ...PLAN, maxEpochs: 2 }, ROWS, again.learner);
    expect(once.seen).toEqual(again.seen);
    // 22 rows are 5 batches of 4: runs of 2, 2 and 1.
    expect(once.seen.map((run) => run.length)).toEqual([2, 2, 1, 2, 2, 1]);
    const [first, second] = [once.seen.slice(0, 3), once.seen.slice(3)].map((runs) =>
      runs.flat().flatMap((batch) => [...batch]),
    );
    expect(new Set(first).size).toBe(20);
    expect(first?.every((row) => ROWS.includes(row))).toBe(true);
    expect(first).not.toEqual(second);
  });

  test('reports after every run and every epoch', async () => {
    const reports: TrainingReport[] = [];
    await train({ ...PLAN, maxEpochs: 1 }, ROWS, slopeLearner(0.1).learner, {
      onReport: (report) => reports.push(report),
    });
    expect(reports.map(({ epoch, step, stepsPerEpoch }) => [epoch, step, stepsPerEpoch])).toEqual([
      [1, 2, 5],
      [1, 4, 5],
      [1, 5, 5],
    ]);
    expect(reports.map(({ validationLoss }) => validationLoss === null)).toEqual([true, true, false]);
  });

  test.each([
    ['is no longer a number', Number.NaN],
    ['grew to 1.00e+6', 1e6],
  ])('stops when the loss %s, and keeps the last good parameters', async (words, loss) => {
    const { learner } = slopeLearner(0.1, (epoch, value) => (epoch === 4 ? loss : value));
    const trained = await train(PLAN, ROWS, learner);
    expect(trained).toMatchObject({
      bestEpoch: 3,
      stopped: 'diverged',
      message: `Training diverged in epoch 4: the loss ${words}. The parameters of epoch 3 are kept.`,
    });
    expect((trained.parameters - 3) ** 2).toBe(trained.epochs[2]?.validationLoss);
  });

  test('fails when it diverges from the start', async () => {
    await expect(train(PLAN, ROWS, slopeLearner(20).learner)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(
        /^Training diverged in epoch \d+: the loss grew to .*\. No epoch made the network better/,
      ),
      remedy: 'Choose a smaller learning rate.',
    });
  });

  test('keeps the untrained network where there is nothing to learn', async () => {
    const { learner } = slopeLearner(0.1, (epoch) => 1 + epoch);
    expect(await train(PLAN, ROWS, learner)).toMatchObject({
      parameters: 0,
      bestEpoch: 0,
      stopped: 'patience',
      message:
        'Training stopped after 3 epochs. No epoch made the network better, so it is kept as it was at the start.',
    });
  });

  test('gives an epoch up at the first run that is lost', async () => {
    const { learner } = slopeLearner(0.1);
    let runs = 0;
    const run: typeof learner.run = async (batches) => (++runs === 5 ? [Number.NaN, 0] : learner.run(batches));
    const trained = await train(PLAN, ROWS, { ...learner, run });
    expect(trained).toMatchObject({ bestEpoch: 1, stopped: 'diverged' });
    expect(runs).toBe(5);
  });

  test('is cancelled between runs', async () => {
    const controller = new AbortController();
    const { learner, seen } = slopeLearner(0.1);
    const onReport = () => controller.abort();
    await expect(train(PLAN, ROWS, learner, { signal: controller.signal, onReport })).rejects.toThrow(/abort/i);
    expect(seen).toHaveLength(1);
  });
});

test('splitRows parts the rows, both sides never empty', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 300 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(),
      (count, share, seed) => {
        const { training, validation } = splitRows(count, share, seed);
        expect([...training, ...validation].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
        expect(Math.min(training.length, validation.length)).toBeGreaterThan(0);
      },
    ),
  );
});
