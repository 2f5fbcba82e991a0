import { Tooltip, UnstyledButton } from '@mantine/core';
import {
  type Icon,
  IconBrush,
  IconBucket,
  IconCircleDashed,
  IconCircles,
  IconEraser,
  IconHandMove,
  IconLasso,
  IconPolygon,
  IconWand,
  IconZoomIn,
} from '@tabler/icons-react';
import { keyLabel } from '#renderer/keys.ts';
import { t } from '#renderer/text.ts';
import { changeDrawing, useDrawing } from './drawing.ts';
import { useKeys } from './shortcuts.ts';
import classes from './ToolRail.module.css';
import type { ToolName } from './tools/tool.ts';

const ICONS: Readonly<Record<ToolName, Icon>> = {
  brush: IconBrush,
  eraser: IconEraser,
  contour: IconCircleDashed,
  polygon: IconPolygon,
  lasso: IconLasso,
  bucket: IconBucket,
  wand: IconWand,
  refine: IconCircles,
  pan: IconHandMove,
  zoom: IconZoomIn,
};

/** What each tool does, for its tooltip. */
export const TOOL_TITLES: Readonly<Record<ToolName, string>> = {
  brush: t('annotate.brush'),
  eraser: t('annotate.eraser'),
  contour: t('annotate.contour'),
  polygon: t('annotate.polygon'),
  lasso: t('annotate.lasso'),
  bucket: t('annotate.bucket'),
  wand: t('annotate.wand'),
  refine: t('annotate.refine'),
  pan: t('annotate.pan'),
  zoom: t('annotate.zoom'),
};

const DRAWING: readonly ToolName[] = ['brush', 'eraser', 'contour', 'polygon', 'lasso', 'bucket', 'wand'];
const OTHER: readonly ToolName[] = ['refine', 'pan', 'zoom'];

export function ToolRail() {
  const { tool: chosen } = useDrawing();
  const keys = useKeys();
  const button = (tool: ToolName) => {
    const ToolIcon = ICONS[tool];
    return (
      <Tooltip key={tool} label={`${TOOL_TITLES[tool]} (${keyLabel(keys[tool])})`} position="right">
        <UnstyledButton
          className={classes.tool}
          role="radio"
          aria-checked={tool === chosen}
          aria-label={TOOL_TITLES[tool]}
          aria-keyshortcuts={keys[tool]}
          onClick={() => changeDrawing({ tool })}
        >
          <ToolIcon size={19} stroke={1.6} aria-hidden />
          <span className="num" aria-hidden>
            {keyLabel(keys[tool])}
          </span>
        </UnstyledButton>
      </Tooltip>
    );
  };
  return (
    <div className={classes.rail} role="radiogroup" aria-label={t('annotate.tools')}>
      {DRAWING.map(button)}
      <div className={classes.gap} />
      {OTHER.map(button)}
    </div>
  );
}
