import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useClient, useConnectionState, useEngine, useProjectInfo } from '#renderer/client.tsx';
import { showScreen } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import classes from './Banners.module.css';

/** What concerns the whole window: connection and engine. */
export function Banners() {
  const connection = useConnectionState();
  const engine = useEngine();
  const client = useClient();
  const restart = useMutation({ mutationFn: () => client.engine.restart() });
  if (connection === 'lost') return <Banner severity="bad">{t('shell.connectionLost')}</Banner>;
  if (engine?.state !== 'down') return null;
  const action = (
    <Button size="compact-xs" onClick={() => restart.mutate()} loading={restart.isPending}>
      {t('shell.restartEngine')}
    </Button>
  );
  return (
    <Banner severity="bad" action={action}>
      {engine.message ?? ''} {t('shell.engineDownBanner')}
    </Banner>
  );
}

/** What concerns the open project. */
export function ProjectBanners() {
  const info = useProjectInfo().data;
  if (info === undefined) return null;
  const missing = info.missingModels;
  const toSettings = (
    <Button size="compact-xs" onClick={() => showScreen('settings')}>
      {t('settings.title')}
    </Button>
  );
  return (
    <>
      {info.readOnly && <Banner severity="warn">{t('shell.readOnly')}</Banner>}
      {missing.length > 0 && (
        <Banner severity="warn" action={toSettings}>
          {t('shell.modelsMissing', { count: missing.length, names: missing.map(({ name }) => name).join(', ') })}{' '}
          {t('shell.modelsMissingHint')}
        </Banner>
      )}
    </>
  );
}

interface BannerProps {
  readonly severity: 'warn' | 'bad';
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

export function Banner({ severity, action, children }: BannerProps) {
  return (
    <div role="alert" className={classes.banner} data-severity={severity}>
      <IconAlertTriangle size={16} stroke={1.6} aria-hidden />
      <span className={classes.text}>{children}</span>
      {action}
    </div>
  );
}
