import { Button, Group, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { MapsSummary, SegmentSummary } from '#core/summary.ts';
import type { ArtifactNode } from '#core/views/project.ts';
import type { SegmenterRow } from '#core/views/segment.ts';
import { useCommands } from '#renderer/commands.ts';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { Preflight } from '#renderer/components/Preflight.tsx';
import { useMakeDefault } from '#renderer/components/useMakeDefault.tsx';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { hrefTo, useParams } from '#renderer/route.ts';
import { useCrumbs } from '#renderer/shell/crumbs.ts';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { t } from '#renderer/text.ts';
import { CalibrationPlot } from './CalibrationPlot.tsx';
import { ConfusionTable } from './ConfusionTable.tsx';
import { PartTable } from './PartTable.tsx';
import { SeenPictures } from './SeenPictures.tsx';
import { SegmenterFiles } from './SegmenterFiles.tsx';
import { SegmenterTable } from './SegmenterTable.tsx';
import classes from './SegmentScreen.module.css';
import { segmenterTitle } from './segmenterTitle.ts';
import { openTrainDialog } from './TrainDialog.tsx';

export interface SegmentScreenProps {
  readonly rows: readonly SegmenterRow[];
  /** Label maps of sweeps, sealed ones. */
  readonly maps: readonly ArtifactNode[];
  /** The default one; null where there is none. */
  readonly sweep: string | null;
}

/** Segmenters beside each other, one of them part by part and in pictures. */
export function SegmentScreen({ rows, maps, sweep }: SegmentScreenProps) {
  const [params, setParams] = useParams();
  const { choose: makeDefault, dialog } = useMakeDefault('segment');
  const shown = find(rows, params.segmenter) ?? rows.find(({ isDefault }) => isDefault) ?? (rows[0] as SegmenterRow);
  const second = find(rows, params.with);
  const others = rows.filter((row) => row !== shown);
  const walk = (step: number) => {
    const next = rows[rows.indexOf(shown) + step];
    if (next !== undefined) setParams({ segmenter: next.artifact.id });
  };
  const move = { label: t('segment.moveKeys'), group: t('shell.groupHere'), isKeyOnly: true };
  useCommands([
    {
      id: 'segment.train',
      label: t('segment.train'),
      group: t('shell.groupHere'),
      keys: ['t'],
      icon: IconPlus,
      run: openTrainDialog,
    },
    { ...move, id: 'segment.up', keys: ['ArrowUp'], run: () => walk(-1) },
    { ...move, id: 'segment.down', keys: ['ArrowDown'], run: () => walk(1) },
  ]);
  useCrumbs([segmenterTitle(shown)]);
  const { summary } = shown;
  return (
    <Frame>
      <ScreenHeading title={t('segment.title')} lead={leadOf(summary)}>
        {others.length > 0 && (
          <Select
            aria-label={t('segment.compareWith')}
            placeholder={t('segment.compareWith')}
            clearable
            w={200}
            data={others.map((row) => ({ value: row.artifact.id, label: segmenterTitle(row) }))}
            value={second === undefined || second === shown ? null : second.artifact.id}
            onChange={(other) => setParams({ with: other })}
          />
        )}
        <Button variant="filled" onClick={openTrainDialog} rightSection={<Kbd keys="t" />} aria-keyshortcuts="t">
          {t('segment.train')}
        </Button>
      </ScreenHeading>
      <div className={classes.page}>
        <StageJob stage="segment" />
        <StageJob stage="maps" />
        <SegmenterTable
          rows={rows}
          shown={shown}
          onShow={(segmenter) => setParams({ segmenter })}
          onMakeDefault={makeDefault}
        />
        <Applied segment={shown.artifact.id} maps={maps} sweep={sweep} />
        {summary.remarks.map((remark) => (
          <p key={remark} className="warn">
            {remark}
          </p>
        ))}
        <div className={classes.figures}>
          <PartTable first={shown} second={second === shown ? null : (second ?? null)} />
          <ConfusionTable summary={summary} />
          {summary.importedFrom === undefined && <CalibrationPlot calibration={summary.calibration} />}
        </div>
        <SeenPictures key={shown.artifact.id} row={shown} second={second === shown ? null : (second ?? null)} />
        <SegmenterFiles
          segment={shown.artifact.id}
          onImported={(segmenter) => setParams({ segmenter, with: shown.artifact.id })}
        />
      </div>
      {dialog}
    </Frame>
  );
}

function leadOf({ importedFrom: file, isHeldOut, masks }: SegmentSummary): string {
  const counted = { masks: formatNumber(masks), count: masks };
  if (file !== undefined) return t('segment.leadImported', { file, ...counted });
  return isHeldOut ? t('segment.lead', counted) : t('segment.leadTraining');
}

function find(rows: readonly SegmenterRow[], id: string | undefined): SegmenterRow | undefined {
  return rows.find(({ artifact }) => artifact.id === id);
}

interface AppliedProps {
  readonly segment: string;
  readonly maps: readonly ArtifactNode[];
  /** The default one; null where there is none. */
  readonly sweep: string | null;
}

/** In which sweeps this segmenter has found the parts, and what comes next: to find them in the default one, to look, to measure. */
function Applied({ segment, maps, sweep }: AppliedProps) {
  const own = maps.filter(({ artifact }) => inputOf(artifact.inputs, 'segment') === segment);
  const isDone = own.some(({ artifact }) => inputOf(artifact.inputs, 'sweep') === sweep);
  return (
    <section className={classes.applied}>
      {own.map(({ artifact }) => {
        const { pictures, flicker } = artifact.summary as unknown as MapsSummary;
        const id = inputOf(artifact.inputs, 'sweep');
        return (
          <Group key={artifact.id} gap={8}>
            <p className="t2">
              {t('segment.applied', {
                pictures: formatNumber(pictures),
                sweep: id.slice(0, 8),
                flicker: formatShare(flicker),
              })}
            </p>
            <Button component="a" size="compact-xs" href={hrefTo('units', { sweep: id, parts: '1' })}>
              {t('segment.onWall')}
            </Button>
            <Button component="a" size="compact-xs" href={hrefTo('measure')}>
              {t('segment.toMeasures')}
            </Button>
          </Group>
        );
      })}
      {!isDone && (
        <>
          {own.length === 0 && (
            <p className="t2">{sweep === null ? t('segment.needsSweep') : t('segment.notApplied')}</p>
          )}
          {sweep !== null && (
            <Preflight
              request={{ stage: 'maps', segment, sweep, params: { members: 1 } }}
              label={t('segment.apply')}
              isPrimary={false}
              hasKey={false}
            />
          )}
        </>
      )}
    </section>
  );
}

function inputOf(inputs: ArtifactNode['artifact']['inputs'], role: string): string {
  return inputs.find((input) => input.role === role)?.id ?? '';
}
