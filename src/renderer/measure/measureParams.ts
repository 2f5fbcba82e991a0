import { MEASURE_IDS, type MeasureId } from '#core/measure/measures.ts';
import { CHANGE_ORDERS, type ChangeOrder } from '#core/measure/orderChanges.ts';
import type { RouteParams } from '#renderer/route.ts';

/** Which changes the screen shows, as the address says it: `#/measure?part=ear&metric=extent&order=delta`. */
export interface ChangeChoice {
  readonly measure?: string;
  readonly quantity?: string;
  readonly metric?: MeasureId;
  /** Leaves out what cannot be told from no change. */
  readonly apart: boolean;
  readonly order: ChangeOrder;
  readonly rising: boolean;
}

export function parseChoice({ measure, part, metric, all, order, rising }: RouteParams): ChangeChoice {
  const known = MEASURE_IDS.find((id) => id === metric);
  return {
    ...(measure === undefined ? {} : { measure }),
    ...(part === undefined ? {} : { quantity: part }),
    ...(known === undefined ? {} : { metric: known }),
    apart: all !== '1',
    order: CHANGE_ORDERS.find((each) => each === order) ?? 'strength',
    rising: rising === '1',
  };
}
