import type { Setting } from '#core/counterfactual/problem.ts';
import { withinClassOf } from '#core/counterfactual/withinClass.ts';
import type { Mlp } from '#core/engine.ts';
import type { Head } from '#core/head.ts';
import type { Linker } from '#core/linker.ts';
import { type RandomState, randomState } from '#core/random.ts';
import type { SampleSet } from '#core/sampleSet.ts';

export const UNITS = 9;
export const LATENT = 5;
export const CLASSES = 4;

const normal = (random: RandomState, length: number, scale = 1) =>
  Float32Array.from({ length }, () => scale * random.randn());

export function linearLinker(random: RandomState): Linker {
  return {
    kind: 'linear',
    map: {
      weights: { data: normal(random, UNITS * LATENT), shape: [UNITS, LATENT] },
      bias: normal(random, LATENT),
    },
  };
}

/** One hidden layer of 6. */
export function networkLinker(random: RandomState): Linker {
  const layer = (inputs: number, outputs: number) => ({
    weights: { data: normal(random, inputs * outputs, 0.6), shape: [inputs, outputs] },
    bias: normal(random, outputs, 0.3),
  });
  const mlp: Mlp = {
    layers: [layer(UNITS, 6), layer(6, LATENT)],
    inputMean: normal(random, UNITS),
    // A constant unit says nothing.
    inputSpread: Float32Array.from({ length: UNITS }, (_, u) => (u === 0 ? 0 : 0.5 + random.uniform())),
    outputMean: normal(random, LATENT),
    outputSpread: Float32Array.from({ length: LATENT }, () => 0.5 + random.uniform()),
  };
  return { kind: 'mlp', mlp };
}

export function someHead(random: RandomState): Head {
  return {
    weight: { data: normal(random, CLASSES * UNITS, 0.7), shape: [CLASSES, UNITS] },
    bias: normal(random, CLASSES, 0.2),
  };
}

/** [N] accepted samples with r >= 0 about class means of their own; every third is held out. */
export function someSamples(count: number, seed: number): SampleSet {
  const random = randomState(seed);
  const means = normal(random, CLASSES * UNITS);
  const classIndex = Int32Array.from({ length: count }, (_, row) => row % CLASSES);
  const r = Float32Array.from({ length: count * UNITS }, (_, at) => {
    const mean = means[(classIndex[Math.floor(at / UNITS)] as number) * UNITS + (at % UNITS)] as number;
    return Math.max(0, 1.5 + mean + 0.6 * random.randn());
  });
  const set = {
    count,
    index: Int32Array.from({ length: count }, (_, row) => row),
    classIndex,
    draw: Int32Array.from({ length: count }, (_, row) => row),
    predicted: classIndex,
    isAccepted: new Uint8Array(count).fill(1),
    isHeldOut: Uint8Array.from({ length: count }, (_, row) => Number(row % 3 === 0)),
    pictures: null,
    w: { data: normal(random, count * LATENT), shape: [count, LATENT] },
    r: { data: r, shape: [count, UNITS] },
    logits: null,
  };
  return { ...set, accepted: () => someSamples(count, seed), heldOut: () => someSamples(count, seed) };
}

export function someSetting(
  linker: Linker,
  random: RandomState,
  costs = { closeness: 1, sparsity: 0.3, plausibility: 0.1 },
): Setting {
  const samples = someSamples(120, 3);
  return {
    head: someHead(random),
    linker,
    within: withinClassOf(samples, CLASSES),
    low: new Float64Array(UNITS),
    high: new Float64Array(UNITS).fill(8),
    latentSpread: 2,
    costs,
  };
}
