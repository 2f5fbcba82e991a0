import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronLeft, IconPin, IconPinFilled } from '@tabler/icons-react';
import type { SweepRow } from '#core/views/sweep.ts';
import { useCommands } from '#renderer/commands.ts';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { useMarkUnit } from '#renderer/grid/useMarkUnit.ts';
import { t } from '#renderer/text.ts';
import classes from './UnitHead.module.css';

export interface UnitHeadProps {
  readonly unit: number;
  /** Null where the unit is not in the sweep. */
  readonly row: SweepRow | null;
  readonly previous: number | null;
  readonly next: number | null;
  onShow(unit: number): void;
  onBack(): void;
}

/** Which unit, what a person said of it, and the way to its neighbours in the list. */
export function UnitHead({ unit, row, previous, next, onShow, onBack }: UnitHeadProps) {
  const mark = useMarkUnit();
  const isPinned = row?.pinned ?? false;
  const pinLabel = isPinned ? t('units.unpin') : t('units.pin');
  const pin = () => mark.mutate({ unit, marks: { pinned: !isPinned } });
  const show = (other: number | null) => () => {
    if (other !== null) onShow(other);
  };
  const group = t('unit.title');
  useCommands([
    { id: 'unit.back', label: t('unit.back'), group, keys: ['Escape'], icon: IconChevronLeft, run: onBack },
    { id: 'unit.previous', label: t('unit.previous'), group, keys: ['k'], icon: IconArrowUp, run: show(previous) },
    { id: 'unit.next', label: t('unit.next'), group, keys: ['j'], icon: IconArrowDown, run: show(next) },
    { id: 'unit.pin', label: pinLabel, group, keys: ['p'], icon: IconPin, run: pin },
  ]);
  return (
    <>
      <div className={classes.head}>
        <Tooltip label={`${t('unit.back')} (Esc)`}>
          <ActionIcon aria-label={t('unit.back')} onClick={onBack}>
            <IconChevronLeft size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <h1>{t('unit.heading', { unit })}</h1>
        <Tooltip label={`${pinLabel} (P)`}>
          <ActionIcon aria-label={pinLabel} aria-pressed={isPinned} onClick={pin}>
            {isPinned ? <IconPinFilled size={16} className={classes.pinned} /> : <IconPin size={16} stroke={1.6} />}
          </ActionIcon>
        </Tooltip>
        {row?.tags.map((tag) => (
          <span key={tag} className={classes.tag}>
            {tag}
          </span>
        ))}
        <span className={classes.fill} />
        <span className="t2">{t('unit.previousNext')}</span>
        <Tooltip label={`${t('unit.previous')} (K)`}>
          <ActionIcon aria-label={t('unit.previous')} disabled={previous === null} onClick={show(previous)}>
            <Kbd keys="k" />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={`${t('unit.next')} (J)`}>
          <ActionIcon aria-label={t('unit.next')} disabled={next === null} onClick={show(next)}>
            <Kbd keys="j" />
          </ActionIcon>
        </Tooltip>
      </div>
      {mark.error !== null && <ErrorBlock error={mark.error} />}
    </>
  );
}
