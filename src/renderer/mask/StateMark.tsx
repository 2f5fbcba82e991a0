import type { MaskState } from '#core/views/mask.ts';
import { t } from '#renderer/text.ts';
import classes from './StateMark.module.css';

const NAMES: Readonly<Record<MaskState, string>> = {
  'to do': t('annotate.stateToDo'),
  drawing: t('annotate.stateDrawing'),
  done: t('annotate.stateDone'),
  review: t('annotate.stateReview'),
  rejected: t('annotate.stateRejected'),
};

/** How far a mask is: a shape and a word. */
export function StateMark({ state }: { readonly state: MaskState }) {
  return (
    <span className={`caption t2 ${classes.mark}`} data-state={state.replace(' ', '-')}>
      <span className={classes.shape} aria-hidden />
      {NAMES[state]}
    </span>
  );
}
