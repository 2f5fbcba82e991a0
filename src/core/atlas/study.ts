import { atlasParamsSchema } from '../params.ts';
import type { ArtifactReader } from '../stage.ts';
import { tensorOf } from '../tensor.ts';
import type { AnalysisInput } from './analysis.ts';
import { inDeviations } from './assemble.ts';

/** Reads back what an atlas was computed from, in standard deviations: for the statistics of some of its start pictures. */
export function readStudy(
  reader: ArtifactReader,
  atlasId: string,
): { readonly input: AnalysisInput; readonly classOf: Int32Array } {
  const { params } = reader.artifact(atlasId);
  const { margin, directions } = atlasParamsSchema.parse(params);
  const changes = reader.array(atlasId, 'changes');
  const [lines, starts, concepts] = changes.shape as [number, number, number];
  const lengths = reader.array(atlasId, 'nullLengths').data as Float64Array;
  const scale = reader.array(atlasId, 'scale').data as Float32Array;
  const size = lengths.length * starts * concepts;
  const parts = [...reader.placedParts(atlasId)].filter(({ ordinal }) => ordinal > 0 && ordinal <= directions);
  const nulls = new Float32Array(parts.length * size);
  parts.forEach(({ part }, at) => {
    nulls.set(tensorOf(part, 'changes').data, at * size);
  });
  return {
    input: {
      changes: { lines, starts, concepts, data: inDeviations(changes.data as Float32Array, scale) },
      nulls: { directions: parts.length, lengths, starts, concepts, data: inDeviations(nulls, scale) },
      lengths: reader.array(atlasId, 'chance').data as Float64Array,
      floor: reader.array(atlasId, 'floor').data as Float32Array,
      error: reader.array(atlasId, 'error').data as Float32Array,
      margin,
    },
    classOf: reader.array(atlasId, 'classOf').data as Int32Array,
  };
}
