import { Button, CopyButton, Table } from '@mantine/core';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './Plot.module.css';

export interface TableData {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** The table behind a plot; copying gives tab-separated text with plain numbers, as spreadsheets take it. */
export function PlotTable({ table, title }: { readonly table: TableData; readonly title: string }) {
  return (
    <div className={classes.table}>
      <Table aria-label={title}>
        <Table.Thead>
          <Table.Tr>
            {table.columns.map((column) => (
              <Table.Th key={column}>{column}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {table.rows.map((row, rowIndex) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a plot's table have no identity but their place
            <Table.Tr key={rowIndex}>
              {row.map((cell, column) => (
                <Table.Td key={table.columns[column]} className={typeof cell === 'string' ? undefined : 'num'}>
                  {typeof cell === 'string' ? cell : formatNumber(cell)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <CopyButton value={toTabSeparated(table)}>
        {({ copied, copy }) => (
          <Button size="compact-xs" onClick={copy}>
            {copied ? t('shared.copied') : t('shared.copyTable')}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

export function toTabSeparated(table: TableData): string {
  return [table.columns, ...table.rows].map((row) => row.map((cell) => cell ?? '').join('\t')).join('\n');
}
