import { Button, SegmentedControl } from '@mantine/core';
import { IconGitCompare, IconPlus } from '@tabler/icons-react';
import { linkerParamsSchema } from '#core/params.ts';
import type { LinkerRow } from '#core/views/linker.ts';
import type { ArtifactNode, PairInfo } from '#core/views/project.ts';
import { useCommands } from '#renderer/commands.ts';
import { DemoNote } from '#renderer/components/DemoNote.tsx';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { useMakeDefault } from '#renderer/components/useMakeDefault.tsx';
import { isDemoGenerator } from '#renderer/demoPair.ts';
import { formatNumber } from '#renderer/format.ts';
import { useParams } from '#renderer/route.ts';
import { samplesLabel } from '#renderer/samples/samplesLabel.ts';
import { useCrumbs } from '#renderer/shell/crumbs.ts';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { t } from '#renderer/text.ts';
import { ByClass } from './ByClass.tsx';
import { CompareLinkers } from './CompareLinkers.tsx';
import { LinkedPairs, ORDERS } from './LinkedPairs.tsx';
import { LinkerFiles } from './LinkerFiles.tsx';
import classes from './LinkerScreen.module.css';
import { LinkerTable } from './LinkerTable.tsx';
import { LossPlot } from './LossPlot.tsx';
import { linkerTitle } from './linkerName.ts';
import { MoreFigures } from './MoreFigures.tsx';
import { PathPlot } from './PathPlot.tsx';
import { openTrainDialog } from './TrainDialog.tsx';

export interface LinkerScreenProps {
  readonly all: readonly LinkerRow[];
  /** Sample sets of the project, sealed ones. */
  readonly sets: readonly ArtifactNode[];
  readonly pairs: readonly PairInfo[];
  /** A new linker is under way. */
  onStarted(artifactId: string): void;
}

/** Linkers beside each other, one of them in detail with its pictures. */
export function LinkerScreen({ all, sets, pairs, onStarted }: LinkerScreenProps) {
  const [params, setParams] = useParams();
  const { choose: makeDefault, dialog } = useMakeDefault('linker');
  const classifiers = [...new Set(all.map(sourceName))];
  const rows = all.filter((row) => (params.classifier ?? sourceName(row)) === sourceName(row));
  const shown = find(rows, params.linker) ?? rows.find(({ isDefault }) => isDefault) ?? rows[0] ?? all[0];
  const second = find(rows, params.with);
  const walk = (step: number) => {
    const next = rows[(shown === undefined ? -1 : rows.indexOf(shown)) + step];
    if (next !== undefined) setParams({ linker: next.artifact.id });
  };
  const compare = () => {
    const other = rows.find((row) => row !== shown && row.isDefault) ?? rows.find((row) => row !== shown);
    if (other !== undefined) setParams({ with: params.with === undefined ? other.artifact.id : null });
  };
  useLinkerCommands({
    canCompare: rows.length > 1,
    compare,
    walk,
    makeDefault: () => shown !== undefined && makeDefault(shown.artifact.id),
  });
  useCrumbs(shown === undefined ? [] : [linkerTitle(shown)]);
  if (shown === undefined) return null;
  const compared = second === shown ? null : (second ?? null);
  const pair = pairs.find(({ artifactId }) => artifactId === setOf(shown, sets)?.artifact.inputs[0]?.id);
  return (
    <Frame>
      <ScreenHeading title={t('linker.title')} lead={leadOf(rows)}>
        {classifiers.length > 1 && (
          <SegmentedControl
            aria-label={t('linker.classifier')}
            value={params.classifier ?? ''}
            onChange={(classifier) => setParams({ classifier: classifier === '' ? null : classifier, with: null })}
            data={[{ value: '', label: t('linker.allClassifiers') }, ...classifiers]}
          />
        )}
        <Button
          disabled={rows.length < 2}
          leftSection={<IconGitCompare size={16} stroke={1.6} />}
          rightSection={<Kbd keys="c" />}
          aria-keyshortcuts="c"
          onClick={compare}
        >
          {t('linker.compare')}
        </Button>
        <Button
          variant="filled"
          leftSection={<IconPlus size={16} stroke={1.6} />}
          rightSection={<Kbd keys="t" />}
          aria-keyshortcuts="t"
          onClick={openTrainDialog}
        >
          {t('linker.train')}
        </Button>
      </ScreenHeading>
      <StageJob stage="linker" />
      <div className={classes.page}>
        <div className={classes.figures}>
          <div className={classes.linkers}>
            <LinkerTable
              rows={rows}
              shown={shown}
              second={compared}
              sourceOf={(row) => sourceText(row, rows, sets)}
              onShow={(linker) => setParams({ linker })}
              onCompare={(id) => setParams({ with: id })}
              onMakeDefault={makeDefault}
            />
            <LinkerFiles shown={shown} sets={sets} onImported={onStarted} />
          </div>
          {compared === null ? (
            <Details shown={shown} />
          ) : (
            <CompareLinkers
              first={shown}
              second={compared}
              rows={rows}
              sourceOf={(row) => sourceText(row, rows, sets)}
              onSecond={(id) => setParams({ with: id })}
            />
          )}
        </div>
        <Notes shown={shown} pair={pair} />
        <MoreFigures
          shown={shown}
          classNames={pair?.classNames ?? []}
          isOpen={params.figures !== undefined}
          onToggle={() => setParams({ figures: params.figures === undefined ? 'all' : null })}
        />
        {shown.classifierName === null ? (
          <p className="t2">{t('linker.noPictures')}</p>
        ) : (
          <LinkedPairs
            linker={shown.artifact.id}
            classNames={pair?.classNames ?? []}
            order={ORDERS.find((order) => order === params.order) ?? 'worst'}
            onOrder={(order) => setParams({ order })}
          />
        )}
      </div>
      {dialog}
    </Frame>
  );
}

