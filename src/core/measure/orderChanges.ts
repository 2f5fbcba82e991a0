import type { Change } from '../summary.ts';

/** What changes may be put in order by. `strength` is the size of the standardised change, whichever way it goes. */
export const CHANGE_ORDERS = [
  'strength',
  'unit',
  'part',
  'metric',
  'standardised',
  'delta',
  'slope',
  'monotonicity',
  'n',
] as const;
export type ChangeOrder = (typeof CHANGE_ORDERS)[number];

const KEYS: Readonly<Record<ChangeOrder, (change: Change) => number | string | null>> = {
  strength: ({ standardised }) => Math.abs(standardised),
  unit: ({ direction }) => (direction.kind === 'unit' ? direction.unit : null),
  part: ({ quantity }) => quantity,
  metric: ({ metric }) => metric,
  standardised: ({ standardised }) => standardised,
  delta: ({ delta }) => delta.value,
  slope: ({ slope }) => slope?.value ?? null,
  monotonicity: ({ monotonicity }) => monotonicity,
  n: ({ delta }) => delta.n,
};

/** A new list; among equals the order stays, and what has no value comes last either way. */
export function orderChanges(changes: readonly Change[], order: ChangeOrder, isRising: boolean): Change[] {
  const key = KEYS[order];
  return changes
    .map((change) => ({ change, value: key(change) }))
    .sort(({ value: a }, { value: b }) => {
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      const difference = typeof a === 'string' ? a.localeCompare(String(b)) : a - Number(b);
      return isRising ? difference : -difference;
    })
    .map(({ change }) => change);
}

/** Whether the interval leaves 0 out: over many changes one in twenty does so by chance. */
export function isApart({ delta: { low, high } }: Change): boolean {
  return low > 0 || high < 0;
}
