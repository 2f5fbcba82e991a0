import { Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ChangeOrder } from '#core/measure/orderChanges.ts';
import { Explained } from '#renderer/components/Explained.tsx';
import { t } from '#renderer/text.ts';
import classes from './ChangesTable.module.css';

export interface Ordering {
  readonly order: ChangeOrder;
  readonly rising: boolean;
  onOrder(order: ChangeOrder): void;
}

interface Head {
  readonly order: ChangeOrder;
  readonly label: string;
  readonly meaning: string | null;
  readonly isFigure: boolean;
}

const HEADS: readonly Head[] = [
  { order: 'unit', label: t('measure.direction'), meaning: null, isFigure: false },
  { order: 'part', label: t('measure.part'), meaning: null, isFigure: false },
  { order: 'metric', label: t('measure.metric'), meaning: null, isFigure: false },
  { order: 'standardised', label: t('measure.standardised'), meaning: t('measure.standardisedHint'), isFigure: true },
  { order: 'delta', label: t('measure.change'), meaning: t('measure.changeHint'), isFigure: true },
  { order: 'slope', label: t('measure.slope'), meaning: t('measure.slopeHint'), isFigure: true },
  { order: 'monotonicity', label: t('measure.monotonicity'), meaning: t('measure.monotonicityHint'), isFigure: true },
  { order: 'n', label: t('measure.count'), meaning: null, isFigure: true },
];

interface ChangeHeadsProps {
  /** Leaves out what is the same in all rows, and what has no room beside a curve. */
  readonly isOfOneUnit: boolean;
  readonly ordering?: Ordering;
}

export function ChangeHeads({ isOfOneUnit, ordering }: ChangeHeadsProps) {
  const heads = HEADS.filter(({ order }) => !isOfOneUnit || (order !== 'unit' && order !== 'slope'));
  return (
    <thead>
      <tr>
        {heads.map((head) => (
          <th
            key={head.order}
            scope="col"
            className={head.isFigure ? classes.figure : undefined}
            aria-sort={sortOf(head.order, ordering)}
          >
            {ordering === undefined ? <Plain {...head} /> : <Sorter {...head} ordering={ordering} />}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function sortOf(order: ChangeOrder, ordering: Ordering | undefined): 'ascending' | 'descending' | undefined {
  if (ordering?.order !== order) return undefined;
  return ordering.rising ? 'ascending' : 'descending';
}

function Plain({ label, meaning }: Head) {
  return meaning === null ? label : <Explained meaning={meaning}>{label}</Explained>;
}

function Sorter({ order, label, meaning, ordering }: Head & { readonly ordering: Ordering }) {
  const Arrow = ordering.rising ? IconArrowUp : IconArrowDown;
  const button = (
    <button type="button" className={classes.sorter} onClick={() => ordering.onOrder(order)}>
      {label}
      {ordering.order === order && <Arrow size={12} stroke={2} aria-hidden />}
    </button>
  );
  return meaning === null ? button : <Tooltip label={meaning}>{button}</Tooltip>;
}
