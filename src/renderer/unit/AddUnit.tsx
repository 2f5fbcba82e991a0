import { Button, Popover, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useCommands } from '#renderer/commands.ts';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { t } from '#renderer/text.ts';

interface AddUnitProps {
  /** Units that can be added, by number. */
  readonly units: readonly number[];
  onAdd(unit: number): void;
}

const MOST_OFFERED = 100;

/** Stacks a second unit under the first. */
export function AddUnit({ units, onAdd }: AddUnitProps) {
  const [isOpen, setOpen] = useState(false);
  useCommands([
    {
      id: 'unit.add',
      label: t('unit.addUnit'),
      group: t('unit.title'),
      keys: ['a'],
      icon: IconPlus,
      run: () => setOpen(true),
    },
  ]);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button
          leftSection={<IconPlus size={15} stroke={1.6} />}
          rightSection={<Kbd keys="a" />}
          title={t('unit.addUnitHint')}
          onClick={() => setOpen(!isOpen)}
        >
          {t('unit.addUnit')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Select
          aria-label={t('unit.findUnit')}
          placeholder={t('unit.findUnit')}
          data={units.map(String)}
          limit={MOST_OFFERED}
          searchable
          comboboxProps={{ withinPortal: false }}
          value={null}
          onChange={(unit) => {
            if (unit === null) return;
            setOpen(false);
            onAdd(Number(unit));
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
