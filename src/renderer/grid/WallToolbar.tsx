import { Button, Select, Slider, TextInput, Tooltip } from '@mantine/core';
import {
  IconArrowsMove,
  IconArrowsSort,
  IconLayersDifference,
  IconLayoutGrid,
  IconPlayerPause,
  IconPlayerPlay,
  IconPuzzle,
  IconSearch,
  IconSquare,
} from '@tabler/icons-react';
import type { RefObject } from 'react';
import { Kbd } from '#renderer/components/Kbd.tsx';
import type { ParamsPatch } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import classes from './WallToolbar.module.css';
import { CELL_PX, SORTS, type Sort, type WallParams } from './wallParams.ts';

export interface WallToolbarProps {
  readonly wall: WallParams;
  readonly steps: number;
  /** Step on screen, which while playing is not that of the address. */
  readonly step: number;
  readonly stepLabel: string;
  readonly isPlaying: boolean;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  change(patch: ParamsPatch): void;
  togglePlay(): void;
  showStep(step: number): void;
  toggleOneStep(): void;
  toggleDifference(): void;
  toggleParts(): void;
  toggleArrows(): void;
}

const SORT_LABELS: Readonly<Record<Sort, string>> = {
  effect: t('units.sortEffect'),
  realised: t('units.sortRealised'),
  latentLength: t('units.sortLatentLength'),
  activation: t('units.sortActivation'),
  unit: t('units.sortUnit'),
};

const icon = { size: 15, stroke: 1.6 } as const;

export function WallToolbar(props: WallToolbarProps) {
  const { wall, change, isPlaying } = props;
  const playLabel = isPlaying ? t('units.pause') : t('units.play');
  return (
    <>
      <TextInput
        ref={props.searchRef}
        className={classes.search}
        aria-label={t('units.search')}
        placeholder={t('units.search')}
        leftSection={<IconSearch {...icon} />}
        rightSection={<Kbd keys="/" />}
        value={wall.search}
        onChange={(event) => change({ q: event.currentTarget.value === '' ? null : event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') change({ q: null });
          if (event.key === 'Escape' || event.key === 'Enter') {
            event.preventDefault();
            event.currentTarget.blur();
          }
        }}
      />
      <Select
        className={classes.sort}
        aria-label={t('units.sortBy')}
        title={t('units.sortByHint')}
        leftSection={<IconArrowsSort {...icon} />}
        allowDeselect={false}
        data={SORTS.map((sort) => ({ value: sort, label: SORT_LABELS[sort] }))}
        value={wall.sort}
        onChange={(sort) => change({ sort: sort === 'effect' ? null : sort })}
      />
      <span className={classes.separator} />
      <Tooltip label={`${playLabel} (Space)`}>
        <Button px={6} aria-label={playLabel} aria-pressed={isPlaying} onClick={props.togglePlay}>
          {isPlaying ? <IconPlayerPause {...icon} /> : <IconPlayerPlay {...icon} />}
        </Button>
      </Tooltip>
      <Slider
        className={classes.step}
        thumbLabel={t('units.step')}
        min={0}
        max={props.steps - 1}
        value={props.step}
        onChange={props.showStep}
      />
      <span className={`num ${classes.stepName}`}>{props.stepLabel}</span>
      <span className={classes.separator} />
      <Toggle
        label={t('units.oneStep')}
        hint={`${t('units.oneStepHint')} (O)`}
        isOn={wall.steps === 'one'}
        icon={<IconSquare {...icon} />}
        onToggle={props.toggleOneStep}
      />
      <Toggle
        label={t('units.difference')}
        hint={`${t('units.differenceHint')} (D)`}
        isOn={wall.isDifference}
        icon={<IconLayersDifference {...icon} />}
        onToggle={props.toggleDifference}
      />
      <Toggle
        label={t('units.parts')}
        hint={`${t('units.partsHint')} (M)`}
        isOn={wall.hasParts}
        icon={<IconPuzzle {...icon} />}
        onToggle={props.toggleParts}
      />
      <Toggle
        label={t('track.arrows')}
        hint={`${t('track.arrowsHint')} (V)`}
        isOn={wall.hasArrows}
        icon={<IconArrowsMove {...icon} />}
        onToggle={props.toggleArrows}
      />
      <span className={classes.fill} />
      <IconLayoutGrid size={14} stroke={1.6} className={classes.sizeIcon} aria-hidden />
      <Tooltip label={`${t('units.cellSize')} (− +)`}>
        <Slider
          className={classes.size}
          thumbLabel={t('units.cellSize')}
          min={CELL_PX.least}
          max={CELL_PX.most}
          step={CELL_PX.by}
          value={wall.cellPx}
          onChange={(cellPx) => change({ cell: cellPx === CELL_PX.usual ? null : cellPx })}
        />
      </Tooltip>
    </>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly hint: string;
  readonly isOn: boolean;
  readonly icon: React.ReactNode;
  onToggle(): void;
}

function Toggle(props: ToggleProps) {
  return (
    <Tooltip label={props.hint}>
      <Button
        className={props.isOn ? `${classes.toggle} ${classes.on}` : classes.toggle}
        aria-label={props.label}
        aria-pressed={props.isOn}
        leftSection={props.icon}
        onClick={props.onToggle}
      >
        <span className={classes.toggleName}>{props.label}</span>
      </Button>
    </Tooltip>
  );
}
