import { Button } from '@mantine/core';
import type { PartsOverlay } from '#core/views/segment.ts';
import { hrefTo } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import classes from './PartsLegend.module.css';

interface PartsLegendProps {
  readonly overlay: PartsOverlay;
  /** Shows another sweep, whose parts are known. */
  onShowSweep(sweep: string): void;
}

/** Which colour is which part; where the parts are not known, where they are or how they are found. */
export function PartsLegend({ overlay, onShowSweep }: PartsLegendProps) {
  const { maps, parts, elsewhere } = overlay;
  if (maps !== null) {
    return (
      <ul className={classes.legend} aria-label={t('units.partsLegend')}>
        {parts.map(({ id, name, colour }) => (
          <li key={id}>
            <span className={classes.swatch} style={{ background: colour }} />
            {name}
          </li>
        ))}
      </ul>
    );
  }
  return (
    <span className={`t2 ${classes.missing}`}>
      {t('units.noParts')}
      {elsewhere === null ? (
        <Button component="a" size="compact-xs" href={hrefTo('segment')}>
          {t('units.findParts')}
        </Button>
      ) : (
        <Button size="compact-xs" onClick={() => onShowSweep(elsewhere)}>
          {t('units.sweepWithParts')}
        </Button>
      )}
    </span>
  );
}
