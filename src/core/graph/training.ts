import { checkTraining } from './check.ts';
import { emit, OPSET, shaped } from './emit.ts';
import { gradients } from './gradient.ts';
import { fixedShape, type Value } from './node.ts';
import type { OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from './onnx.ts';
import { input } from './ops.ts';
import type { Optimiser } from './optimiser.ts';

/** What is trained, on what, and how. All are inputs of the graph but the loss, which is computed. */
export interface Training {
  readonly parameters: readonly Value[];
  /** Inputs that every step gets anew, of fixed shape. */
  readonly batch: readonly Value[];
  /** A scalar. */
  readonly loss: Value;
  readonly optimiser: Optimiser;
}

/** An array that goes round: output `nextName(name)` of one run is input `name` of the next. */
export interface StateArray {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Input of the optimiser's list for the step: [S] of `stepGraph`, [K S] of `loopGraph`. */
export const SCHEDULE = 'schedule';
/** Output: the loss before the step, a scalar of `stepGraph`, [K] of `loopGraph`. */
export const LOSS = 'loss';

export function nextName(name: string): string {
  return `${name}.next`;
}

/** The arrays that go round: the parameters, then the optimiser's, which start at zero. */
export function stateOf({ parameters, optimiser }: Training): readonly StateArray[] {
  const arrays = parameters.map((parameter) => ({ name: parameter.name, shape: fixedShape(parameter) }));
  const slots = arrays.flatMap(({ name, shape }) =>
    optimiser.slots.map((slot) => ({ name: `${name}.${slot}`, shape })),
  );
  return [...arrays, ...slots];
}

/** One optimiser step a run: state, schedule and batch in; next state and loss out. */
export function stepGraph(training: Training): OnnxModel {
  const { states, schedule, next } = step(training);
  const names = new Map(
    [...states, ['schedule', schedule] as const, ...named(training.batch)].map(([name, value]) => [value, name]),
  );
  const { nodes, initializers } = emit(
    [...next.map(([name, value]) => [nextName(name), value] as const), [LOSS, training.loss]],
    names,
  );
  return {
    opset: OPSET,
    nodes,
    initializers,
    inputs: [...names].map(([value, name]) => shaped(name, value.shape)),
    outputs: [...states.map(([name, { shape }]) => shaped(nextName(name), shape)), shaped(LOSS, [])],
  };
}

/**
 * As many optimiser steps a run as the schedule has rows, in one ONNX Loop: the state stays where it is computed, and what a run costs
 * besides its steps is paid once. Batch inputs and the schedule have a first axis more, [K ...]; the losses come as [K].
 */
export function loopGraph(training: Training): OnnxModel {
  const { states, schedule, next } = step(training);
  const fed = [[SCHEDULE, schedule] as const, ...named(training.batch)];
  const names = new Map([...states, ...fed].map(([name, value]) => [value, `${name}:now`]));
  const picks: OnnxNode[] = fed.map(([name]) => ({
    op: 'Gather',
    inputs: [name, 'iteration:now'],
    outputs: [`${name}:now`],
    attributes: { axis: 0 },
  }));
  const { nodes, initializers } = emit(
    [...next.map(([name, value]) => [`${name}:new`, value] as const), ['loss:new', training.loss]],
    names,
  );
  const body = {
    nodes: [{ op: 'Identity', inputs: ['going:now'], outputs: ['going:new'] }, ...picks, ...nodes],
    initializers,
    inputs: [
      { name: 'iteration:now', shape: [], type: 'int64' } as const,
      { name: 'going:now', shape: [], type: 'bool' } as const,
      ...states.map(([name, { shape }]) => shaped(`${name}:now`, shape)),
    ],
    outputs: [
      { name: 'going:new', shape: [], type: 'bool' } as const,
      ...states.map(([name, { shape }]) => shaped(`${name}:new`, shape)),
      shaped('loss:new', []),
    ],
  };
  const loop: OnnxNode = {
    op: 'Loop',
    inputs: ['steps:count', '', ...states.map(([name]) => name)],
    outputs: [...states.map(([name]) => nextName(name)), LOSS],
    attributes: { body: { graph: body } },
  };
  return {
    opset: OPSET,
    nodes: [
      { op: 'Shape', inputs: [SCHEDULE], outputs: ['schedule:shape'] },
      { op: 'Gather', inputs: ['schedule:shape', 'first:axis'], outputs: ['steps:count'] },
      loop,
    ],
    initializers: [FIRST_AXIS],
    inputs: [
      ...states.map(([name, { shape }]) => shaped(name, shape)),
      ...fed.map(([name, { shape }]): OnnxValue => shaped(name, ['steps', ...shape])),
    ],
    outputs: [...states.map(([name, { shape }]) => shaped(nextName(name), shape)), shaped(LOSS, ['steps'])],
  };
}

const FIRST_AXIS: OnnxTensor = { name: 'first:axis', shape: [], data: BigInt64Array.of(0n) };

type Named = readonly [name: string, value: Value];

function named(values: readonly Value[]): readonly Named[] {
  return values.map((value) => [value.name, value]);
}

interface Step {
  readonly states: readonly Named[];
  readonly schedule: Value;
  /** What the step makes of each state. */
  readonly next: readonly Named[];
}

/** Forward, backward and update as one graph. */
function step(training: Training): Step {
  const { parameters, batch, loss, optimiser } = training;
  checkTraining(parameters, batch, loss);
  const schedule = input(SCHEDULE, [optimiser.schedule(1).length]);
  const slopes = gradients(loss, parameters);
  const slots = parameters.map(({ name, shape }) => optimiser.slots.map((slot) => input(`${name}.${slot}`, shape)));
  const updates = parameters.map((parameter, i) =>
    optimiser.update(parameter, slopes[i] as Value, slots[i] as Value[], schedule),
  );
  const states = [...parameters, ...slots.flat()];
  const next = [...updates.map((update) => update.parameter), ...updates.flatMap((update) => update.slots)];
  return { states: named(states), schedule, next: states.map(({ name }, i) => [name, next[i] as Value]) };
}

/** The optimiser's lists of `count` steps from `firstStep` on, which counts from 1. @returns [count S] float32 */
export function scheduleRows(optimiser: Optimiser, firstStep: number, count: number): Float32Array {
  return Float32Array.from(Array.from({ length: count }, (_, i) => optimiser.schedule(firstStep + i)).flat());
}
