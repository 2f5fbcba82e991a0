import { Failure } from '../failure.ts';
import { describeShape, illegal, inOrder, type Value } from './node.ts';
import { infer } from './shape.ts';

/**
 * What a graph must be to become a model. Values made by the words of ops.ts are right one by one; this finds values made otherwise,
 * and what only the whole shows: names, and inputs that nobody gives.
 *
 * @param given the inputs that are fed when the model runs
 * @throws Failure BAD_SHAPE with a sentence that names the value
 */
export function checkGraph(outputs: readonly Value[], given: readonly Value[]): void {
  for (const value of given) checkInput(value);
  const names = given.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Failure('BAD_SHAPE', `Two inputs are called ${twice}.`);
  for (const value of inOrder(outputs)) {
    if (value.op === 'Input') {
      if (!given.includes(value))
        throw new Failure('BAD_SHAPE', `The graph uses ${value.name}, which is not among the inputs that are given.`);
    } else if (value.op === 'Constant') checkConstant(value);
    else checkNode(value);
  }
}

/** Names the compiler makes hold a colon or a dot, so they can never meet one of these. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

function checkInput(value: Value): void {
  if (value.op !== 'Input') throw illegal(value, 'it is computed, so it cannot be given as an input');
  if (!NAME.test(value.name))
    throw new Failure('BAD_SHAPE', `The input name "${value.name}" must be of letters, digits and _ only.`);
}

function checkConstant(value: Value): void {
  const size = value.shape.reduce<number>(
    (product, extent) => product * (typeof extent === 'number' ? extent : Number.NaN),
    1,
  );
  if (value.data?.length !== size)
    throw new Failure(
      'BAD_SHAPE',
      `A constant of ${value.data?.length ?? 0} numbers does not fill ${describeShape(value.shape)}.`,
    );
}

function checkNode(value: Value): void {
  const { shape, type } = infer(value);
  if (
    shape.length !== value.shape.length ||
    shape.some((extent, axis) => extent !== value.shape[axis]) ||
    type !== value.type
  )
    throw illegal(
      value,
      `it gives ${type} ${describeShape(shape)}, but the graph takes it for ${value.type} ${describeShape(value.shape)}`,
    );
}

/** What a graph must be besides, to be trained: parameters and batch are its inputs. */
export function checkTraining(parameters: readonly Value[], batch: readonly Value[], loss: Value): void {
  checkGraph([loss], [...parameters, ...batch]);
  if (loss.shape.length > 0) throw illegal(loss, `the loss must be a scalar, not ${describeShape(loss.shape)}`);
  if (parameters.length === 0) throw new Failure('BAD_SHAPE', 'There is no parameter to train.');
  const used = new Set(inOrder([loss]));
  for (const value of [...parameters, ...batch]) {
    if (RESERVED.includes(value.name))
      throw new Failure('BAD_SHAPE', `The name ${value.name} is taken: the optimiser uses it.`);
    if (!used.has(value)) throw new Failure('BAD_SHAPE', `The loss does not depend on ${value.name}.`);
    const symbol = value.shape.find((extent) => typeof extent === 'string');
    if (symbol !== undefined)
      throw new Failure('BAD_SHAPE', `${value.name} has the extent ${symbol}; training needs a number there.`);
  }
  const scalar = parameters.find(({ shape }) => shape.length === 0);
  if (scalar !== undefined)
    throw new Failure('BAD_SHAPE', `Parameter ${scalar.name} is a scalar; a parameter needs at least one axis.`);
}

const RESERVED: readonly string[] = ['schedule', 'loss'];
