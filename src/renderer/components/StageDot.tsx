import type { CSSProperties } from 'react';
import type { StageStatus } from '#core/views/project.ts';
import { formatShare } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './StageDot.module.css';

export type DotState = StageStatus['state'];

/** State by shape first: empty ring, pie that fills while running, disc when done, half disc when stale, diamond when failed. */
export function StageDot(props: { readonly state: DotState; readonly progress?: number | null }) {
  const { state, progress = null } = props;
  const label = stateLabel(state, progress);
  const fill = { '--progress': `${(progress ?? 0) * 100}%` } as CSSProperties;
  return <span role="img" aria-label={label} title={label} className={classes.dot} data-state={state} style={fill} />;
}

export function stateLabel(state: DotState, progress: number | null = null): string {
  switch (state) {
    case 'empty':
      return t('shared.stateEmpty');
    case 'running':
      return progress === null
        ? t('shared.stateRunning')
        : t('shared.stateRunningShare', { share: formatShare(progress, 0) });
    case 'done':
      return t('shared.stateDone');
    case 'stale':
      return t('shared.stateStale');
    case 'failed':
      return t('shared.stateFailed');
  }
}
