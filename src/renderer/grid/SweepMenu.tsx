import { Button, Menu } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconChevronDown, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sweepParamsSchema } from '#core/params.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { FormDialog } from '#renderer/components/FormDialog.tsx';
import { formatWhen } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { RunSweep } from './RunSweep.tsx';
import { rangeLabel, sweepLabel } from './stepLabels.ts';
import type { ShownSweep } from './useSweep.ts';

interface SweepMenuProps {
  readonly sweep: ShownSweep;
  onChoose(sweepId: string | null): void;
}

/** Which sweep is shown, how wide it is, and the way to another one. */
export function SweepMenu({ sweep, onChoose }: SweepMenuProps) {
  const [isRunOpen, setRunOpen] = useState(false);
  const project = useProject();
  const artifacts = useQuery(useApi().artifact.list.queryOptions({ input: { project } }));
  const sweeps = (artifacts.data ?? []).filter(({ artifact }) => artifact.stage === 'sweep').toReversed();
  const { artifact, summary } = sweep.view;
  useCommands([
    {
      id: 'units.newSweep',
      label: t('units.newSweepTitle'),
      group: t('units.title'),
      icon: IconPlus,
      run: () => setRunOpen(true),
    },
  ]);
  const range = rangeLabel(sweep.params.range);
  const beyond = summary.extrapolated ? t('units.beyondSeen') : null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            size="compact-xs"
            aria-label={t('units.chooseSweep', { range: [range, beyond].filter(Boolean).join(', ') })}
            title={beyond !== null ? t('units.beyondSeenHint') : undefined}
            leftSection={
              beyond !== null ? <IconAlertTriangle size={14} stroke={1.6} className="warn" aria-hidden /> : undefined
            }
            rightSection={<IconChevronDown size={13} stroke={1.6} />}
          >
            <span className="num">{range}</span>
            {beyond !== null && <span className="warn">, {beyond}</span>}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('units.sweeps')}</Menu.Label>
          {sweeps.map((node) => (
            <Menu.Item
              key={node.artifact.id}
              leftSection={node.artifact.id === artifact.id ? <IconCheck size={14} stroke={1.6} /> : <span />}
              rightSection={<span className="t3 caption">{formatWhen(node.artifact.createdAt)}</span>}
              onClick={() => onChoose(node.isDefault ? null : node.artifact.id)}
            >
              {sweepLabel(sweepParamsSchema.parse(node.artifact.params))}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={14} stroke={1.6} />} onClick={() => setRunOpen(true)}>
            {t('units.newSweep')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <FormDialog title={t('units.newSweepTitle')} isOpen={isRunOpen} onClose={() => setRunOpen(false)}>
        <RunSweep
          isAlone={false}
          onStarted={(id, isNew) => {
            setRunOpen(false);
            // A new one is shown by itself once its first rows are stored.
            onChoose(isNew ? null : id);
          }}
        />
      </FormDialog>
    </>
  );
}
