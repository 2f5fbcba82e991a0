import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { readLabelMaps } from '#core/labelMaps.ts';
import { readEntropySpread, readMeasures } from '#core/measure/readMeasures.ts';
import {
  ANALYSIS_COLUMNS,
  analysisRows,
  ELLIPSE_COLUMNS,
  ellipseRows,
  type ReferenceRow,
} from '#core/measure/reference.ts';
import { readSamples } from '#core/sampleSet.ts';
import { readSweptPictures } from '#core/sweptPictures.ts';
import { encodeCsv } from '../arrays/csv.ts';
import { writeWhole } from '../arrays/writeWhole.ts';
import type { Context } from '../context.ts';
import { inputOf } from '../jobs/recipes.ts';

interface Export {
  readonly project: string;
  readonly measure?: string | undefined;
  readonly to: string;
}

/**
 * Writes the two tables of the reference implementation, in folders as its notebook looks for them: class, then start picture, of which
 * `analysis_results.csv` and `ellips_results.csv`. Units alone are told of.
 */
export async function exportReference(
  { projects }: Context,
  { project: handle, measure, to }: Export,
  signal?: AbortSignal,
): Promise<{ path: string; files: number; rows: number }> {
  const { artifacts } = projects.get(handle).project;
  const measureId = inputOf(projects.get(handle).project, 'measure', measure);
  const measures = readMeasures(artifacts, measureId);
  const maps = readLabelMaps(artifacts, measures.mapsId);
  const swept = readSweptPictures(artifacts, measures.sweepId);
  const samples = readSamples(artifacts, swept.samplesId);
  const classOf = new Map(Array.from(samples.index, (sample, row) => [sample, samples.classIndex[row] as number]));
  const units = Array.from({ length: swept.count / swept.starts.length }, (_, at) => at * swept.starts.length).flatMap(
    (first) => {
      const { direction } = swept.at(first);
      return direction.kind === 'unit' ? [{ unit: direction.unit, first }] : [];
    },
  );
  const path = resolve(to);
  let rows = 0;
  for (const [start, sample] of swept.starts.entries()) {
    const analysis: ReferenceRow[] = [ANALYSIS_COLUMNS];
    const ellipses: ReferenceRow[] = [ELLIPSE_COLUMNS];
    for (const { unit, first } of units) {
      const ordinal = first + start;
      const strip = {
        ...maps,
        maps: maps.at(ordinal),
        values: measures.at(ordinal),
        entropy: readEntropySpread(artifacts, measureId, ordinal),
      };
      for (const row of analysisRows(strip)) analysis.push([sample, unit, ...row]);
      for (const row of ellipseRows(strip)) ellipses.push([sample, unit, ...row]);
      // Others are served between strips, and this may be stopped.
      await setImmediate();
      signal?.throwIfAborted();
    }
    const folder = join(path, String(classOf.get(sample)), String(sample));
    writeWhole(join(folder, 'analysis_results.csv'), encodeCsv(analysis), 'The measures');
    writeWhole(join(folder, 'ellips_results.csv'), encodeCsv(ellipses), 'The measures');
    rows += analysis.length + ellipses.length - 2;
  }
  return { path, files: 2 * swept.starts.length, rows };
}
