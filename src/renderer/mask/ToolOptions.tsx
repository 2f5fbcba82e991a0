import { ActionIcon, Button, Slider, Tooltip } from '@mantine/core';
import { IconCircle, IconSquare, IconStack2 } from '@tabler/icons-react';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { keyLabel } from '#renderer/keys.ts';
import { t } from '#renderer/text.ts';
import { changeDrawing, useDrawing } from './drawing.ts';
import { LARGEST_BRUSH_PX, nextSize } from './easel.ts';
import { useKeys } from './shortcuts.ts';
import classes from './ToolOptions.module.css';

const icon = { size: 15, stroke: 1.6 } as const;

/** The row above the canvas: what the chosen tool can be set to. */
export function ToolOptions() {
  const { tool } = useDrawing();
  switch (tool) {
    case 'brush':
    case 'contour':
      return (
        <>
          <BrushOptions />
          <span className={classes.separator} />
          <BackgroundOnly />
        </>
      );
    case 'eraser':
      return <BrushOptions />;
    case 'polygon':
    case 'lasso':
    case 'bucket':
      return (
        <>
          <BackgroundOnly />
          <span className={`t3 ${classes.hint}`}>{HINTS[tool]}</span>
        </>
      );
    case 'wand':
      return (
        <>
          <BackgroundOnly />
          <span className={`t3 ${classes.hint}`}>{t('annotate.wandHint')}</span>
        </>
      );
    case 'refine':
    case 'pan':
    case 'zoom':
      return <span className={`t3 ${classes.hint}`}>{HINTS[tool]}</span>;
  }
}

const HINTS = {
  polygon: t('annotate.polygonHint'),
  lasso: t('annotate.lassoHint'),
  bucket: t('annotate.bucketHint'),
  refine: t('annotate.refineHint'),
  pan: t('annotate.panHint'),
  zoom: t('annotate.zoomHint'),
} as const;

function BrushOptions() {
  const { sizePx, shape } = useDrawing();
  const keys = useKeys();
  const step = (by: number) => changeDrawing({ sizePx: nextSize(sizePx, by) });
  return (
    <>
      <span className="t2">{t('annotate.size')}</span>
      <Slider
        className={classes.slider}
        size={2}
        label={null}
        min={0}
        max={100}
        thumbLabel={t('annotate.size')}
        thumbProps={{ 'aria-valuetext': t('annotate.sizePx', { size: sizePx }) }}
        value={100 * (Math.log(sizePx) / Math.log(LARGEST_BRUSH_PX))}
        onChange={(share) => changeDrawing({ sizePx: Math.max(1, Math.round(LARGEST_BRUSH_PX ** (share / 100))) })}
      />
      <span className={`num ${classes.value}`}>{t('annotate.sizePx', { size: sizePx })}</span>
      <Tooltip label={t('annotate.smaller')}>
        <button type="button" className={classes.key} onClick={() => step(-1)} aria-label={t('annotate.smaller')}>
          <Kbd keys={keys.smaller} />
        </button>
      </Tooltip>
      <Tooltip label={t('annotate.larger')}>
        <button type="button" className={classes.key} onClick={() => step(1)} aria-label={t('annotate.larger')}>
          <Kbd keys={keys.larger} />
        </button>
      </Tooltip>
      <Tooltip label={`${shape === 'round' ? t('annotate.round') : t('annotate.square')} (${keyLabel(keys.shape)})`}>
        <ActionIcon
          aria-label={t('annotate.otherShape')}
          onClick={() => changeDrawing({ shape: shape === 'round' ? 'square' : 'round' })}
        >
          {shape === 'round' ? <IconCircle {...icon} /> : <IconSquare {...icon} />}
        </ActionIcon>
      </Tooltip>
    </>
  );
}

function BackgroundOnly() {
  const { onlyBackground } = useDrawing();
  const keys = useKeys();
  return (
    <Tooltip label={`${t('annotate.onlyBackgroundHint')} (${keyLabel(keys.onlyBackground)})`}>
      <Button
        leftSection={<IconStack2 {...icon} />}
        aria-pressed={onlyBackground}
        data-on={onlyBackground}
        className={classes.toggle}
        onClick={() => changeDrawing({ onlyBackground: !onlyBackground })}
      >
        {t('annotate.onlyBackground')}
      </Button>
    </Tooltip>
  );
}
