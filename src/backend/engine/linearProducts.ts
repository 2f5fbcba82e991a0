import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeOnnx } from '#core/graph/onnx.ts';
import type { Floats, Matrix, ProductForm, Products } from '#core/linear/products.ts';
import { createSession } from './session.ts';

type Elements = 'float32' | 'float64';
/** A product alone, or added to what is there with this factor. */
type Task = 'multiply' | 1 | -1;

/**
 * Matrix products by ONNX Runtime on the processor: one graph of one Gemm for each form and element type, made at first use.
 * They stay on the processor also where another device draws: the triangle of a Gram matrix is needed in float64.
 */
export function createLinearProducts(threads: number): Products {
  const sessions = new Map<string, Promise<InferenceSession>>();
  const sessionOf = (form: ProductForm, elements: Elements, task: Task): Promise<InferenceSession> => {
    const key = `${task} ${form} ${elements}`;
    const known = sessions.get(key);
    if (known !== undefined) return known;
    const opened = createSession(gemmModel(form, elements, task), 'cpu', threads);
    sessions.set(key, opened);
    return opened;
  };
  return {
    async multiply(form, a, b, into) {
      const elements = elementsOf(a);
      const session = await sessionOf(form, elements, 'multiply');
      const factors = { a: tensorOf(a, elements), b: tensorOf(b, elements) };
      if (into === undefined) return (await session.run(factors)).product?.data as typeof a.data;
      const rows = form === 'aTb' ? a.columns : a.rows;
      await session.run(factors, { product: tensorOf({ data: into, rows, columns: into.length / rows }, elements) });
      return into;
    },
    async accumulate(form, a, b, sums, factor) {
      const elements = elementsOf(a);
      const session = await sessionOf(form, elements, factor);
      const rows = form === 'aTb' ? a.columns : a.rows;
      const product = tensorOf({ data: sums, rows, columns: sums.length / rows }, elements);
      // Gemm begins by copying what it adds to into its output: here onto itself.
      await session.run({ a: tensorOf(a, elements), b: tensorOf(b, elements), sums: product }, { product });
    },
  };
}

function elementsOf({ data }: Matrix): Elements {
  return data instanceof Float32Array ? 'float32' : 'float64';
}

function tensorOf({ data, rows, columns }: Matrix<Floats>, elements: Elements): Tensor {
  return new Tensor(elements, data, [rows, columns]);
}

function gemmModel(form: ProductForm, type: Elements, task: Task): Uint8Array {
  const accumulates = task !== 'multiply';
  return encodeOnnx({
    opset: 13,
    nodes: [
      {
        op: 'Gemm',
        inputs: accumulates ? ['a', 'b', 'sums'] : ['a', 'b'],
        outputs: ['product'],
        attributes: {
          transA: form === 'aTb' ? 1 : 0,
          transB: form === 'abT' ? 1 : 0,
          alpha: { float: accumulates ? task : 1 },
        },
      },
    ],
    initializers: [],
    inputs: [
      { name: 'a', shape: ['a rows', 'a columns'], type },
      { name: 'b', shape: ['b rows', 'b columns'], type },
      ...(accumulates ? [{ name: 'sums', shape: ['rows', 'columns'], type }] : []),
    ],
    outputs: [{ name: 'product', shape: ['rows', 'columns'], type }],
  });
}
