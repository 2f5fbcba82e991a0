import { basename } from 'node:path';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { DeviceName } from '#core/engine.ts';
import { Failure } from '#core/failure.ts';
import { expectShape } from '#core/tensor.ts';
import { checkOnnxFile } from './onnxFile.ts';
import { createSession, describeOrtError } from './session.ts';

/** Extents of a value after its batch axis. */
export type RowShape = readonly number[];

/** What a manifest says of a model: its inputs, each with the shapes it may have, and the outputs that are used. */
export interface ModelSpec {
  readonly inputs: Readonly<Record<string, readonly RowShape[]>>;
  readonly outputs: Readonly<Record<string, RowShape>>;
}

/** A loaded model whose values fit its manifest. */
export interface Model {
  /** The shape that the file gives an input, out of those its spec allows. */
  rowShapeOf(input: string): RowShape;
  /**
   * Runs a batch of rows; every output's shape is checked, and that it holds nothing but finite numbers.
   *
   * @param feeds [rows ...] float32 by input name
   */
  run(rows: number, feeds: Readonly<Record<string, Float32Array>>): Promise<Readonly<Record<string, Float32Array>>>;
  release(): Promise<void>;
}

/** @throws Failure BAD_MODEL or BAD_SHAPE with a sentence that names file, value and what was expected */
export async function loadModel(path: string, device: DeviceName, threads: number, spec: ModelSpec): Promise<Model> {
  const name = basename(path);
  checkOnnxFile(path);
  const session = await createSession(path, device, threads).catch((error) => {
    throw new Failure('BAD_MODEL', `${name} could not be loaded: ${describeOrtError(error)}.`, { cause: error });
  });
  try {
    const rowShapes = checkInputs(session, name, spec);
    checkOutputs(session, name, spec);
    return createModel(session, name, spec, rowShapes);
  } catch (error) {
    await session.release();
    throw error;
  }
}

function createModel(
  session: InferenceSession,
  name: string,
  spec: ModelSpec,
  rowShapes: ReadonlyMap<string, RowShape>,
): Model {
  const rowShapeOf = (input: string): RowShape => rowShapes.get(input) ?? [];
  const outputs = Object.entries(spec.outputs);
  return {
    rowShapeOf,
    async run(rows, feeds) {
      const tensors = Object.entries(feeds).map(([input, data]) => [
        input,
        new Tensor('float32', data, [rows, ...rowShapeOf(input)]),
      ]);
      const results = await session.run(Object.fromEntries(tensors), Object.keys(spec.outputs)).catch((error) => {
        throw new Failure('BAD_MODEL', `${name} could not be run: ${describeOrtError(error)}.`, { cause: error });
      });
      return Object.fromEntries(
        outputs.map(([output, rowShape]) => {
          const tensor = results[output];
          const origin = `output ${output} of ${name}`;
          expectShape(tensor?.dims ?? [], [rows, ...rowShape], origin);
          return [output, expectFinite(tensor?.data as Float32Array, origin)];
        }),
      );
    },
    release: () => session.release(),
  };
}

function checkInputs(session: InferenceSession, name: string, spec: ModelSpec): Map<string, RowShape> {
  const unknown = session.inputNames.find((input) => !(input in spec.inputs));
  if (unknown !== undefined) {
    throw new Failure(
      'BAD_MODEL',
      `${name} asks for an input ${unknown}; it may have ${Object.keys(spec.inputs).join(', ')}.`,
    );
  }
  return new Map(
    Object.entries(spec.inputs).map(([input, allowed]) => {
      const shape = shapeOf(session.inputMetadata, input, 'input', name);
      const rowShape = allowed.find((candidate) => candidate.length === shape.length - 1) ?? allowed[0] ?? [];
      expectDeclared(shape, rowShape, `input ${input} of ${name}`);
      return [input, rowShape];
    }),
  );
}

function checkOutputs(session: InferenceSession, name: string, spec: ModelSpec): void {
  for (const [output, rowShape] of Object.entries(spec.outputs)) {
    expectDeclared(shapeOf(session.outputMetadata, output, 'output', name), rowShape, `output ${output} of ${name}`);
  }
}

type Metadata = InferenceSession['inputMetadata'];

/** Extents as the file declares them; a string is symbolic. */
function shapeOf(
  metadata: Metadata,
  value: string,
  kind: 'input' | 'output',
  name: string,
): readonly (number | string)[] {
  const found = metadata.find((entry) => entry.name === value);
  if (found === undefined) {
    throw new Failure(
      'BAD_MODEL',
      `${name} has no ${kind} ${value}; it has ${metadata.map((entry) => entry.name).join(', ')}.`,
    );
  }
  if (!found.isTensor || found.type !== 'float32') {
    throw new Failure(
      'BAD_MODEL',
      `The ${kind} ${value} of ${name} is ${found.isTensor ? found.type : 'no tensor'}, not float32.`,
    );
  }
  return found.shape;
}

/** Only what the file states can be compared; what it leaves open shows when it is run. */
function expectDeclared(shape: readonly (number | string)[], rowShape: RowShape, origin: string): void {
  if (typeof shape[0] === 'number') {
    throw new Failure('BAD_MODEL', `The ${origin} is fixed to ${shape[0]} rows.`, {
      remedy: 'Export it with a dynamic first axis.',
    });
  }
  const stated = shape.map((extent, axis) =>
    typeof extent === 'number' ? extent : axis === 0 ? -1 : (rowShape[axis - 1] ?? -1),
  );
  expectShape(stated.slice(1), rowShape, `the rows of ${origin}`);
}

/** A device that fails, or a model out of its depth, gives NaN without any error. Any value that is not finite spoils its sum. */
function expectFinite(data: Float32Array, origin: string): Float32Array {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = data.length - (data.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += data[i] as number;
    b += data[i + 1] as number;
    c += data[i + 2] as number;
    d += data[i + 3] as number;
  }
  for (let i = whole; i < data.length; i++) a += data[i] as number;
  if (Number.isFinite(a + b + c + d)) return data;
  throw new Failure('BAD_MODEL', `The ${origin} holds values that are not finite numbers.`, {
    remedy: 'Run it on the processor to see whether the device is at fault.',
  });
}
