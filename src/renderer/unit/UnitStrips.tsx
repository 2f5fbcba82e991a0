import { useResizeObserver } from '@mantine/hooks';
import { type KeyboardEvent, useState } from 'react';
import type { UnitView } from '#core/views/sweep.ts';
import { type GridSize, gridStep } from '#renderer/components/gridStep.ts';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatNumber } from '#renderer/format.ts';
import { OverlayLayers } from '#renderer/grid/StripLayer.tsx';
import { sampleNumber } from '#renderer/grid/stepLabels.ts';
import type { Overlays } from '#renderer/grid/useOverlays.ts';
import { t } from '#renderer/text.ts';
import classes from './UnitStrips.module.css';

export interface UnitStripsProps {
  readonly view: UnitView;
  /** Sample that is the live start. */
  readonly sample: number;
  /** Value the slider is set to; its nearest step is marked. */
  readonly value: number | null;
  readonly overlays: Overlays;
  isBeyond(value: number): boolean;
  /** Takes a start picture, and the value of the picture that was chosen. */
  onChoose(sample: number, value: number): void;
}

const LABEL_PX = 118;
const GAP_PX = 4;
const CELL_PX = { least: 40, most: 112 } as const;

/** Every start picture along the steps that the sweep set. */
export function UnitStrips({ view, sample, value, overlays, isBeyond, onChoose }: UnitStripsProps) {
  const [measure, { width }] = useResizeObserver<HTMLDivElement>();
  const [active, setActive] = useState(0);
  const { values, starts, classNames } = view;
  const room = (width - LABEL_PX) / Math.max(1, values.length) - GAP_PX;
  const cellPx = Math.floor(Math.min(CELL_PX.most, Math.max(CELL_PX.least, room)));
  const size = { count: starts.length * values.length, columns: values.length, pageRows: 3 };
  const placeOf = (row: number, column: number) => row * values.length + column;
  const nearest = nearestIndex(values, value);
  return (
    <div
      ref={measure}
      role="grid"
      aria-label={t('unit.strips')}
      className={classes.strips}
      onKeyDown={(event) => walk(event, active, size, setActive)}
    >
      <div role="row" className={`${classes.row} ${classes.head}`}>
        <span role="columnheader" className={`caption t3 ${classes.label}`}>
          {t('unit.set')}
        </span>
        {values.map((set, column) => (
          <span
            key={set}
            role="columnheader"
            className={`num ${classes.value}`}
            data-current={column === nearest}
            style={{ width: cellPx }}
          >
            {formatNumber(set, 2)}
          </span>
        ))}
      </div>
      {width > 0 &&
        starts.map((start, row) => {
          const name = classNames[start.sample.classIndex] ?? '';
          const isLive = start.sample.index === sample;
          return (
            <div key={start.sample.index} role="row" className={classes.row}>
              <span role="rowheader" className={classes.label}>
                <b>{name}</b>
                <span className="num t3">{sampleNumber(start.sample.index)}</span>
              </span>
              {values.map((set, column) => (
                <button
                  key={set}
                  type="button"
                  role="gridcell"
                  tabIndex={placeOf(row, column) === active ? 0 : -1}
                  className={classes.cell}
                  data-place={placeOf(row, column)}
                  data-current={isLive && column === nearest}
                  data-beyond={isBeyond(set)}
                  style={{ width: cellPx, height: cellPx }}
                  title={t('unit.stripsHint')}
                  onFocus={() => setActive(placeOf(row, column))}
                  onClick={() => onChoose(start.sample.index, set)}
                >
                  <Picture
                    picture={{ hash: start.strip, index: column, tiles: values.length }}
                    label={t('unit.pictureName', {
                      start: `${name} ${sampleNumber(start.sample.index)}`,
                      value: formatNumber(set, 2),
                      realised: formatNumber(start.realised[column], 2),
                    })}
                    className={classes.picture}
                  />
                  <OverlayLayers overlays={overlays} part={start.part} index={column} tiles={values.length} />
                </button>
              ))}
            </div>
          );
        })}
    </div>
  );
}

/** The step nearest to a value, if it is not further away than half a step; else -1. */
function nearestIndex(values: readonly number[], value: number | null): number {
  const [first = 0, second = first] = values;
  if (value === null) return -1;
  return values.findIndex((each) => Math.abs(each - value) <= (second - first) / 2);
}

/** Arrow and end keys walk the pictures. */
function walk(event: KeyboardEvent<HTMLElement>, at: number, size: GridSize, onMove: (place: number) => void): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const next = gridStep(event.key, at, size);
  if (next === null) return;
  event.preventDefault();
  onMove(next);
  event.currentTarget.querySelector<HTMLElement>(`[data-place="${next}"]`)?.focus();
}
