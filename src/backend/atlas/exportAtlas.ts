import { extname, resolve } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { AtlasTable } from '#core/atlas/atlasTable.ts';
import { Failure } from '#core/failure.ts';
import { encodeCsv } from '../arrays/csv.ts';
import { writeWhole } from '../arrays/writeWhole.ts';

/** One column of the exported table, a value a cell; null where there is none. */
interface Column {
  readonly name: string;
  readonly type: 'INT32' | 'DOUBLE' | 'STRING' | 'BOOLEAN';
  readonly data: readonly (number | string | boolean | null)[];
}

/**
 * Writes every cell of an atlas, one row a unit and concept: CSV or Parquet, by the ending of the file's name.
 *
 * @throws Failure BAD_INPUT for another ending, READ_ONLY where nothing can be written
 */
export function exportAtlas(atlas: AtlasTable, to: string): { readonly path: string; readonly rows: number } {
  const path = resolve(to);
  const columns = columnsOf(atlas);
  const write = WRITERS[extname(path).toLowerCase()];
  if (write === undefined) {
    throw new Failure('BAD_INPUT', `An atlas is written as .csv or .parquet, and ${to} ends otherwise.`, {
      remedy: 'Give the file one of these endings.',
    });
  }
  writeWhole(path, write(columns), 'The atlas');
  return { path, rows: columns[0]?.data.length ?? 0 };
}

const WRITERS: Readonly<Record<string, (columns: readonly Column[]) => Uint8Array>> = {
  '.csv': (columns) =>
    encodeCsv([
      columns.map(({ name }) => name),
      ...Array.from({ length: columns[0]?.data.length ?? 0 }, (_, row) => columns.map(({ data }) => data[row])),
    ]),
  '.parquet': (columns) =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: columns.map(({ name, type, data }) => ({ name, type, data: [...data], nullable: true })),
      }),
    ),
};

function columnsOf({ unit, concepts, analysis, monotonicity, betweenClasses, scale, floor }: AtlasTable): Column[] {
  const width = concepts.length;
  const cells = Array.from({ length: unit.length * width }, (_, cell) => cell);
  const column = (name: string, type: Column['type'], at: (cell: number) => number | string | boolean): Column => ({
    name,
    type,
    data: cells.map((cell) => {
      const value = at(cell);
      return typeof value === 'number' && Number.isNaN(value) ? null : value;
    }),
  });
  const { value, deviation, n } = analysis.effects;
  const [effect, half] = [(cell: number) => value[cell] as number, (cell: number) => analysis.half[cell] as number];
  return [
    column('unit', 'INT32', (cell) => unit[Math.floor(cell / width)] as number),
    column('part', 'STRING', (cell) => concepts[cell % width]?.part ?? ''),
    column('metric', 'STRING', (cell) => concepts[cell % width]?.metric ?? ''),
    column('effect', 'DOUBLE', effect),
    column('low', 'DOUBLE', (cell) => effect(cell) - half(cell)),
    column('high', 'DOUBLE', (cell) => effect(cell) + half(cell)),
    column('deviation', 'DOUBLE', (cell) => deviation[cell] as number),
    column('n', 'INT32', (cell) => n[cell] as number),
    column('p', 'DOUBLE', (cell) => analysis.p[cell] as number),
    column('q', 'DOUBLE', (cell) => analysis.q[cell] as number),
    column('p_max', 'DOUBLE', (cell) => analysis.pMax[cell] as number),
    column('below_floor', 'BOOLEAN', (cell) => analysis.below[cell] === 1),
    column('still', 'BOOLEAN', (cell) => analysis.still[cell] === 1),
    column('monotonicity', 'DOUBLE', (cell) => monotonicity[cell] as number),
    column('between_classes', 'DOUBLE', (cell) => betweenClasses[cell] as number),
    column('scale', 'DOUBLE', (cell) => scale[cell % width] as number),
    column('floor', 'DOUBLE', (cell) => floor[cell % width] as number),
  ];
}
