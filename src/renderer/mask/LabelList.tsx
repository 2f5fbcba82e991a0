import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core';
import { IconEye, IconEyeOff, IconLock, IconLockOpen } from '@tabler/icons-react';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { formatNumber } from '#renderer/format.ts';
import { keyLabel } from '#renderer/keys.ts';
import { t } from '#renderer/text.ts';
import { changeDrawing, toggled, useDrawing } from './drawing.ts';
import classes from './LabelList.module.css';
import { LabelSwatch } from './LabelSwatch.tsx';
import { pixelsOfLabel, type ShownLabel } from './labels.ts';
import { useKeys } from './shortcuts.ts';

const icon = { size: 14, stroke: 1.6 } as const;

export interface LabelListProps {
  readonly labels: readonly ShownLabel[];
  /** [256] pixels of each label; null while no picture is open. */
  readonly counts: Uint32Array | null;
}

/** The labels as a radio group: number key, swatch, name, pixels; each can be locked and hidden. */
export function LabelList({ labels, counts }: LabelListProps) {
  const { label: chosen, locked, hidden } = useDrawing();
  const keys = useKeys();
  return (
    <div className={classes.list} role="radiogroup" aria-label={t('annotate.labels')}>
      {labels.map((label, position) => {
        const { value, name, colour, pattern, depth } = label;
        const isLocked = locked.includes(value);
        const isHidden = hidden.includes(value);
        return (
          <div key={value} className={classes.row} data-chosen={value === chosen}>
            <UnstyledButton
              className={classes.pick}
              role="radio"
              aria-checked={value === chosen}
              onClick={() => changeDrawing({ label: value })}
            >
              {position <= 9 ? <Kbd keys={String(position)} /> : <span className={classes.noKey} />}
              <span style={{ width: 12 * depth }} />
              <LabelSwatch colour={value === 0 ? null : colour} pattern={pattern} />
              <span className={classes.name}>{name}</span>
              <span className="num t2">{counts === null ? '' : formatNumber(pixelsOfLabel(label, counts))}</span>
            </UnstyledButton>
            <Tooltip
              label={
                isLocked
                  ? t('annotate.unlockLabel', { label: name })
                  : `${t('annotate.lockThis', { label: name })}${value === chosen ? ` (${keyLabel(keys.lock)})` : ''}`
              }
            >
              <ActionIcon
                size={20}
                aria-label={
                  isLocked ? t('annotate.unlockLabel', { label: name }) : t('annotate.lockThis', { label: name })
                }
                aria-pressed={isLocked}
                data-quiet={!isLocked}
                onClick={() => changeDrawing({ locked: toggled(locked, value) })}
              >
                {isLocked ? <IconLock {...icon} /> : <IconLockOpen {...icon} />}
              </ActionIcon>
            </Tooltip>
            <ActionIcon
              size={20}
              aria-label={isHidden ? t('annotate.showThis', { label: name }) : t('annotate.hideThis', { label: name })}
              aria-pressed={isHidden}
              disabled={value === 0}
              onClick={() => changeDrawing({ hidden: toggled(hidden, value) })}
            >
              {isHidden ? <IconEyeOff {...icon} /> : <IconEye {...icon} />}
            </ActionIcon>
          </div>
        );
      })}
    </div>
  );
}
