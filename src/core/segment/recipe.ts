import { adam, adamW, type Optimiser } from '../graph/optimiser.ts';

/**
 * How networks are trained. `tuned` standardises features, weighs rare labels more, and follows AdamW while the learning rate falls along
 * half a cosine to nothing (Loshchilov and Hutter 2017 and 2019). `reference` takes channels as they are and every pixel alike, and
 * follows Adam with a penalty on weights, whose learning rate falls to a tenth after every 50 times through the masks: parity with
 * "Linking in Style".
 */
export const RECIPES = ['tuned', 'reference'] as const;
export type Recipe = (typeof RECIPES)[number];

/** Times through the masks after which the reference's learning rate falls to a tenth. */
const PASSES_A_STAIR = 50;

interface Choices {
  readonly recipe: Recipe;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly maxEpochs: number;
  readonly stepsPerEpoch: number;
  readonly batchSize: number;
}

/** @param masks how many masks the network learns from */
export function optimiserOf(choices: Choices, masks: number): Optimiser {
  const { recipe, learningRate, weightDecay, maxEpochs, stepsPerEpoch, batchSize } = choices;
  if (recipe === 'reference') {
    const stair = (PASSES_A_STAIR * masks) / batchSize;
    return scaled(adam({ learningRate, penalty: weightDecay }), (step) => 0.1 ** Math.floor((step - 1) / stair));
  }
  const steps = maxEpochs * stepsPerEpoch;
  return scaled(
    adamW({ learningRate, weightDecay }),
    (step) => (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps)) / 2,
  );
}

function scaled(optimiser: Optimiser, shareAt: (step: number) => number): Optimiser {
  return {
    ...optimiser,
    schedule(step) {
      const [rate, ...others] = optimiser.schedule(step);
      return [(rate as number) * shareAt(step), ...others];
    },
  };
}
