import type { Label } from '../labelSet.ts';
import type { ArtifactReader } from '../stage.ts';
import type { MeasureSummary } from '../summary.ts';
import { MEASURE_IDS, type MeasureId } from './measures.ts';

/** Measures of every picture of a sweep, in the order of the sweep's own parts. */
export interface Measures {
  readonly labels: readonly Label[];
  /** Ids of the labels, and then `picture`: the whole. */
  readonly quantities: readonly string[];
  readonly metrics: readonly MeasureId[];
  readonly sweepId: string;
  readonly mapsId: string;
  /** K, pictures a part. */
  readonly steps: number;
  /** Parts there are. */
  readonly count: number;
  /** [K Q M] float32, NaN where a part is missing */
  at(ordinal: number): Float32Array;
}

/** Reads the sealed artifact of stage `measure`. */
export function readMeasures(reader: ArtifactReader, artifactId: string): Measures {
  const { inputs, summary } = reader.artifact(artifactId);
  const { labels, quantities, steps, parts } = summary as unknown as MeasureSummary;
  const inputOf = (role: string) => inputs.find((input) => input.role === role)?.id ?? '';
  return {
    labels,
    quantities,
    metrics: MEASURE_IDS,
    sweepId: inputOf('sweep'),
    mapsId: inputOf('maps'),
    steps,
    count: parts,
    at: (ordinal) => reader.partAt(artifactId, ordinal).arrays.values?.data as Float32Array,
  };
}
