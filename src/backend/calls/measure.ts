import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '#core/failure.ts';
import { sweptChanges } from '#core/measure/changes.ts';
import { readMeasures } from '#core/measure/readMeasures.ts';
import type { Change, MeasureSummary } from '#core/summary.ts';
import { readSweptPictures } from '#core/sweptPictures.ts';
import type { MeasureView } from '#core/views.ts';
import type { Context } from '../context.ts';
import { inputOf } from '../jobs/recipes.ts';
import type { OpenProject } from '../openProjects.ts';

/** What every direction changes, the strongest first; null while nothing is measured. */
export function showMeasures(context: Context, handle: string, measureId?: string): MeasureView | null {
  const opened = context.projects.get(handle);
  if (measureId === undefined && opened.project.artifacts.defaultOf('measure') === null) return null;
  const artifact = opened.project.artifacts.artifact(inputOf(opened.project, 'measure', measureId));
  return {
    artifact,
    summary: artifact.summary as unknown as MeasureSummary,
    changes: changesOf(context, opened, artifact.id),
  };
}

function changesOf({ cache }: Context, { handle, project }: OpenProject, measureId: string): readonly Change[] {
  return cache.get(`${handle} changes ${measureId}`, () => {
    const measures = readMeasures(project.artifacts, measureId);
    return sweptChanges(measures, readSweptPictures(project.artifacts, measures.sweepId));
  });
}

/** One row a picture and part, missing values empty: what statistics programs take. */
export function exportMeasures(
  { projects }: Context,
  {
    project: handle,
    measure,
    to,
  }: { readonly project: string; readonly measure?: string | undefined; readonly to: string },
): { path: string; rows: number } {
  const { project } = projects.get(handle);
  const measures = readMeasures(project.artifacts, inputOf(project, 'measure', measure));
  const swept = readSweptPictures(project.artifacts, measures.sweepId);
  const { quantities, metrics, steps } = measures;
  const lines = [['direction', 'start', 'step', 'value', 'part', ...metrics].join(',')];
  for (const { ordinal, direction, sample, values } of swept) {
    const name =
      direction.kind === 'unit' ? `unit ${direction.unit}` : 'name' in direction ? direction.name : direction.kind;
    const found = measures.at(ordinal);
    for (let step = 0; step < steps; step++) {
      quantities.forEach((quantity, q) => {
        const from = (step * quantities.length + q) * metrics.length;
        const row = Array.from(found.subarray(from, from + metrics.length), (value) =>
          Number.isNaN(value) ? '' : String(value),
        );
        lines.push([quoted(name), sample, step, values[step], quantity, ...row].join(','));
      });
    }
  }
  const path = resolve(to);
  try {
    writeFileSync(path, `${lines.join('\n')}\n`);
  } catch (cause) {
    throw new Failure('READ_ONLY', `${path} could not be written.`, { remedy: 'Choose another place.', cause });
  }
  return { path, rows: lines.length - 1 };
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
