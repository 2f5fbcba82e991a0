import { Failure } from '../failure.ts';
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

/**
 * [K Q 3] float32: how the entropy varies within each part of a strip, NaN where it is missing.
 *
 * @throws Failure BAD_INPUT of measures made before this was kept
 */
export function readEntropySpread(reader: ArtifactReader, artifactId: string, ordinal: number): Float32Array {
  const found = reader.partAt(artifactId, ordinal).arrays.entropy;
  if (found) return found.data as Float32Array;
  throw new Failure(
    'BAD_INPUT',
    'These measures are of an earlier version, which did not keep how the entropy varies.',
    {
      remedy: 'Measure the parts again.',
    },
  );
}
