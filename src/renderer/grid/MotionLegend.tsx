import { Button } from '@mantine/core';
import { useState } from 'react';
import { arrowColour } from '#core/track/arrows.ts';
import type { MotionOverlay } from '#core/views/track.ts';
import { useActiveJob } from '#renderer/client.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { TrackDialog } from '#renderer/track/TrackDialog.tsx';
import classes from './MotionLegend.module.css';

interface MotionLegendProps {
  readonly overlay: MotionOverlay;
  readonly sweep: string;
  /** Shows another sweep, whose motion is known. */
  onShowSweep(sweep: string): void;
}

/** Which colour is which direction and how long arrows are; where the motion is not known, the way to it. */
export function MotionLegend({ overlay, sweep, onShowSweep }: MotionLegendProps) {
  const { track, factor, tracked, strips, elsewhere } = overlay;
  const [isOpen, setOpen] = useState(false);
  const isRunning = useActiveJob('track') !== null;
  return (
    <span className={`t2 ${classes.legend}`}>
      {track === null ? (
        t('track.none')
      ) : (
        <>
          <span role="img" aria-label={t('track.wheel')} className={classes.wheel} style={{ background: WHEEL }} />
          <span title={t('track.legendHint')}>{t('track.legend', { factor: formatNumber(factor) })}</span>
          {tracked < strips && (
            <span className="t3">
              {t('track.legendSome', { tracked: formatNumber(tracked), strips: formatNumber(strips) })}
            </span>
          )}
        </>
      )}
      {track === null && elsewhere !== null && (
        <Button size="compact-xs" onClick={() => onShowSweep(elsewhere)}>
          {t('track.sweepWithMotion')}
        </Button>
      )}
      <Button size="compact-xs" disabled={isRunning} onClick={() => setOpen(true)}>
        {track === null ? t('track.trackIt') : t('track.trackAgain')}
      </Button>
      <TrackDialog sweep={sweep} isOpen={isOpen} onClose={() => setOpen(false)} />
    </span>
  );
}

const HUES = 12;

/** All directions around a circle: CSS begins at the top and goes clockwise, as the picture's y points down. */
const WHEEL = `conic-gradient(${Array.from({ length: HUES + 1 }, (_, at) => {
  const angle = (2 * Math.PI * at) / HUES - Math.PI / 2;
  return arrowColour(Math.cos(angle), Math.sin(angle), 1);
}).join(', ')})`;
