import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { SweepRow } from '#core/views/sweep.ts';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { nameOf } from './RowLabel.tsx';
import classes from './WallStatus.module.css';

export interface WallStatusProps {
  readonly selected: SweepRow | null;
  readonly noiseFloor: number | null;
  /** Said where most rows are barely realised. */
  readonly warning: string | null;
  /** Rows that came in while a sweep runs; null when none runs. */
  readonly coming: string | null;
  readonly isSorted: boolean;
  onSort(): void;
}

/** Below the wall: what is selected, what holds for all rows, and the keys. */
export function WallStatus(props: WallStatusProps) {
  const { selected, noiseFloor, warning, coming } = props;
  const isBusy = coming !== null || !props.isSorted;
  return (
    <>
      {selected !== null && (
        <b className={classes.status}>
          {selected.unit === null ? nameOf(selected) : t('units.unitNumber', { unit: selected.unit })}
        </b>
      )}
      {coming !== null && <span className={`t2 ${classes.status}`}>{coming}</span>}
      {!props.isSorted && (
        <span className={classes.status}>
          <span className="t2">{t('units.newRows')}</span>
          <Button size="compact-xs" onClick={props.onSort}>
            {t('units.sortNow')}
          </Button>
        </span>
      )}
      {warning !== null && (
        <span className={`warn ${classes.status}`} title={t('units.mostlyBarelyHint')}>
          <IconAlertTriangle size={13} stroke={1.6} aria-hidden />
          {warning}
        </span>
      )}
      {noiseFloor !== null && (
        <span className={`t3 ${classes.status}`} title={t('units.noiseFloorHint')}>
          {t('units.noiseFloor', { value: formatNumber(noiseFloor, 2) })}
        </span>
      )}
      <span className={classes.fill} />
      {!isBusy && <KeyHints />}
    </>
  );
}

function KeyHints() {
  return (
    <span className={`caption t2 ${classes.hints}`} aria-hidden>
      <Kbd keys="ArrowUp" />
      <Kbd keys="ArrowDown" /> {t('units.hintUnit')}
      <Kbd keys="ArrowLeft" />
      <Kbd keys="ArrowRight" /> {t('units.hintPicture')}
      <Kbd keys="Space" /> {t('units.hintPlay')}
      <Kbd keys="p" /> {t('units.hintPin')}
    </span>
  );
}
