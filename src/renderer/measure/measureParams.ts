import { MEASURE_IDS, type MeasureId } from '#core/measure/measures.ts';
import type { RouteParams } from '#renderer/route.ts';

/** Which changes the screen shows, as the address says it: `#/measure?part=ear&metric=extent`. */
export interface ChangeChoice {
  readonly measure?: string;
  readonly quantity?: string;
  readonly metric?: MeasureId;
}

export function parseChoice({ measure, part, metric }: RouteParams): ChangeChoice {
  const known = MEASURE_IDS.find((id) => id === metric);
  return {
    ...(measure === undefined ? {} : { measure }),
    ...(part === undefined ? {} : { quantity: part }),
    ...(known === undefined ? {} : { metric: known }),
  };
}
