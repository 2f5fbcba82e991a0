import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ArtifactNode, PairInfo } from '#core/views/project.ts';
import type { SamplesView } from '#core/views/samples.ts';
import { useCommands } from '#renderer/commands.ts';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { useMakeDefault } from '#renderer/components/useMakeDefault.tsx';
import { formatNumber } from '#renderer/format.ts';
import { useParams } from '#renderer/route.ts';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { t } from '#renderer/text.ts';
import { ClassTable } from './ClassTable.tsx';
import { openDrawDialog } from './DrawDialog.tsx';
import { KeyFigures } from './KeyFigures.tsx';
import { MarkLegend } from './SampleCell.tsx';
import { SampleInspector } from './SampleInspector.tsx';
import classes from './SamplesScreen.module.css';
import { SampleWall } from './SampleWall.tsx';
import { SHOWS, type Show, useSamplePages, type WallChoice } from './useSamplePages.ts';
import { useSetLabel } from './useSetLabel.ts';

export interface SamplesScreenProps {
  readonly view: SamplesView;
  readonly sets: readonly ArtifactNode[];
  /** The pair they were drawn from. */
  readonly pair: PairInfo | null;
}

/** A set of samples: its figures, what its draws were taken for, and all its pictures. */
export function SamplesScreen({ view, sets, pair }: SamplesScreenProps) {
  const [params, setParams] = useParams();
  const { choose: makeDefault, dialog } = useMakeDefault('samples');
  const { artifact, classNames } = view;
  const choice: WallChoice = {
    samples: artifact.id,
    className: classNames.find((name) => name === params.class) ?? null,
    show: SHOWS.find((show) => show === params.show) ?? 'all',
  };
  const labelOf = useSetLabel(sets);
  const picked = Math.max(0, Math.trunc(Number(params.at ?? 0)) || 0);
  const pages = useSamplePages(choice, [picked]);
  const isDefault = sets.find((node) => node.artifact.id === artifact.id)?.isDefault ?? true;
  useCommands([
    {
      id: 'samples.draw',
      label: t('samples.drawSamples'),
      group: t('shell.groupHere'),
      keys: ['d'],
      icon: IconPlus,
      run: openDrawDialog,
    },
  ]);
  return (
    <Frame
      isFixed
      inspector={
        <SampleInspector
          view={view}
          sample={pages.at(picked)}
          onMakeDefault={isDefault ? undefined : () => makeDefault(artifact.id)}
        />
      }
    >
      <ScreenHeading title={t('samples.title')} lead={t('samples.lead')}>
        {sets.length > 1 && (
          <Select
            className={classes.set}
            aria-label={t('samples.set')}
            allowDeselect={false}
            value={artifact.id}
            data={sets.map((node) => ({ value: node.artifact.id, label: labelOf(node) }))}
            onChange={(samples) => setParams({ samples, at: null })}
          />
        )}
        <Button
          variant="filled"
          leftSection={<IconPlus size={16} stroke={1.6} />}
          rightSection={<Kbd keys="d" />}
          aria-keyshortcuts="d"
          onClick={openDrawDialog}
        >
          {t('samples.drawSamples')}
        </Button>
      </ScreenHeading>
      <StageJob stage="samples" />
      <div className={classes.figures}>
        <KeyFigures summary={view.summary} units={pair?.units ?? null} />
        <ClassTable summary={view.summary} classNames={classNames} />
      </div>
      <WallFilter
        choice={choice}
        classNames={classNames}
        total={pages.total}
        onChange={(patch) => setParams({ ...patch, at: null })}
      />
      <SampleWall
        key={`${choice.samples} ${choice.className} ${choice.show}`}
        choice={choice}
        classNames={classNames}
        picked={picked}
        onPick={(at) => setParams({ at })}
      />
      {dialog}
    </Frame>
  );
}

interface WallFilterProps {
  readonly choice: WallChoice;
  readonly classNames: readonly string[];
  readonly total: number | null;
  onChange(patch: { readonly class?: string | null; readonly show?: string | null }): void;
}

const SHOW_LABELS: Readonly<Record<Show, string>> = {
  all: t('samples.showAll'),
  accepted: t('samples.showAccepted'),
  rejected: t('samples.showRejected'),
  heldOut: t('samples.showHeldOut'),
};

function WallFilter({ choice, classNames, total, onChange }: WallFilterProps) {
  return (
    <div className={classes.filter}>
      <SegmentedControl
        aria-label={t('samples.show')}
        value={choice.show}
        onChange={(show) => onChange({ show: show === 'all' ? null : show })}
        data={SHOWS.map((show) => ({ value: show, label: SHOW_LABELS[show] }))}
      />
      <Select
        className={classes.class}
        aria-label={t('samples.class')}
        placeholder={t('samples.allClasses')}
        clearable
        searchable
        value={choice.className}
        data={classNames}
        onChange={(name) => onChange({ class: name })}
      />
      <MarkLegend />
      <span className={`t2 ${classes.count}`}>
        {total === null ? '' : t('samples.shownCount', { total: formatNumber(total), count: total })}
      </span>
    </div>
  );
}
