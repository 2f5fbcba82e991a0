import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnalysisInput } from '#core/atlas/analysis.ts';
import type { Concept } from '#core/atlas/atlasTable.ts';
import { readNpy, writeNpy } from '#core/npy.ts';
import type { Tensor } from '#core/tensor.ts';

/**
 * What the demo study's atlas was computed from, kept beside the tests: changes of units and of null directions in standard deviations,
 * as NumPy files, and the names in study.json. `npm run findings` writes it together with docs/findings/atlas.csv.
 */
const FOLDER = join(import.meta.dirname, '..', 'test', 'fixtures', 'core', 'demoAtlas');

export interface GoldenStudy {
  readonly input: AnalysisInput;
  readonly unit: readonly number[];
  readonly concepts: readonly Concept[];
}

export function writeGoldenStudy({ input, unit, concepts }: GoldenStudy): void {
  mkdirSync(FOLDER, { recursive: true });
  const { changes, nulls, lengths, floor, error, margin } = input;
  const save = (name: string, data: Float32Array | Float64Array, ...shape: number[]) =>
    writeFileSync(join(FOLDER, `${name}.npy`), writeNpy({ data, shape }));
  save('changes', changes.data, changes.lines, changes.starts, changes.concepts);
  save('nulls', nulls.data, nulls.directions, nulls.lengths.length, nulls.starts, nulls.concepts);
  save('nullLengths', nulls.lengths, nulls.lengths.length);
  save('lengths', lengths, lengths.length);
  save('floor', floor, floor.length);
  save('error', error, error.length);
  writeFileSync(join(FOLDER, 'study.json'), `${JSON.stringify({ margin, unit, concepts }, null, 1)}\n`);
}

export function readGoldenStudy(): GoldenStudy {
  const load = (name: string) => readNpy(readFileSync(join(FOLDER, `${name}.npy`)), name) as Tensor;
  const [changes, nulls] = [load('changes') as Tensor<Float32Array>, load('nulls') as Tensor<Float32Array>];
  const [lines, starts, concepts] = changes.shape as [number, number, number];
  const named = JSON.parse(readFileSync(join(FOLDER, 'study.json'), 'utf8')) as Pick<
    GoldenStudy,
    'unit' | 'concepts'
  > & { readonly margin: number };
  return {
    unit: named.unit,
    concepts: named.concepts,
    input: {
      changes: { lines, starts, concepts, data: changes.data },
      nulls: {
        directions: nulls.shape[0] as number,
        lengths: load('nullLengths').data as Float64Array,
        starts,
        concepts,
        data: nulls.data,
      },
      lengths: load('lengths').data as Float64Array,
      floor: load('floor').data as Float32Array,
      error: load('error').data as Float32Array,
      margin: named.margin,
    },
  };
}
