import { atlasParamsSchema } from '../params.ts';
import type { ArtifactReader } from '../stage.ts';
import { tensorOf } from '../tensor.ts';
import type { AnalysisInput } from './analysis.ts';
import { inDeviations } from './assemble.ts';
import type { Changes } from './effects.ts';

/** What every unit changed from every start picture, standard deviations, and the class of each start picture. */
export interface StudyChanges {
  readonly changes: Changes;
  /** [S] */
  readonly classOf: Int32Array;
}

export function readChanges(reader: ArtifactReader, atlasId: string): StudyChanges {
  const { shape, data } = reader.array(atlasId, 'changes');
  const [lines, starts, concepts] = shape as [number, number, number];
  const scale = reader.array(atlasId, 'scale').data as Float32Array;
  return {
    changes: { lines, starts, concepts, data: inDeviations(data as Float32Array, scale) },
    classOf: reader.array(atlasId, 'classOf').data as Int32Array,
  };
}

/**
 * The start picture whose own change is nearest to a unit's effect: what the effect looks like, neither flattered nor spoilt.
 *
 * @param among start pictures to choose from: those that have a strip, and of the class that was asked for
 * @returns null where none of them shows the concept
 */
export function typicalStart(
  { starts, concepts, data }: Changes,
  row: number,
  concept: number,
  effect: number,
  among: readonly number[],
): { readonly start: number; readonly change: number } | null {
  let typical: { start: number; change: number } | null = null;
  for (const start of among) {
    const change = data[(row * starts + start) * concepts + concept] as number;
    if (Number.isNaN(change)) continue;
    if (typical === null || Math.abs(change - effect) < Math.abs(typical.change - effect)) typical = { start, change };
  }
  return typical;
}

/** Reads back what an atlas was computed from, in standard deviations: for the statistics of some of its start pictures. */
export function readStudy(
  reader: ArtifactReader,
  atlasId: string,
): { readonly input: AnalysisInput; readonly classOf: Int32Array } {
  const { params } = reader.artifact(atlasId);
  const { margin, directions } = atlasParamsSchema.parse(params);
  const { changes, classOf } = readChanges(reader, atlasId);
  const { starts, concepts } = changes;
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
      changes,
      nulls: { directions: parts.length, lengths, starts, concepts, data: inDeviations(nulls, scale) },
      lengths: reader.array(atlasId, 'chance').data as Float64Array,
      floor: reader.array(atlasId, 'floor').data as Float32Array,
      error: reader.array(atlasId, 'error').data as Float32Array,
      margin,
    },
    classOf,
  };
}
