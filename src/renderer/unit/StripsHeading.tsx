import { Button } from '@mantine/core';
import { IconPuzzle } from '@tabler/icons-react';
import type { PartsOverlay } from '#core/views.ts';
import { useCommands } from '#renderer/commands.ts';
import { PartsLegend } from '#renderer/grid/PartsLegend.tsx';
import { t } from '#renderer/text.ts';
import classes from './StripsHeading.module.css';

interface StripsHeadingProps {
  readonly isOn: boolean;
  /** Null while it is off, or not known yet. */
  readonly overlay: PartsOverlay | null;
  onToggle(): void;
  onShowSweep(sweep: string): void;
}

/** Above the strips of a unit: the parts over them, on and off, and which colour is which. */
export function StripsHeading({ isOn, overlay, onToggle, onShowSweep }: StripsHeadingProps) {
  const group = t('unit.title');
  useCommands([{ id: 'unit.parts', label: t('units.parts'), group, keys: ['m'], icon: IconPuzzle, run: onToggle }]);
  return (
    <div className={classes.heading}>
      <Button
        size="compact-xs"
        aria-pressed={isOn}
        title={`${t('units.partsHint')} (M)`}
        leftSection={<IconPuzzle size={14} stroke={1.6} />}
        className={isOn ? classes.on : undefined}
        onClick={onToggle}
      >
        {t('units.parts')}
      </Button>
      {overlay !== null && <PartsLegend overlay={overlay} onShowSweep={onShowSweep} />}
    </div>
  );
}
