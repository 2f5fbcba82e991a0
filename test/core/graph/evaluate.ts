import { inOrder, type Value } from '#core/graph/node.ts';

/** Computes graphs in float64, each operator by its plainest loop: the reference that gradients and written models are held against. */

export interface Dense {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export function evaluate(outputs: readonly Value[], feeds: ReadonlyMap<Value, Dense>): Dense[] {
  const results = new Map(feeds);
  for (const value of inOrder(outputs)) if (!results.has(value)) results.set(value, compute(value, results));
  return outputs.map((output) => results.get(output) as Dense);
}

export function dense(shape: readonly number[], at: (index: readonly number[], position: number) => number): Dense {
  const data = new Float64Array(shape.reduce((size, extent) => size * extent, 1));
  for (let position = 0; position < data.length; position++) {
    let rest = position;
    const index = shape.toReversed().map((extent) => {
      const coordinate = rest % extent;
      rest = (rest - coordinate) / extent;
      return coordinate;
    });
    data[position] = at(index.reverse(), position);
  }
  return { shape, data };
}

/** Reads with extents of 1 stretched, and 0 outside. */
function read({ shape, data }: Dense, index: readonly number[]): number {
  let position = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    const extent = shape[axis] as number;
    const coordinate = extent === 1 ? 0 : (index[index.length - shape.length + axis] as number);
    if (coordinate < 0 || coordinate >= extent) return 0;
    position = position * extent + coordinate;
  }
  return data[position] as number;
}

const UNARY: Readonly<Record<string, (x: number, alpha: number) => number>> = {
  Identity: (x) => x,
  Neg: (x) => -x,
  Exp: Math.exp,
  Log: Math.log,
  Sqrt: Math.sqrt,
  Sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  Tanh: Math.tanh,
  Relu: (x) => Math.max(x, 0),
  LeakyRelu: (x, alpha) => (x > 0 ? x : alpha * x),
};

const BINARY: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Pow: (a, b) => a ** b,
  Greater: (a, b) => Number(a > b),
};

function compute(value: Value, results: ReadonlyMap<Value, Dense>): Dense {
  const shape = value.shape as readonly number[];
  if (value.data !== null) return { shape, data: Float64Array.from(value.data as Float32Array, Number) };
  const operands = value.inputs.map((source) => results.get(source) as Dense);
  const [x, b, c, d] = operands as [Dense, Dense, Dense, Dense];
  const { attributes } = value;
  const axis = attributes.axis as number;
  const unary = UNARY[value.op];
  if (unary) return dense(shape, (_, i) => unary(x.data[i] as number, (attributes.alpha as { float: number })?.float));
  const binary = BINARY[value.op];
  if (binary) return dense(shape, (index) => binary(read(x, index), read(b, index)));
  switch (value.op) {
    case 'Where':
      return dense(shape, (index) => (read(x, index) === 1 ? read(b, index) : read(c, index)));
    case 'Softmax':
      return softmax(x, axis);
    case 'Gemm': {
      const flip = (transposed: unknown, row: number, column: number) =>
        transposed === 1 ? [column, row] : [row, column];
      const inner = x.shape[attributes.transA === 1 ? 0 : 1] as number;
      return dense(
        shape,
        ([row, column]) =>
          sum(
            inner,
            (k) =>
              read(x, flip(attributes.transA, row as number, k)) *
              read(b, flip(attributes.transB, k, column as number)),
          ) + (c === undefined ? 0 : (c.data[column as number] as number)),
      );
    }
    case 'MatMul':
      return dense(shape, (index) => {
        const [stack, row, column] = [index.slice(0, -2), index.at(-2) as number, index.at(-1) as number];
        return sum(x.shape.at(-1) as number, (k) => read(x, [...stack, row, k]) * read(b, [...stack, k, column]));
      });
    case 'Conv':
      return convolve(shape, x, b, c, attributes.pads as number[], attributes.dilations as number[]);
    case 'Reshape':
      return { shape, data: x.data };
    case 'Transpose': {
      const order = attributes.perm as number[];
      return dense(shape, (index) =>
        read(
          x,
          order.map((_, from) => index[order.indexOf(from)] as number),
        ),
      );
    }
    case 'Expand':
      return dense(shape, (index) => read(x, index));
    case 'ReduceSum':
      return fold(value, x, Array.from(b.data), (a, one) => a + one, 0);
    case 'ReduceMax':
      return fold(value, x, attributes.axes as number[], Math.max, Number.NEGATIVE_INFINITY);
    case 'Slice':
      return dense(shape, (index) =>
        read(
          x,
          index.map((at, i) => at + (d.data.includes(i) ? (b.data[d.data.indexOf(i)] as number) : 0)),
        ),
      );
    case 'Pad':
      return dense(shape, (index) => {
        const at = index.map((coordinate, i) => coordinate - (b.data[i] as number));
        return at.some((coordinate, i) => coordinate < 0 || coordinate >= (x.shape[i] as number)) ? 0 : read(x, at);
      });
    case 'Concat':
      return dense(shape, (index) => {
        let at = index[axis] as number;
        const part = operands.find((one) => {
          if (at < (one.shape[axis] as number)) return true;
          at -= one.shape[axis] as number;
          return false;
        });
        return read(part as Dense, index.with(axis, at));
      });
    case 'Gather':
      return dense(shape, (index) => read(x, index.with(axis, b.data[index[axis] as number] as number)));
    default:
      throw new Error(`the reference knows no ${value.op}`);
  }
}

function sum(count: number, term: (k: number) => number): number {
  let total = 0;
  for (let k = 0; k < count; k++) total += term(k);
  return total;
}

function softmax(x: Dense, axis: number): Dense {
  return dense(
    x.shape,
    (index) => Math.exp(read(x, index)) / sum(x.shape[axis] as number, (k) => Math.exp(read(x, index.with(axis, k)))),
  );
}

function convolve(
  shape: readonly number[],
  x: Dense,
  weights: Dense,
  bias: Dense | undefined,
  [top, left]: readonly number[],
  [down, across]: readonly number[],
): Dense {
  const [, channels, height, width] = weights.shape as [number, number, number, number];
  return dense(shape, ([image, output, row, column]) => {
    let total = bias === undefined ? 0 : (bias.data[output as number] as number);
    for (let channel = 0; channel < channels; channel++)
      for (let i = 0; i < height; i++)
        for (let j = 0; j < width; j++) {
          const at = [
            row as number,
            column as number,
            i * (down as number) - (top as number),
            j * (across as number) - (left as number),
          ] as const;
          const [y, z] = [at[0] + at[2], at[1] + at[3]];
          const isInside = y >= 0 && z >= 0 && y < (x.shape[2] as number) && z < (x.shape[3] as number);
          if (isInside)
            total += read(x, [image as number, channel, y, z]) * read(weights, [output as number, channel, i, j]);
        }
    return total;
  });
}

function fold(
  value: Value,
  x: Dense,
  axes: readonly number[],
  join: (a: number, b: number) => number,
  start: number,
): Dense {
  const kept = x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  const result = dense(kept, () => start);
  dense(x.shape, (index, position) => {
    const at = index.map((coordinate, axis) => (axes.includes(axis) ? 0 : coordinate));
    const target = at.reduce((offset, coordinate, axis) => offset * (kept[axis] as number) + coordinate, 0);
    result.data[target] = join(result.data[target] as number, x.data[position] as number);
    return 0;
  });
  return { shape: value.shape as readonly number[], data: result.data };
}
