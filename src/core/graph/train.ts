import type { CancelSignal } from '../cancel.ts';
import { Failure } from '../failure.ts';
import { shuffled } from '../random.ts';

/** How long and in what order a network is trained, whatever it is and whatever computes it. */
export interface TrainingPlan {
  readonly maxEpochs: number;
  /** Epochs without a better validation loss after which training stops. */
  readonly patience: number;
  readonly batchSize: number;
  /** Steps between two looks at cancel and divergence. */
  readonly stepsPerRun: number;
  readonly seed: number;
}

/** What is trained. P are its parameters in whatever form it keeps them; each P is left as it is by later steps. */
export interface Learner<P> {
  /** One optimiser step a batch. @returns the loss of each batch before its step */
  run(batches: readonly Int32Array[]): Promise<ArrayLike<number>>;
  parameters(): Promise<P>;
  /** Loss on rows that are never trained on. */
  validate(parameters: P): Promise<number>;
}

export interface TrainingReport {
  /** Counts from 1. */
  readonly epoch: number;
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Mean over the epoch's batches so far. */
  readonly trainLoss: number;
  /** Null until the epoch is over. */
  readonly validationLoss: number | null;
}

export interface Epoch {
  readonly trainLoss: number;
  readonly validationLoss: number;
}

export interface Trained<P> {
  /** Those of the best epoch. */
  readonly parameters: P;
  readonly epochs: readonly Epoch[];
  /** Counts from 1; 0 where no epoch made it better than untrained. */
  readonly bestEpoch: number;
  readonly stopped: 'patience' | 'epochs' | 'diverged';
  /** What a person should know of how it ended; null when all is well. */
  readonly message: string | null;
}

export interface TrainingWatch {
  readonly signal?: CancelSignal;
  readonly onReport?: (report: TrainingReport) => void;
}

/** A loss so many times that of the untrained network is not coming back. */
const DIVERGENCE_FACTOR = 1000;

/**
 * Trains until the validation loss has not improved for `patience` epochs, and gives back the parameters of the best one. Every epoch
 * goes through the rows in an order of its own; what does not fill a batch is left out of that epoch.
 *
 * @param rows which rows to train on
 * @throws Failure BAD_INPUT when the loss diverges before one epoch has made the network better than untrained
 */
export async function train<P>(
  plan: TrainingPlan,
  rows: Int32Array,
  learner: Learner<P>,
  { signal, onReport = () => {} }: TrainingWatch = {},
): Promise<Trained<P>> {
  const start = await learner.parameters();
  const untrained = await learner.validate(start);
  const limit = DIVERGENCE_FACTOR * Math.max(untrained, Number.MIN_VALUE);
  const isLost = (loss: number) => !(loss <= limit);
  const epochs: Epoch[] = [];
  let best = { parameters: start, epoch: 0, loss: untrained };

  const end = (stopped: Trained<P>['stopped'], why: string): Trained<P> => {
    if (stopped === 'diverged' && best.epoch === 0)
      throw new Failure('BAD_INPUT', `${why} No epoch made the network better than it was at the start.`, {
        remedy: 'Choose a smaller learning rate.',
      });
    const kept =
      best.epoch === 0
        ? 'No epoch made the network better, so it is kept as it was at the start.'
        : `The parameters of epoch ${best.epoch} are kept.`;
    const message = stopped === 'diverged' || best.epoch === 0 ? `${why} ${kept}` : null;
    return { parameters: best.parameters, epochs, bestEpoch: best.epoch, stopped, message };
  };

  for (let epoch = 1; epoch <= plan.maxEpochs; epoch++) {
    const trainLoss = await runEpoch(plan, rows, epoch, learner, isLost, { ...(signal && { signal }), onReport });
    if (isLost(trainLoss)) return end('diverged', diverged(epoch, trainLoss));
    const parameters = await learner.parameters();
    const validationLoss = await learner.validate(parameters);
    if (isLost(validationLoss)) return end('diverged', diverged(epoch, validationLoss));
    epochs.push({ trainLoss, validationLoss });
    const stepsPerEpoch = batchesOf(plan, rows).length;
    onReport({ epoch, step: stepsPerEpoch, stepsPerEpoch, trainLoss, validationLoss });
    if (validationLoss < best.loss) best = { parameters, epoch, loss: validationLoss };
    if (epoch - best.epoch >= plan.patience) return end('patience', `Training stopped after ${epoch} epochs.`);
  }
  return end('epochs', `Training ended after ${plan.maxEpochs} epochs.`);
}

/** @returns the mean loss of the epoch's batches, or the loss at which it was given up */
async function runEpoch<P>(
  plan: TrainingPlan,
  rows: Int32Array,
  epoch: number,
  learner: Learner<P>,
  isLost: (loss: number) => boolean,
  { signal, onReport = () => {} }: TrainingWatch,
): Promise<number> {
  const order = shuffled(rows.length, (plan.seed + epoch) >>> 0).map((at) => rows[at] as number);
  const batches = batchesOf(plan, order);
  let sum = 0;
  for (let step = 0; step < batches.length; step += plan.stepsPerRun) {
    signal?.throwIfAborted();
    const run = batches.slice(step, step + plan.stepsPerRun);
    for (const loss of Array.from(await learner.run(run))) {
      if (isLost(loss)) return loss;
      sum += loss;
    }
    const done = step + run.length;
    // The last run's losses are told with the validation loss.
    if (done < batches.length)
      onReport({ epoch, step: done, stepsPerEpoch: batches.length, trainLoss: sum / done, validationLoss: null });
  }
  signal?.throwIfAborted();
  return sum / batches.length;
}

function batchesOf({ batchSize }: TrainingPlan, order: Int32Array): readonly Int32Array[] {
  const count = Math.floor(order.length / batchSize);
  return Array.from({ length: count }, (_, i) => order.subarray(i * batchSize, (i + 1) * batchSize));
}

function diverged(epoch: number, loss: number): string {
  const what = Number.isFinite(loss) ? `grew to ${loss.toPrecision(3)}` : 'is no longer a number';
  return `Training diverged in epoch ${epoch}: the loss ${what}.`;
}

/** Some of `count` rows for validation, the others for training; at least one each where there are two. */
export function splitRows(
  count: number,
  validationShare: number,
  seed: number,
): { readonly training: Int32Array; readonly validation: Int32Array } {
  const order = shuffled(count, seed);
  const held = Math.min(count - 1, Math.max(1, Math.round(count * validationShare)));
  return { training: order.slice(held).sort(), validation: order.slice(0, held).sort() };
}
