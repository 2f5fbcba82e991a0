import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RunRequest } from '#core/api/run.ts';
import { describeFailure } from '#core/failure.ts';
import type { CostEstimate } from '#core/views/job.ts';
import { useEstimate, useJobs, useRun } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { formatBytes, formatDuration } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { ErrorBlock } from './ErrorBlock.tsx';
import { Kbd } from './Kbd.tsx';
import classes from './Preflight.module.css';

export interface PreflightProps {
  /** What would run; null while the form does not stand for anything that can run. */
  readonly request: RunRequest | null;
  /** On the button: a verb and its object, e.g. "Train linker". */
  readonly label: string;
  /** Called with the artifact's id once the run was taken on; `isNew` is false where it existed already. */
  readonly onStarted?: (artifactId: string, isNew: boolean) => void;
  /** At most one primary button a screen. */
  readonly isPrimary?: boolean;
  /** Also on Ctrl+Enter. At most one a screen. */
  readonly hasKey?: boolean;
  /** Further buttons before the run button. */
  readonly children?: ReactNode;
}

/** What a run will cost in time, disk and memory, beside the button that starts it. */
export function Preflight({ request, label, onStarted, isPrimary = true, hasKey = true, children }: PreflightProps) {
  const estimate = useEstimate(request);
  const run = useRun();
  const failure = useJobs().find(({ id }) => id === run.data?.job?.id)?.failure ?? null;
  const start = () => {
    if (request === null || run.isPending) return;
    run.mutate(request, { onSuccess: ({ artifactId, job }) => onStarted?.(artifactId, job !== null) });
  };
  useCommands(
    hasKey && request !== null
      ? [{ id: 'preflight.run', label, group: t('shell.groupHere'), keys: ['mod+Enter'], run: start }]
      : [],
  );
  return (
    <div className={classes.preflight}>
      <div className={classes.row}>
        {request !== null && estimate.error === null && <Cost estimate={estimate.data} />}
        {children}
        <Button
          variant={isPrimary ? 'filled' : 'default'}
          disabled={request === null}
          loading={run.isPending}
          onClick={start}
          {...(hasKey ? { rightSection: <Kbd keys="mod+Enter" />, 'aria-keyshortcuts': 'Control+Enter' } : {})}
        >
          {label}
        </Button>
      </div>
      {estimate.data?.sentence && <p className="warn caption">{estimate.data.sentence}</p>}
      {run.data?.job === null && <p className="t2 caption">{t('shared.exists')}</p>}
      {estimate.error !== null && run.error === null && failure === null && (
        <p className="warn caption">{describeFailure(estimate.error).message}</p>
      )}
      {(run.error ?? failure) !== null && <ErrorBlock error={run.error ?? failure} />}
    </div>
  );
}

/** Three small pairs; amber with a word when it will not fit. */
function Cost({ estimate }: { readonly estimate: CostEstimate | undefined }) {
  if (estimate === undefined) return <span className="t3">{t('shared.estimating')}</span>;
  const pairs = [
    [t('shared.time'), estimate.durationMs < 1000 ? t('shared.underSecond') : formatDuration(estimate.durationMs)],
    [t('shared.disk'), formatBytes(estimate.diskBytes)],
    [t('shared.memory'), formatBytes(estimate.memoryBytes)],
  ] as const;
  return (
    <dl className={classes.cost} data-fits={estimate.fits}>
      {pairs.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
      {!estimate.fits && <span className="warn">{t('shared.willNotFit')}</span>}
    </dl>
  );
}