function sourceName({ classifierName }: LinkerRow): string {
  return classifierName ?? t('linker.plainArrays');
}

function find(rows: readonly LinkerRow[], id: string | undefined): LinkerRow | undefined {
  return rows.find(({ artifact }) => artifact.id === id);
}

/** n stands in the sentence when all rows share it, else in a column. */
function leadOf(rows: readonly LinkerRow[]): string {
  const counts = new Set(rows.map(({ summary }) => summary.heldOutCount));
  const [n = 0] = counts;
  return counts.size === 1 ? t('linker.lead', { n: formatNumber(n) }) : t('linker.leadMixed');
}

function setOf(row: LinkerRow, sets: readonly ArtifactNode[]): ArtifactNode | undefined {
  return sets.find(({ artifact }) => artifact.id === row.artifact.inputs[0]?.id);
}

/** As much of what a row was made from as tells it from the others; null where they share all of it. */
function sourceText(row: LinkerRow, rows: readonly LinkerRow[], sets: readonly ArtifactNode[]): string | null {
  const set = setOf(row, sets);
  const alike = rows.filter((other) => sourceName(other) === sourceName(row));
  const parts = [
    ...(alike.length < rows.length ? [sourceName(row)] : []),
    ...(set !== undefined && alike.some((other) => setOf(other, sets) !== set) ? [samplesLabel(set)] : []),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}

interface LinkerCommands {
  readonly canCompare: boolean;
  compare(): void;
  walk(step: number): void;
  makeDefault(): void;
}

function useLinkerCommands({ canCompare, compare, walk, makeDefault }: LinkerCommands): void {
  const group = t('shell.groupHere');
  const move = { label: t('linker.moveKeys'), group, isKeyOnly: true };
  useCommands([
    { id: 'linker.train', label: t('linker.train'), group, keys: ['t'], icon: IconPlus, run: openTrainDialog },
    ...(canCompare
      ? [{ id: 'linker.compare', label: t('linker.compare'), group, keys: ['c'], icon: IconGitCompare, run: compare }]
      : []),
    { id: 'linker.default', label: t('linker.makeDefault'), group, keys: ['Enter'], run: makeDefault },
    { ...move, id: 'linker.up', keys: ['ArrowUp'], run: () => walk(-1) },
    { ...move, id: 'linker.down', keys: ['ArrowDown'], run: () => walk(1) },
  ]);
}

function Details({ shown }: { readonly shown: LinkerRow }) {
  const { summary } = shown;
  return (
    <div className={classes.details}>
      {summary.path && <PathPlot path={summary.path} params={linkerParamsSchema.parse(shown.artifact.params)} />}
      {summary.training && <LossPlot training={summary.training} />}
      {summary.perClass.length > 0 && <ByClass perClass={summary.perClass} />}
    </div>
  );
}

/** What must be known before the figures are believed. */
function Notes({ shown, pair }: { readonly shown: LinkerRow; readonly pair: PairInfo | undefined }) {
  return (
    <>
      {shown.summary.remarks.map((remark) => (
        <p key={remark} className="warn">
          {remark}
        </p>
      ))}
      {pair !== undefined && isDemoGenerator(pair.generatorName) && (
        <DemoNote title={t('linker.builtIn')} body={t('linker.builtInBody')} />
      )}
    </>
  );
}
