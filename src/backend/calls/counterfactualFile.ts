import { basename, extname, resolve } from 'node:path';
import { type CounterfactualDifference, compareCases } from '#core/counterfactual/compare.ts';
import { type CaseRow, progressOf } from '#core/counterfactual/table.ts';
import { Failure } from '#core/failure.ts';
import { writeNpy } from '#core/npy.ts';
import { softmax } from '#core/statistics.ts';
import { rowOf } from '#core/tensor.ts';
import { encodeCsv } from '../arrays/csv.ts';
import { writeWhole } from '../arrays/writeWhole.ts';
import { writeZip } from '../arrays/zip.ts';
import type { Context } from '../context.ts';
import { ancestorOf, inputOf } from '../jobs/recipes.ts';
import { describePair } from '../pairs.ts';
import { casesOf } from './counterfactual.ts';

/** Numbers of one run less those of another, on the cases that both have. */
export function differenceOfCounterfactuals(
  context: Context,
  handle: string,
  a: string,
  b: string,
): CounterfactualDifference {
  const opened = context.projects.get(handle);
  const [idA, idB] = [a, b].map((id) => inputOf(opened.project, 'counterfactual', id)) as [string, string];
  const difference = compareCases(casesOf(context, opened, idA), casesOf(context, opened, idB));
  if (difference.n > 0) return difference;
  throw new Failure('BAD_INPUT', 'These two runs have no sample and target in common.', {
    remedy: 'Run both on the same samples: with equal --per-pair and --sample-seed, or with --samples.',
  });
}

interface Export {
  readonly project: string;
  readonly counterfactual?: string | undefined;
  readonly to: string;
}

/** Writes a run as a table (.csv, a row a case) or as arrays (.npz). */
export function exportCounterfactuals(
  context: Context,
  { project: handle, counterfactual, to }: Export,
): { path: string } {
  const opened = context.projects.get(handle);
  const id = inputOf(opened.project, 'counterfactual', counterfactual);
  const { classNames } = describePair(opened.project.artifacts.artifact(ancestorOf(opened.project, id, 'pair')));
  const path = resolve(to);
  writeWhole(path, encode(casesOf(context, opened, id), classNames, path), 'The counterfactuals');
  return { path };
}

function encode(rows: readonly CaseRow[], classNames: readonly string[], path: string): Uint8Array {
  const extension = extname(path).toLowerCase();
  if (extension === '.csv') return csvOf(rows, classNames);
  if (extension === '.npz') return npzOf(rows);
  throw new Failure(
    'BAD_INPUT',
    `Counterfactuals are written as .csv or .npz, but the file is named ${basename(path)}.`,
    {
      remedy: 'Name it .csv for a table of the cases, or .npz for shifts, latents and logits.',
    },
  );
}

const COLUMNS: readonly (readonly [string, (row: CaseRow, names: readonly string[]) => string | number])[] = [
  ['sample', (row) => row.sample],
  ['from', (row, names) => names[row.origin] ?? ''],
  ['to', (row, names) => names[row.target] ?? ''],
  ['seed', (row) => row.seed],
  ['member', (row) => row.member],
  ['outcome', (row) => row.outcome],
  ['valid', (row) => Number(row.isValid)],
  ['progress', progressOf],
  ['crossing', (row) => row.crossing],
  ['latent_length_sd', (row) => row.latentLength],
  ['pixel_distance', (row) => row.pixelDistance],
  ['start_log_odds', (row) => row.startOdds],
  ['head_log_odds', (row) => row.headOdds],
  ['picture_log_odds', (row) => row.pictureOdds],
  ['end_probability', (row) => softmax(rowOf(row.logits, endOf(row)))[row.target] ?? Number.NaN],
  ['units_moved', (row) => row.ranking.length],
  ['units_minimal', (row) => row.minimal.length],
  ['minimal_units', (row) => Array.from(row.minimal).join(' ')],
];

function endOf({ places }: CaseRow): number {
  return Math.max(
    0,
    places.findIndex((place) => place >= 1 - 1e-9),
  );
}

function csvOf(rows: readonly CaseRow[], classNames: readonly string[]): Uint8Array {
  // What is not known is an empty field.
  const rounded = (value: string | number) =>
    typeof value === 'string' ? value : Number.isFinite(value) ? Number(value.toPrecision(9)) : null;
  return encodeCsv([
    COLUMNS.map(([name]) => name),
    ...rows.map((row) => COLUMNS.map(([, of]) => rounded(of(row, classNames)))),
  ]);
}

/** `cases` [N 6]: sample, origin, target, seed, member, valid; `shift` [N U]; `latents` [N 2 L]; `places` [K]; `logits` [N K C]; with a segmenter
 * `parts` [N K P M], NaN where a part is not in a picture. */
function npzOf(rows: readonly CaseRow[]): Uint8Array {
  const first = rows[0] as CaseRow;
  const stacked = (of: (row: CaseRow) => Float32Array, shape: readonly number[]) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const data = new Float32Array(rows.length * size);
    rows.forEach((row, at) => {
      data.set(of(row), at * size);
    });
    return writeNpy({ data, shape: [rows.length, ...shape] });
  };
  const cases = rows.flatMap((row) => [row.sample, row.origin, row.target, row.seed, row.member, Number(row.isValid)]);
  return writeZip(
    new Map([
      ['cases.npy', writeNpy({ data: Float64Array.from(cases), shape: [rows.length, 6] })],
      ['shift.npy', stacked(({ shift }) => shift, [first.shift.length])],
      ['latents.npy', stacked(({ latents }) => latents.data, first.latents.shape)],
      ['places.npy', writeNpy({ data: first.places, shape: [first.places.length] })],
      ['logits.npy', stacked(({ logits }) => logits.data, first.logits.shape)],
      ...(first.parts
        ? [['parts.npy', stacked(({ parts }) => parts?.data as Float32Array, first.parts.shape)] as const]
        : []),
    ]),
  );
}
