import { ActionIcon, Button, Menu, NumberInput, Popover, UnstyledButton } from '@mantine/core';
import { IconFilter, IconPlus, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useCommands } from '#renderer/commands.ts';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { formatNumber } from '#renderer/format.ts';
import type { ParamsPatch } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import classes from './FilterBar.module.css';
import type { FilterName } from './rows.ts';
import type { WallParams } from './wallParams.ts';

export interface FilterBarProps {
  readonly wall: WallParams;
  readonly tags: readonly string[];
  /** Offered as a first value for the least effect, grey levels. */
  readonly usualEffect: number;
  /** At the right: how many are shown, which sweep. */
  readonly children: ReactNode;
  change(patch: ParamsPatch): void;
}

/** What is left out of the wall, as chips that can be edited and removed. */
export function FilterBar({ wall, tags, usualEffect, children, change }: FilterBarProps) {
  const [isOpen, setOpen] = useState(false);
  useCommands([
    {
      id: 'units.filter',
      label: t('units.filter'),
      group: t('units.title'),
      keys: ['f'],
      icon: IconFilter,
      run: () => setOpen(true),
    },
  ]);
  return (
    <div className={classes.bar}>
      {wall.isPinned && <Chip filter="pinned" change={change} value={t('units.chipPinned')} />}
      {wall.tag !== null && <Chip filter="tag" change={change} field={t('units.chipTag')} value={wall.tag} />}
      {wall.leastEffect !== null && <EffectChip least={wall.leastEffect} change={change} />}
      {wall.isAlive && <Chip filter="alive" change={change} value={t('units.chipAlive')} />}
      {wall.isTrusted && <Chip filter="trusted" change={change} value={t('units.chipTrusted')} />}
      {wall.units !== null && (
        <Chip filter="units" change={change} field={t('units.chipUnits')} value={formatNumber(wall.units.length)} />
      )}
      {wall.direction !== null && (
        <Chip
          filter="direction"
          change={change}
          field={t('units.chipDirection')}
          value={formatNumber(wall.direction)}
        />
      )}
      <Menu opened={isOpen} onChange={setOpen}>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            leftSection={<IconPlus size={14} stroke={1.6} />}
            rightSection={<Kbd keys="f" />}
          >
            {t('units.filter')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => change({ pinned: 1 })}>{t('units.filterPinned')}</Menu.Item>
          <Menu.Item onClick={() => change({ effect: usualEffect })}>{t('units.filterEffect')}</Menu.Item>
          <Menu.Item onClick={() => change({ alive: 1 })}>{t('units.filterAlive')}</Menu.Item>
          <Menu.Item onClick={() => change({ trusted: 1 })}>{t('units.filterTrusted')}</Menu.Item>
          <Menu.Divider />
          {tags.length === 0 && <Menu.Label>{t('units.noTags')}</Menu.Label>}
          {tags.map((tag) => (
            <Menu.Item key={tag} onClick={() => change({ tag })}>
              {t('units.filterTag', { tag })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <span className={classes.fill} />
      {children}
    </div>
  );
}

const PARAMS: Readonly<Record<FilterName, string>> = {
  search: 'q',
  units: 'units',
  pinned: 'pinned',
  tag: 'tag',
  effect: 'effect',
  alive: 'alive',
  trusted: 'trusted',
  direction: 'direction',
};

/** The change of the address that takes a filter away. */
export function without(filter: FilterName): ParamsPatch {
  return { [PARAMS[filter]]: null };
}

export const WITHOUT_FILTERS: ParamsPatch = Object.fromEntries(Object.values(PARAMS).map((key) => [key, null]));

interface ChipProps {
  readonly filter: FilterName;
  readonly field?: string;
  readonly value: string;
  change(patch: ParamsPatch): void;
}

function Chip({ filter, field, value, change }: ChipProps) {
  return (
    <span className={classes.chip}>
      <span className={classes.value}>
        {field !== undefined && <span className="t2">{field}</span>}
        {value}
      </span>
      <RemoveChip name={value} onRemove={() => change(without(filter))} />
    </span>
  );
}

/** Its value can be changed in place. */
function EffectChip({ least, change }: { readonly least: number; change(patch: ParamsPatch): void }) {
  return (
    <span className={classes.chip}>
      <Popover position="bottom-start" trapFocus>
        <Popover.Target>
          <UnstyledButton className={classes.value}>
            {t('units.chipEffect')} <span className="t2">≥</span> <span className="num">{formatNumber(least)}</span>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <NumberInput
            label={t('units.leastEffect')}
            min={0}
            max={255}
            step={0.5}
            value={least}
            onChange={(value) => {
              if (typeof value === 'number') change({ effect: value });
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <RemoveChip name={t('units.chipEffect')} onRemove={() => change(without('effect'))} />
    </span>
  );
}

function RemoveChip({ name, onRemove }: { readonly name: string; onRemove(): void }) {
  return (
    <ActionIcon size="compact-xs" aria-label={t('units.removeFilter', { filter: name })} onClick={onRemove}>
      <IconX size={13} stroke={1.6} />
    </ActionIcon>
  );
}
