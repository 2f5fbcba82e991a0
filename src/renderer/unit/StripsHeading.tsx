import { Button } from '@mantine/core';
import { type Icon, IconArrowsMove, IconPuzzle } from '@tabler/icons-react';
import { useCommands } from '#renderer/commands.ts';
import { OverlayLegends } from '#renderer/grid/OverlayLegends.tsx';
import type { Overlays } from '#renderer/grid/useOverlays.ts';
import type { WallParams } from '#renderer/grid/wallParams.ts';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { t } from '#renderer/text.ts';
import classes from './StripsHeading.module.css';

interface StripsHeadingProps {
  readonly isOn: Pick<WallParams, 'hasParts' | 'hasArrows'>;
  readonly overlays: Overlays;
  readonly sweep: string;
  change(patch: { readonly parts?: 1 | null; readonly arrows?: 1 | null }): void;
  onShowSweep(sweep: string): void;
}

/** Above the strips of a unit: what lies over them, on and off, and what its colours say. */
export function StripsHeading({ isOn, overlays, sweep, change, onShowSweep }: StripsHeadingProps) {
  const { hasParts, hasArrows } = isOn;
  const toggleParts = () => change({ parts: hasParts ? null : 1 });
  const toggleArrows = () => change({ arrows: hasArrows ? null : 1 });
  const group = t('unit.title');
  useCommands([
    { id: 'unit.parts', label: t('units.parts'), group, keys: ['m'], icon: IconPuzzle, run: toggleParts },
    { id: 'unit.arrows', label: t('track.arrows'), group, keys: ['v'], icon: IconArrowsMove, run: toggleArrows },
  ]);
  return (
    <>
      <div className={classes.heading}>
        <Toggle
          label={t('units.parts')}
          hint={`${t('units.partsHint')} (M)`}
          icon={IconPuzzle}
          isOn={hasParts}
          onToggle={toggleParts}
        />
        <Toggle
          label={t('track.arrows')}
          hint={`${t('track.arrowsHint')} (V)`}
          icon={IconArrowsMove}
          isOn={hasArrows}
          onToggle={toggleArrows}
        />
        <OverlayLegends overlays={overlays} sweep={sweep} onShowSweep={onShowSweep} />
      </div>
      {hasArrows && <StageJob stage="track" />}
    </>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly hint: string;
  readonly icon: Icon;
  readonly isOn: boolean;
  onToggle(): void;
}

function Toggle({ label, hint, icon: ToggleIcon, isOn, onToggle }: ToggleProps) {
  return (
    <Button
      size="compact-xs"
      aria-pressed={isOn}
      title={hint}
      leftSection={<ToggleIcon size={14} stroke={1.6} />}
      className={isOn ? classes.on : undefined}
      onClick={onToggle}
    >
      {label}
    </Button>
  );
}
