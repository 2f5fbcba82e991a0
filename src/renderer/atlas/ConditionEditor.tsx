import { ActionIcon, Button, Checkbox, NumberInput, Popover, Select } from '@mantine/core';
import { IconFilter, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { type Condition, conditionSchema, type Query, writeQuery } from '#core/atlas/query.ts';
import type { AtlasView } from '#core/views/atlas.ts';
import { t } from '#renderer/text.ts';
import classes from './ConditionEditor.module.css';

export interface ConditionEditorProps {
  readonly view: AtlasView;
  /** The query that was answered last; null while nothing was asked. */
  readonly query: Query | null;
  onAsk(where: string): void;
}

interface Row {
  readonly id: number;
  readonly condition: Condition;
  readonly isNot: boolean;
}

const icon = { size: 15, stroke: 1.6 } as const;

/** The query as a list of conditions that must all hold; what is more involved is left to its words. */
export function ConditionEditor({ view, query, onAsk }: ConditionEditorProps) {
  const [rows, setRows] = useState<readonly Row[] | null>(null);
  const begun = query === null ? [] : rowsOf(query);
  const open = () => setRows(begun === null || begun.length === 0 ? [newRow(view, [])] : begun);
  const change = (id: number, patch: Partial<Row>) =>
    setRows((rows ?? []).map((row) => (row.id === id ? { ...row, ...patch } : row)));
  const ask = () => {
    setRows(null);
    onAsk((rows ?? []).length === 0 ? '' : writeQuery(queryOf(rows ?? [])));
  };
  return (
    <Popover
      opened={rows !== null}
      onChange={(isOpen) => !isOpen && setRows(null)}
      position="bottom-start"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button leftSection={<IconFilter {...icon} />} onClick={() => (rows === null ? open() : setRows(null))}>
          {t('atlas.conditions')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          aria-label={t('atlas.conditions')}
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            ask();
          }}
        >
          {begun === null && <p className="t2 caption">{t('atlas.conditionsReplace')}</p>}
          {(rows ?? []).map((row, place) => (
            <ConditionRow
              key={row.id}
              view={view}
              row={row}
              place={place + 1}
              onChange={(patch) => change(row.id, patch)}
              onRemove={() => setRows((rows ?? []).filter(({ id }) => id !== row.id))}
            />
          ))}
          <div className={classes.actions}>
            <Button
              leftSection={<IconPlus {...icon} />}
              onClick={() => setRows([...(rows ?? []), newRow(view, rows ?? [])])}
            >
              {t('atlas.addCondition')}
            </Button>
            <Button type="submit" variant="filled">
              {t('atlas.find')}
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

interface ConditionRowProps {
  readonly view: AtlasView;
  readonly row: Row;
  readonly place: number;
  onChange(patch: Partial<Row>): void;
  onRemove(): void;
}

const DIRECTIONS = conditionSchema.shape.direction.unwrap().options;

/** Names of the fields, for those who cannot see which line they stand in. */
const named = (field: string, place: number) => t('atlas.fieldOf', { field, place });
/** Selects inside a popover draw their list in it, so that a click there does not close it. */
const within = { withinPortal: false } as const;

function ConditionRow({ view, row, place, onChange, onRemove }: ConditionRowProps) {
  const { condition, isNot } = row;
  const set = (patch: Partial<Condition>) => onChange({ condition: { ...condition, ...patch } });
  return (
    <div className={classes.row}>
      <Checkbox
        label={t('atlas.not')}
        aria-label={named(t('atlas.not'), place)}
        checked={isNot}
        onChange={(event) => onChange({ isNot: event.currentTarget.checked })}
      />
      <Select
        w={120}
        aria-label={named(t('atlas.part'), place)}
        comboboxProps={within}
        allowDeselect={false}
        searchable
        data={[...view.summary.parts]}
        value={condition.part}
        onChange={(part) => part !== null && set({ part })}
      />
      <Select
        w={130}
        aria-label={named(t('atlas.metric'), place)}
        comboboxProps={within}
        allowDeselect={false}
        searchable
        data={[...view.summary.metrics]}
        value={condition.metric}
        onChange={(metric) => metric !== null && set({ metric })}
      />
      <Select
        w={112}
        aria-label={named(t('atlas.direction'), place)}
        comboboxProps={within}
        allowDeselect={false}
        data={DIRECTIONS}
        value={condition.direction}
        onChange={(direction) =>
          set({ direction: DIRECTIONS.find((each) => each === direction) ?? condition.direction })
        }
      />
      <NumberInput
        w={86}
        aria-label={named(t('atlas.atLeast'), place)}
        prefix="> "
        suffix={` ${t('atlas.sd')}`}
        disabled={condition.direction === 'still'}
        min={0}
        max={1000}
        step={0.1}
        decimalScale={3}
        value={condition.atLeast}
        onChange={(value) => set({ atLeast: Number(value) || 0 })}
      />
      <NumberInput
        w={86}
        aria-label={named(t('atlas.q'), place)}
        prefix="q < "
        placeholder={t('atlas.anyQ')}
        disabled={condition.direction === 'still'}
        min={0}
        max={1}
        step={0.01}
        decimalScale={4}
        value={condition.q ?? ''}
        onChange={(value) => set({ q: value === '' ? null : Number(value) })}
      />
      <Select
        w={120}
        aria-label={named(t('atlas.class'), place)}
        comboboxProps={within}
        placeholder={t('atlas.allClasses')}
        clearable
        data={[...view.classNames]}
        value={condition.className}
        onChange={(className) => set({ className })}
      />
      <ActionIcon aria-label={t('atlas.removeCondition', { place })} onClick={onRemove}>
        <IconX {...icon} />
      </ActionIcon>
    </div>
  );
}

function newRow({ summary }: AtlasView, rows: readonly Row[]): Row {
  const last = rows.at(-1)?.condition;
  const condition = conditionSchema.parse({
    part: last?.part ?? summary.parts[0],
    metric: last?.metric ?? summary.metrics[0],
  });
  return { id: 1 + Math.max(0, ...rows.map(({ id }) => id)), condition, isNot: false };
}

/** Conditions that must all hold, each perhaps denied; null for a query of another shape. */
export function rowsOf(query: Query): readonly Row[] | null {
  const rows: Row[] = [];
  for (const part of 'all' in query ? query.all : [query]) {
    const [isNot, inner] = 'not' in part ? [true, part.not] : [false, part];
    if ('all' in inner || 'any' in inner || 'not' in inner) return null;
    rows.push({ id: rows.length + 1, condition: inner, isNot });
  }
  return rows;
}

function queryOf(rows: readonly Row[]): Query {
  const parts = rows.map(({ condition, isNot }): Query => {
    // Of a concept that stays there is nothing to be large.
    const sensible = condition.direction === 'still' ? { ...condition, atLeast: 0, q: null } : condition;
    return isNot ? { not: sensible } : sensible;
  });
  return parts.length === 1 ? (parts[0] as Query) : { all: parts };
}
