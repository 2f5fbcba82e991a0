import { z } from 'zod';
import { Failure } from '../failure.ts';
import type { OnnxModel } from '../graph/onnx.ts';
import { readOnnxGraph } from '../graph/onnxReader.ts';
import { describeIssues } from '../issues.ts';
import { labelSchema } from '../labelSet.ts';
import { expectShape } from '../tensor.ts';
import { segmentModel } from './inferenceModel.ts';
import { ARCHITECTURES, layersOf, parameterShapes } from './network.ts';
import { channelsOf, describeSegmenter, type Segmenter } from './segmenter.ts';

/** Where the file says what its numbers are: the metadata of an ONNX model. */
const KEY = 'unitloom.segmenter';

const px = z.int().min(1).max(16_384);
const descriptionSchema = z.object({
  labels: z.array(labelSchema).min(2).max(256),
  widthPx: px,
  heightPx: px,
  architecture: z.enum(ARCHITECTURES),
  resampling: z.enum(['nearest', 'bilinear']),
  cropsMargin: z.boolean(),
  taps: z
    .array(
      z.object({
        name: z.string().min(1).max(200),
        channels: z.int().min(1).max(65_536),
        size: px,
        margin: z.int().min(0).max(8_192),
        kept: z.int().min(1).max(65_536),
      }),
    )
    .min(1)
    .max(64),
  members: z.int().min(1).max(20),
});

/** A segmenter as the model that is written to files: what it computes, and what its labels and taps are. */
export function segmenterFile(segmenter: Segmenter): OnnxModel {
  return { ...segmentModel(segmenter), metadata: { [KEY]: JSON.stringify(describeSegmenter(segmenter)) } };
}

/**
 * The segmenter of a file that `segmenterFile` was written to.
 *
 * @param name what the sentence of a failure calls the file
 * @throws Failure BAD_MODEL for another model, BAD_SHAPE where its numbers do not fit what it says of them, BAD_INPUT where they are not finite
 */
export function segmenterOfOnnx(bytes: Uint8Array, name: string): Segmenter {
  const { nodes, initializers, metadata } = readOnnxGraph(bytes, name);
  const text = metadata.get(KEY);
  if (text === undefined) {
    throw new Failure('BAD_MODEL', `${name} does not say which parts and taps its numbers are for.`, {
      remedy: 'Choose a file that Unitloom exported a segmenter to.',
    });
  }
  const { taps, members, ...described } = readDescription(text, name);
  const numbersOf = (tensor: string, shape: readonly number[]): Float32Array => {
    const found = initializers.get(tensor);
    if (found === undefined || found === null) throw new Failure('BAD_MODEL', `${name} has no numbers ${tensor}.`);
    expectShape(found.shape, shape, `${tensor} of ${name}`);
    if (found.data.every(Number.isFinite)) return found.data;
    throw new Failure('BAD_INPUT', `${name} holds values that are not finite numbers.`);
  };
  const projections = taps.map(({ kept, ...tap }) => {
    const conv = nodes.find(({ op, inputs }) => op === 'Conv' && inputs[0] === tap.name);
    if (conv === undefined) throw new Failure('BAD_MODEL', `${name} does not project the tap ${tap.name}.`);
    const [, weights = '', bias = ''] = conv.inputs;
    return { tap, weights: numbersOf(weights, [kept, tap.channels, 1, 1]), bias: numbersOf(bias, [kept]) };
  });
  const shapes = parameterShapes(
    layersOf(described.architecture, described.labels.length),
    channelsOf({ projections }),
  );
  const segmenter: Segmenter = {
    ...described,
    projections,
    members: Array.from({ length: members }, (_, member) =>
      shapes.map((shape, at) => numbersOf(`member${member}_${at % 2 === 0 ? 'weights' : 'bias'}${at >> 1}`, shape)),
    ),
  };
  const operations = (graph: { readonly nodes: readonly { readonly op: string }[] }) =>
    graph.nodes.map(({ op }) => op).join();
  if (operations({ nodes }) === operations(segmentModel(segmenter))) return segmenter;
  throw new Failure('BAD_MODEL', `${name} computes something else than its description says.`, {
    remedy: 'Export the segmenter again.',
  });
}

function readDescription(text: string, name: string): z.infer<typeof descriptionSchema> {
  let described: unknown;
  try {
    described = JSON.parse(text);
  } catch (cause) {
    throw new Failure('BAD_MODEL', `What ${name} says of its numbers is not JSON.`, { cause });
  }
  const read = descriptionSchema.safeParse(described);
  if (read.success) return read.data;
  throw new Failure('BAD_MODEL', describeIssues(`What ${name} says of its numbers`, read.error.issues));
}
