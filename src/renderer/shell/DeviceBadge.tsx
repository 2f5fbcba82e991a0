import { Button, Popover, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { DeviceEntry, DeviceName, DeviceReport, EngineStatus } from '#core/engine.ts';
import { useClient, useEngine } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { KeyValues } from '#renderer/components/Inspector.tsx';
import { formatNumber, formatRate } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './DeviceBadge.module.css';

const DEVICE_LABELS: Readonly<Record<DeviceName, string>> = {
  cuda: t('shell.cuda'),
  webgpu: t('shell.webgpu'),
  cpu: t('shell.cpu'),
};

/** Which device computes and how fast it was on the open pair; opens to all devices and why one was refused. */
export function DeviceBadge() {
  const engine = useEngine();
  if (engine === null) return null;
  return (
    <Popover position="bottom-end" width={340}>
      <Popover.Target>
        <UnstyledButton className={classes.badge}>
          <VisuallyHidden>{t('shell.device')} </VisuallyHidden>
          <DeviceLine engine={engine} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <DeviceDetails engine={engine} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Dot, name and measured speed: also at the foot of Welcome. */
export function DeviceLine({ engine }: { readonly engine: EngineStatus }) {
  const { report } = engine;
  return (
    <span className={classes.line}>
      <span className={classes.led} data-state={ledState(engine)} />
      <b>{engine.state === 'ready' && report !== null ? DEVICE_LABELS[report.active] : engineLabel(engine)}</b>
      {engine.state === 'ready' && report?.imagesPerSecond != null && (
        <span className="num t2">{formatRate(report.imagesPerSecond, t('shell.imagesPerSecond'))}</span>
      )}
    </span>
  );
}

function ledState(engine: EngineStatus): 'ok' | 'warn' | 'bad' {
  if (engine.state === 'down') return 'bad';
  if (engine.state !== 'ready' || engine.report === null) return 'warn';
  // A device was there but is not used: a fallback.
  const isFallback = engine.report.devices.some(({ usable, selfTestError }) => !usable && selfTestError !== null);
  return isFallback ? 'warn' : 'ok';
}

function engineLabel(engine: EngineStatus): string {
  if (engine.state === 'down') return t('shell.engineDown');
  return engine.state === 'restarting' ? t('shell.engineRestarting') : t('shell.engineStarting');
}

function DeviceDetails({ engine }: { readonly engine: EngineStatus }) {
  const client = useClient();
  const restart = useMutation({ mutationFn: () => client.engine.restart() });
  const { report } = engine;
  return (
    <div className={classes.details}>
      {engine.message !== null && <p className="warn">{engine.message}</p>}
      {report !== null && (
        <>
          <ul className={classes.devices}>
            {report.devices.map((device) => (
              <Device key={device.name} device={device} isActive={device.name === report.active} />
            ))}
          </ul>
          <KeyValues rows={engineFacts(engine.crashes, report)} />
        </>
      )}
      {restart.error !== null && <ErrorBlock error={restart.error} />}
      <Button onClick={() => restart.mutate()} loading={restart.isPending}>
        {t('shell.restartEngine')}
      </Button>
    </div>
  );
}

/** Numbers of the engine, and the versions of what it runs on. */
function engineFacts(crashes: number, report: DeviceReport): (readonly [string, ReactNode])[] {
  const speed =
    report.imagesPerSecond === null
      ? t('shell.notMeasured')
      : formatRate(report.imagesPerSecond, t('shell.imagesPerSecond'));
  const facts = [
    [t('shell.speed'), speed],
    [t('shell.threads'), formatNumber(report.threads)],
    ...Object.entries(report.libraries),
    [t('shell.crashes'), formatNumber(crashes)],
  ] as const;
  return facts.map(([name, value]) => [
    name,
    <span key={name} className={value === t('shell.notMeasured') ? 't3' : 'num'}>
      {value}
    </span>,
  ]);
}

function Device({ device, isActive }: { readonly device: DeviceEntry; readonly isActive: boolean }) {
  const state = isActive ? t('shell.deviceActive') : device.usable ? t('shell.deviceUsable') : t('shell.deviceRefused');
  return (
    <li>
      <div className={classes.device}>
        <b>{DEVICE_LABELS[device.name]}</b>
        <span className={isActive ? undefined : 't2'}>{state}</span>
      </div>
      {device.reason !== null && <p className="t2 caption">{device.reason}</p>}
      {device.selfTestError !== null && device.name !== 'cpu' && (
        <p className="t3 caption">{t('shell.selfTest', { error: formatNumber(device.selfTestError) })}</p>
      )}
    </li>
  );
}
