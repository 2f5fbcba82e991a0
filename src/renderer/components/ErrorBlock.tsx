import { Button, CopyButton } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { describeFailure } from '#core/failure.ts';
import { t } from '#renderer/text.ts';
import classes from './ErrorBlock.module.css';

export interface ErrorBlockProps {
  /** Whatever a call threw, or a failure as data. */
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
  /** Further buttons: what to do. */
  readonly children?: ReactNode;
}

/** In place, never only a toast: what happened, what was kept, what to do; technical detail folds out and can be copied. */
export function ErrorBlock({ error, onRetry, children }: ErrorBlockProps) {
  const failure = useMemo(() => (isData(error) ? error : describeFailure(error)), [error]);
  const detail = [`${failure.code}: ${failure.message}`, failure.detail].filter(Boolean).join('\n');
  return (
    <div role="alert" className={classes.block}>
      <p className={classes.message}>{failure.message}</p>
      {failure.kept !== undefined && <p className="t2">{failure.kept}</p>}
      {failure.remedy !== undefined && <p className="t2">{failure.remedy}</p>}
      <div className={classes.actions}>
        {onRetry !== undefined && <Button onClick={onRetry}>{t('shared.tryAgain')}</Button>}
        {children}
      </div>
      <details className={classes.details}>
        <summary>{t('shared.details')}</summary>
        <pre className="num">{detail}</pre>
        <CopyButton value={detail}>
          {({ copied, copy }) => (
            <Button size="compact-xs" onClick={copy}>
              {copied ? t('shared.copied') : t('shared.copy')}
            </Button>
          )}
        </CopyButton>
      </details>
    </div>
  );
}

type FailureData = ReturnType<typeof describeFailure>;

function isData(error: unknown): error is FailureData {
  return (
    typeof error === 'object' && error !== null && !(error instanceof Error) && 'code' in error && 'message' in error
  );
}
