import { resolve } from 'node:path';
import type { Label } from '#core/labelSet.ts';
import { sweptChanges } from '#core/measure/changes.ts';
import { MEASURE_IDS, type MeasureId, WHOLE_PICTURE } from '#core/measure/measures.ts';
import { type ChangeOrder, isApart, orderChanges } from '#core/measure/orderChanges.ts';
import { readMeasures } from '#core/measure/readMeasures.ts';
import type { Change, MeasureSummary } from '#core/summary.ts';
import { readSweptPictures } from '#core/sweptPictures.ts';
import type { ChangePage, UnitMeasures } from '#core/views/measure.ts';
import { encodeCsv } from '../arrays/csv.ts';
import { writeWhole } from '../arrays/writeWhole.ts';
import type { Context } from '../context.ts';
import { ancestorOf, inputOf, madeOf } from '../jobs/recipes.ts';
import type { OpenProject } from '../openProjects.ts';
import { describePair } from '../pairs.ts';
import { startsOf, tableOf } from './sweep.ts';

export interface ChangesQuestion {
  readonly project: string;
  readonly measure?: string | undefined;
  readonly quantity?: string | undefined;
  readonly metric?: MeasureId | undefined;
  readonly apart: boolean;
  readonly order: ChangeOrder;
  readonly rising: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** What the directions change, the strongest first unless asked otherwise; null while nothing is measured. */
export function listChanges(context: Context, question: ChangesQuestion): ChangePage | null {
  const opened = context.projects.get(question.project);
  const { artifacts } = opened.project;
  if (question.measure === undefined && artifacts.defaultOf('measure') === null) return null;
  const artifact = artifacts.artifact(inputOf(opened.project, 'measure', question.measure));
  const { labels } = artifact.summary as unknown as MeasureSummary;
  const { quantity, metric, apart, order, rising, offset, limit } = question;
  const found = changesOf(context, opened, artifact.id).filter(
    (change) =>
      (!apart || isApart(change)) &&
      (quantity === undefined || change.quantity === quantity) &&
      (metric === undefined || change.metric === metric),
  );
  const rows = order === 'strength' && !rising ? found : orderChanges(found, order, rising);
  return {
    artifact,
    quantities: quantitiesOf(labels),
    metrics: MEASURE_IDS,
    total: rows.length,
    rows: rows.slice(offset, offset + limit),
  };
}

/** Everything measured of one unit of a sweep; null where its parts are not measured, or the unit was not swept. */
export function showUnitMeasures(context: Context, handle: string, sweepId: string, unit: number): UnitMeasures | null {
  const opened = context.projects.get(handle);
  const { project } = opened;
  const measureId = madeOf(project, inputOf(project, 'sweep', sweepId), 'measure');
  if (measureId === null) return null;
  const measures = readMeasures(project.artifacts, measureId);
  const swept = readSweptPictures(project.artifacts, sweepId);
  const isOfUnit = ({ direction }: Change) => direction.kind === 'unit' && direction.unit === unit;
  const changes = changesOf(context, opened, measureId).filter(isOfUnit);
  const [change] = changes;
  const line = tableOf(context, opened, sweepId).find(({ ordinal }) => ordinal === change?.directionIndex);
  const first = line?.firstPart ?? null;
  if (line === undefined || first === null) return null;
  const parts = Array.from({ length: swept.starts.length }, (_, start) => ({
    ...swept.at(first + start),
    measured: measures.at(first + start),
  }));
  const { quantities, metrics, steps, labels } = measures;
  const { classNames } = describePair(project.artifacts.artifact(ancestorOf(project, sweepId, 'pair')));
  const cell = (measured: Float32Array, step: number, q: number, m: number) => {
    const value = measured[(step * quantities.length + q) * metrics.length + m] as number;
    return Number.isNaN(value) ? null : value;
  };
  return {
    measureId,
    quantities: quantitiesOf(labels),
    values: Array.from(parts[0]?.values ?? []),
    starts: startsOf(context, opened, sweepId).map(({ index, classIndex }, start) => ({
      sample: index,
      className: classNames[classIndex] ?? '',
      strip: line.strips[start] ?? null,
      part: first + start,
    })),
    maps: measures.mapsId,
    changes,
    curves: Object.fromEntries(
      quantities.map((quantity, q) => [
        quantity,
        Object.fromEntries(
          metrics.map((metric, m) => [
            metric,
            parts.map(({ measured }) => Array.from({ length: steps }, (_, step) => cell(measured, step, q, m))),
          ]),
        ),
      ]),
    ),
  };
}

function quantitiesOf(labels: readonly Label[]): UnitMeasures['quantities'] {
  return [
    ...labels.map(({ id, name, colour }) => ({ id, name, colour })),
    { id: WHOLE_PICTURE, name: 'whole picture', colour: null },
  ];
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
  const lines: (string | number | null)[][] = [['direction', 'start', 'step', 'value', 'part', ...metrics]];
  for (const { ordinal, direction, sample, values } of swept) {
    const name =
      direction.kind === 'unit' ? `unit ${direction.unit}` : 'name' in direction ? direction.name : direction.kind;
    const found = measures.at(ordinal);
    for (let step = 0; step < steps; step++) {
      quantities.forEach((quantity, q) => {
        const from = (step * quantities.length + q) * metrics.length;
        lines.push([
          name,
          sample,
          step,
          values[step] ?? null,
          quantity,
          ...found.subarray(from, from + metrics.length),
        ]);
      });
    }
  }
  const path = resolve(to);
  writeWhole(path, encodeCsv(lines), 'The measures');
  return { path, rows: lines.length - 1 };
}
