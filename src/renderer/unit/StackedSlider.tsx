import type { ReactNode } from 'react';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './UnitSlider.module.css';
import { UnitSlider } from './UnitSlider.tsx';
import type { SetUnit } from './useLive.ts';
import { type UnitSource, useTurnedUnit } from './useTurnedUnit.ts';

interface StackedSliderProps {
  readonly set: SetUnit;
  readonly source: UnitSource;
  readonly start: number | null;
  readonly realised: number | null;
  /** The page's own unit: cannot be removed, and has the focus. */
  readonly isFirst: boolean;
  /** No other slider beside it: its name is that of the page. */
  readonly isAlone: boolean;
  onChange(value: number | null): void;
  onRemove(): void;
  readonly children?: ReactNode;
}

/** The slider of one unit with what it needs to know of the unit; a sentence where there is nothing to turn. */
export function StackedSlider(props: StackedSliderProps) {
  const { set, source, isFirst } = props;
  const { turned, error, refetch } = useTurnedUnit(set.unit, source);
  if (error !== null) return <ErrorBlock error={error} onRetry={() => void refetch()} />;
  if (turned === null) return <Blocks heightsPx={[86]} />;
  if (turned.isDead) {
    const value = formatNumber(turned.scale.low, 2);
    return <p className={`t2 ${classes.dead}`}>{t('unit.dead', { value })}</p>;
  }
  return (
    <UnitSlider
      unit={set.unit}
      scale={turned.scale}
      ends={endsOf(source)}
      histogram={turned.view.histogram}
      value={set.value}
      start={props.start}
      realised={props.realised}
      hasFocus={isFirst}
      isNamed={!props.isAlone}
      onChange={props.onChange}
      {...(isFirst ? {} : { onRemove: props.onRemove })}
    >
      {props.children}
    </UnitSlider>
  );
}

/** Ends are percentiles only where the range was not widened. */
function endsOf({ range }: UnitSource): { low: string; high: string } {
  if (range.multiple !== 1) return { low: t('unit.rangeLow'), high: t('unit.rangeHigh') };
  if (range.kind === 'minmax') return { low: t('units.minimum'), high: t('units.maximum') };
  return { low: `p${formatNumber(range.low)}`, high: `p${formatNumber(range.high)}` };
}
