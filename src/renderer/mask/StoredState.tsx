import { useConnectionState } from '#renderer/client.tsx';
import { t } from '#renderer/text.ts';
import { type MaskOutbox, useOutboxState } from './maskOutbox.ts';
import classes from './StoredState.module.css';

export interface StoredStateProps {
  /** Strokes that the backend has said are stored; what undo took back is not among them. */
  readonly stored: number;
  readonly outbox: MaskOutbox;
}

/** What is true at this moment: all stored, being stored, or kept in the browser until the backend answers. */
export function StoredState({ stored, outbox }: StoredStateProps) {
  const { waiting, trouble } = useOutboxState(outbox);
  const isConnected = useConnectionState() === 'open';
  if (waiting > 0 && (trouble !== null || !isConnected)) {
    return <State kind="kept">{t('annotate.keptHere', { count: waiting })}</State>;
  }
  if (waiting > 0) return <State kind="storing">{t('annotate.storing', { count: waiting })}</State>;
  return (
    <State kind="stored">
      {stored === 0 ? t('annotate.storedNothing') : t('annotate.storedStroke', { count: stored })}
    </State>
  );
}

function State({ kind, children }: { readonly kind: 'stored' | 'storing' | 'kept'; readonly children: string }) {
  return (
    <span className={`num ${classes.state}`} role="status" data-kind={kind}>
      <span className={classes.dot} aria-hidden />
      {children}
    </span>
  );
}
