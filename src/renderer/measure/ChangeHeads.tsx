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
  readonly className?: string | undefined;
}

/** Left out where the window is narrow. */
const WIDE_FIGURE = `${classes.figure} ${classes.wide}`;

const HEADS: readonly Head[] = [
  { order: 'unit', label: t('measure.direction'), meaning: null },
  { order: 'part', label: t('measure.part'), meaning: null },
  { order: 'metric', label: t('measure.metric'), meaning: null },
  {
    order: 'standardised',
    label: t('measure.standardised'),
    meaning: t('measure.standardisedHint'),
    className: classes.figure,
  },
  { order: 'delta', label: t('measure.change'), meaning: t('measure.changeHint'), className: classes.figure },
  { order: 'slope', label: t('measure.slope'), meaning: t('measure.slopeHint'), className: WIDE_FIGURE },
  {
    order: 'monotonicity',
    label: t('measure.monotonicity'),
    meaning: t('measure.monotonicityHint'),
    className: WIDE_FIGURE,
  },
  { order: 'n', label: t('measure.count'), meaning: null, className: classes.figure },
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
          <th key={head.order} scope="col" className={head.className} aria-sort={sortOf(head.order, ordering)}>
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
