import { VisuallyHidden } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { LinkedPair } from '#core/views/linker.ts';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './PairTile.module.css';

const FLIP_EVERY_MS = 700;

export interface PairTileProps {
  readonly pair: LinkedPair;
  readonly className: string;
  readonly isTabStop: boolean;
  onFocus(): void;
}

/** A picture above its linked one. Under the pointer the two alternate at the upper place, so that the eye sees what moved. */
export function PairTile({ pair, className, isTabStop, onFocus }: PairTileProps) {
  const flip = useFlip();
  return (
    <li>
      <button
        type="button"
        className={classes.pair}
        aria-pressed={flip.isFlipped}
        tabIndex={isTabStop ? 0 : -1}
        onFocus={onFocus}
        onClick={flip.toggle}
        onPointerEnter={flip.play}
        onPointerLeave={flip.rest}
      >
        <Picture picture={flip.isFlipped ? pair.linked : pair.original} label="" />
        <Picture picture={pair.linked} label="" />
        <span className={classes.caption}>
          {flip.isActive ? (
            <span className={classes.which}>
              {flip.isFlipped ? t('linker.linkedShort') : t('linker.originalShort')}
              <VisuallyHidden> {className}</VisuallyHidden>
            </span>
          ) : (
            <span className={classes.name}>{className}</span>
          )}
          <VisuallyHidden>, {t('linker.pairDraw', { draw: formatNumber(pair.sample.draw) })}, </VisuallyHidden>
          {!pair.agrees && (
            <IconAlertTriangle size={14} stroke={1.6} className="warn" title={t('linker.classChanges')} />
          )}
          <VisuallyHidden>{t('linker.pixelError')} </VisuallyHidden>
          <span className="num t2">{formatNumber(pair.pixelError, 1)}</span>
        </span>
      </button>
    </li>
  );
}

/** Alternates under the pointer, by hand on Space; only by hand for those who want no motion. */
function useFlip() {
  const isStill = useReducedMotion();
  const [isPlaying, setPlaying] = useState(false);
  const [isFlipped, setFlipped] = useState(false);
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => setFlipped((flipped) => !flipped), FLIP_EVERY_MS);
    return () => clearInterval(timer);
  }, [isPlaying]);
  return {
    isFlipped,
    isActive: isPlaying || isFlipped,
    play: () => {
      if (isStill) return;
      setFlipped(true);
      setPlaying(true);
    },
    rest: () => {
      setFlipped(false);
      setPlaying(false);
    },
    toggle: () => {
      setPlaying(false);
      setFlipped((flipped) => !flipped);
    },
  };
}
