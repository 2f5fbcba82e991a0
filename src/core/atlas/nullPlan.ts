import { Failure } from '../failure.ts';
import { linkedLatent, readLinker } from '../linker.ts';
import type { AtlasParams } from '../params.ts';
import { randomState } from '../random.ts';
import { readSamples } from '../sampleSet.ts';
import type { ArtifactReader } from '../stage.ts';
import { median } from '../statistics.ts';
import type { SweptPictures } from '../sweptPictures.ts';
import { type FloatTensor, rowOf } from '../tensor.ts';
import { drawDirections, lengthGrid } from './nullDirections.ts';

/** The lines of a sweep's units in w, and null directions walked as they are. */

/** A unit's line: where it ends, and where each start picture stands on it. */
export interface UnitLine {
  readonly unit: number;
  /** Row among the sweep's directions. */
  readonly directionIndex: number;
  /** Ordinal of its first part in the sweep; those of its other start pictures follow. */
  readonly firstOrdinal: number;
  /** [L] from the low end of the range to the high end; of a network the mean over start pictures. */
  readonly step: Float64Array;
  readonly length: number;
  /** Activations at its ends. */
  readonly range: readonly [number, number];
  /** [S] place of each start picture, 0 at the low end, 1 at the high end. */
  readonly places: Float64Array;
}

export interface NullPlan {
  readonly lines: readonly UnitLine[];
  /** [S L] latents that the lines begin from. */
  readonly bases: FloatTensor;
  /** [G] */
  readonly lengths: Float64Array;
  /** [N L] of length 1, or nearly so */
  readonly directions: FloatTensor;
  /** [N] line whose places of start pictures a null direction takes. */
  readonly donors: Int32Array;
  readonly steps: number;
}

/** The lines of all units of a sweep, and where they begin. */
export type SweptLines = Pick<NullPlan, 'lines' | 'bases' | 'steps'>;

/** @throws Failure BAD_INPUT where the sweep moved no unit */
export function readLines(reader: ArtifactReader, swept: SweptPictures): SweptLines {
  const bases = basesOf(reader, swept);
  const lines = unitLines(swept, bases);
  if (lines.length > 0) return { lines, bases, steps: swept.steps };
  throw new Failure('BAD_INPUT', 'The measured sweep moves no unit, so there is nothing to make an atlas of.', {
    remedy: 'Sweep some units, then segment and measure that sweep.',
  });
}

/**
 * Null directions at the lengths of chance; where these are of shuffled pairs, at the usual length of the units too, which says how
 * measures follow w.
 *
 * @param chance [units] length of each unit's line under the null
 */
export function planNulls(
  swept: SweptLines,
  chance: Float64Array,
  heldOut: FloatTensor,
  { directions, lengths, seed, chance: chanceIs }: Pick<AtlasParams, 'directions' | 'lengths' | 'seed' | 'chance'>,
): NullPlan {
  const random = randomState(seed);
  const usual = median(swept.lines.map(({ length }) => length));
  const grid = new Set([...lengthGrid(chance, lengths), ...(chanceIs === 'link' ? [usual] : [])]);
  return {
    ...swept,
    lengths: Float64Array.from(grid).sort(),
    directions: drawDirections(heldOut, directions, seed, chanceIs === 'link'),
    donors: Int32Array.from({ length: directions }, () => Math.floor(random.uniform() * swept.lines.length)),
  };
}

function basesOf(reader: ArtifactReader, swept: SweptPictures): FloatTensor {
  const linker = readLinker(reader, swept.linkerId);
  const samples = readSamples(reader, swept.samplesId).accepted();
  const rowOfSample = new Map(Array.from(samples.index, (sample, row) => [sample, row]));
  const rows = Array.from(swept.starts, (sample) => {
    const row = rowOfSample.get(sample) as number;
    return swept.params.mode === 'linked' ? linkedLatent(linker, rowOf(samples.r, row)) : rowOf(samples.w, row);
  });
  const width = samples.w.shape[1] as number;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    data.set(row, at * width);
  });
  return { data, shape: [rows.length, width] };
}

function unitLines(swept: SweptPictures, bases: FloatTensor): UnitLine[] {
  const starts = swept.starts.length;
  const lines: UnitLine[] = [];
  for (let first = 0; first < swept.count; first += starts) {
    const { direction, directionIndex, values } = swept.at(first);
    if (direction.kind !== 'unit') continue;
    const range = [values[0] as number, values[values.length - 1] as number] as const;
    const ends = Array.from({ length: starts }, (_, start) => {
      const { w } = swept.at(first + start);
      return { low: rowOf(w, 0), high: rowOf(w, swept.steps - 1) };
    });
    const step = Float64Array.from(bases.data.subarray(0, bases.shape[1]), (_, d) =>
      ends.reduce((sum, { low, high }) => sum + ((high[d] as number) - (low[d] as number)) / starts, 0),
    );
    const length = Math.hypot(...step);
    const places = Float64Array.from(ends, ({ low }, start) => {
      const base = rowOf(bases, start);
      const along = step.reduce((sum, change, d) => sum + change * ((base[d] as number) - (low[d] as number)), 0);
      return length > 0 ? along / (length * length) : 0;
    });
    lines.push({ unit: direction.unit, directionIndex, firstOrdinal: first, step, length, range, places });
  }
  return lines;
}

/**
 * Latents of one null direction at every length, from every start picture, at every step: start pictures stand on the line where they
 * stand on the line of its donor, since most units are near one end of their range.
 *
 * @returns [G S K L] as a matrix, steps innermost
 */
export function nullLatents(
  { bases, lengths, directions, donors, lines, steps }: NullPlan,
  which: number,
): FloatTensor {
  const [starts, width] = bases.shape as [number, number];
  const direction = rowOf(directions, which);
  const { places } = lines[donors[which] as number] as UnitLine;
  const data = new Float32Array(lengths.length * starts * steps * width);
  let at = 0;
  for (const length of lengths) {
    for (let start = 0; start < starts; start++) {
      const base = rowOf(bases, start);
      for (let k = 0; k < steps; k++) {
        const along = (k / (steps - 1) - (places[start] as number)) * length;
        for (let d = 0; d < width; d++) data[at++] = (base[d] as number) + along * (direction[d] as number);
      }
    }
  }
  return { data, shape: [data.length / width, width] };
}
