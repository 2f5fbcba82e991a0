import { Button, SegmentedControl, Slider } from '@mantine/core';
import type { ReactNode, Ref } from 'react';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { formatShare } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './CanvasFooter.module.css';
import { changeDrawing, useDrawing } from './drawing.ts';
import type { OverlayMode } from './overlay.ts';
import { useKeys } from './shortcuts.ts';

export interface CanvasFooterProps {
  readonly stored: ReactNode;
  readonly neighbour: ReactNode;
  /** Written by the canvas as the pointer moves, past React. */
  readonly positionRef: Ref<HTMLSpanElement>;
  readonly scale: number;
  fit(): void;
}

/** Below the canvas: whether all is stored, how the mask is shown, where the pointer is. */
export function CanvasFooter({ stored, neighbour, positionRef, scale, fit }: CanvasFooterProps) {
  const { mode, opacity } = useDrawing();
  const keys = useKeys();
  return (
    <>
      {stored}
      <span className={classes.separator} />
      <span className={`t2 caption ${classes.wide}`}>{t('annotate.opacity')}</span>
      <Slider
        className={classes.slider}
        size={2}
        label={null}
        min={0}
        max={2}
        step={0.05}
        thumbLabel={t('annotate.opacity')}
        thumbProps={{ 'aria-valuetext': formatShare(opacity, 0) }}
        value={opacity}
        onChange={(next) => changeDrawing({ opacity: next })}
      />
      <SegmentedControl
        className={classes.modes}
        aria-label={t('annotate.nextMode')}
        value={mode}
        onChange={(next) => changeDrawing({ mode: next as OverlayMode })}
        data={[
          { value: 'fill', label: t('annotate.modeFill') },
          { value: 'outline', label: t('annotate.modeOutline') },
          { value: 'picture', label: t('annotate.modePicture') },
        ]}
      />
      {neighbour}
      <span className={classes.fill} />
      <span ref={positionRef} className={`num t2 ${classes.position}`} />
      <span className={`${classes.separator} ${classes.wide}`} />
      <span className={`num t2 ${classes.wide}`}>{formatShare(scale, 0)}</span>
      <Button
        variant="subtle"
        color="gray"
        px={6}
        onClick={fit}
        rightSection={
          <span className={classes.wide}>
            <Kbd keys={keys.fit} />
          </span>
        }
      >
        {t('annotate.fit')}
      </Button>
    </>
  );
}
