import type { ShownSweep } from '#renderer/grid/useSweep.ts';
import { AddUnit } from './AddUnit.tsx';
import classes from './Sliders.module.css';
import { StackedSlider } from './StackedSlider.tsx';
import { MOST_UNITS } from './unitParams.ts';
import { frameOf, type Live, type SetUnit } from './useLive.ts';
import type { UnitSource } from './useTurnedUnit.ts';

export interface SlidersProps {
  /** The page's own unit first. */
  readonly units: readonly SetUnit[];
  readonly source: UnitSource;
  readonly sweep: ShownSweep | null;
  readonly live: Live;
  readonly sample: number;
  /** Activation of the page's own unit in the start sample, null until it is known. */
  readonly start: number | null;
  onChange(units: readonly SetUnit[]): void;
}

/** The unit's slider, and those of the units that are moved with it. */
export function Sliders({ units, source, sweep, live, sample, start, onChange }: SlidersProps) {
  const free = sweep?.rows.filter((row) => !row.dead && units.every(({ unit }) => unit !== row.unit)) ?? [];
  return (
    <div className={classes.sliders}>
      {units.map((set, place) => (
        <StackedSlider
          key={place === 0 ? 'own' : set.unit}
          set={set}
          source={source}
          {...frameOf(live, sample, set.unit, place)}
          {...(place === 0 ? { start } : {})}
          isFirst={place === 0}
          isAlone={units.length === 1}
          onChange={(value) => onChange(units.map((each) => (each === set ? { ...set, value } : each)))}
          onRemove={() => onChange(units.filter((each) => each !== set))}
        >
          {place === units.length - 1 && units.length < MOST_UNITS && free.length > 0 && (
            <AddUnit
              units={free.flatMap((row) => row.unit ?? [])}
              onAdd={(unit) => onChange([...units, { unit, value: null }])}
            />
          )}
        </StackedSlider>
      ))}
    </div>
  );
}
