import { useDrawing } from './drawing.ts';
import classes from './MoreOptions.module.css';
import { RefineOptions, type RefineProps } from './RefineOptions.tsx';
import { WandOptionsRow } from './WandOptions.tsx';

/** Options that need a row of their own. It lies over the canvas, so that the picture stays where it is. */
export function MoreOptions(props: RefineProps) {
  const { tool } = useDrawing();
  if (tool !== 'wand' && tool !== 'refine') return null;
  return <div className={classes.row}>{tool === 'wand' ? <WandOptionsRow /> : <RefineOptions {...props} />}</div>;
}
