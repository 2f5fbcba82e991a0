import { Button, NumberInput, TextInput } from '@mantine/core';
import { IconExternalLink, IconFileExport } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type ReportParams, reportParamsSchema } from '#core/params.ts';
import { useApi, useClient, useProject, useProjectInfo, useStages } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Frame } from '#renderer/components/Frame.tsx';
import { Inspector, InspectorSection, KeyValues } from '#renderer/components/Inspector.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { Preflight } from '#renderer/components/Preflight.tsx';
import { formatBytes, formatWhen, shortId } from '#renderer/format.ts';
import { choosePath } from '#renderer/projects/choosePath.ts';
import { fileStem } from '#renderer/projects/fileStem.ts';
import { hrefTo } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import classes from './ReportView.module.css';

/** What leaves the program: the newest report as it will be read, and how to build and save one. */
export function ReportView() {
  const project = useProject();
  const latest = useQuery(useApi().report.latest.queryOptions({ input: { project } }));
  const hasSweep = useStages().some(({ stage, state }) => stage === 'sweep' && (state === 'done' || state === 'stale'));
  const [params, setParams] = useState<ReportParams>(() => reportParamsSchema.parse({}));
  const build = (
    <Preflight request={hasSweep ? { stage: 'report', params } : null} label={t('report.build')} isPrimary={hasSweep} />
  );
  if (latest.isPending) return <Blocks heightsPx={[600]} />;
  if (latest.error !== null) return <ErrorBlock error={latest.error} onRetry={() => void latest.refetch()} />;
  const shown = latest.data;
  return (
    <Frame
      isFixed
      inspector={
        <Inspector label={t('report.title')} actions={build}>
          {shown !== null && <ShownReport report={shown} />}
          <InspectorSection title={t('report.content')}>
            <ContentForm params={params} onChange={setParams} />
          </InspectorSection>
        </Inspector>
      }
    >
      {shown === null ? (
        <EmptyState title={t('report.none')} hint={hasSweep ? t('report.noneHint') : needsSweep()} />
      ) : (
        <iframe key={shown.artifactId} className={classes.preview} src={shown.url} title={t('report.preview')} />
      )}
    </Frame>
  );
}

function needsSweep(): ReactNode {
  return (
    <>
      {t('report.needsSweep')} <a href={hrefTo('units')}>{t('report.toUnits')}</a>
    </>
  );
}

interface ContentFormProps {
  readonly params: ReportParams;
  onChange(params: ReportParams): void;
}

function ContentForm({ params, onChange }: ContentFormProps) {
  const { title, ...counts } = params;
  return (
    <div className={classes.form}>
      <TextInput
        label={t('report.titleField')}
        placeholder={t('report.titlePlaceholder')}
        value={title ?? ''}
        maxLength={200}
        onChange={({ currentTarget: { value } }) => onChange(value === '' ? counts : { ...counts, title: value })}
      />
      <NumberInput
        label={t('report.units')}
        min={1}
        max={200}
        allowDecimal={false}
        value={params.units}
        onChange={(units) => typeof units === 'number' && units >= 1 && onChange({ ...params, units })}
      />
      <NumberInput
        label={t('report.starts')}
        min={1}
        max={20}
        allowDecimal={false}
        value={params.starts}
        onChange={(starts) => typeof starts === 'number' && starts >= 1 && onChange({ ...params, starts })}
      />
    </div>
  );
}

interface ShownReportProps {
  readonly report: {
    readonly artifactId: string;
    readonly url: string;
    readonly title: string;
    readonly createdAt: string;
    readonly sizeBytes: number;
  };
}

function ShownReport({ report }: ShownReportProps) {
  const project = useProject();
  const client = useClient();
  const name = useProjectInfo().data?.name ?? report.title;
  const save = useMutation({
    mutationFn: (to: string) => client.report.save({ project, report: report.artifactId, to }),
  });
  const chooseAndSave = async () => {
    const to = await choosePath({ kind: 'newFile', suggestedName: `${fileStem(name)}-report.html`, of: 'report' });
    if (to !== null) save.mutate(to);
  };
  useCommands([
    {
      id: 'report.save',
      label: t('report.save'),
      group: t('shell.groupHere'),
      keys: ['mod+s'],
      icon: IconFileExport,
      run: () => void chooseAndSave(),
    },
  ]);
  return (
    <InspectorSection>
      <h1>{report.title}</h1>
      <div className={classes.facts}>
        <KeyValues
          rows={[
            [t('report.builtAt'), formatWhen(report.createdAt)],
            [
              t('report.size'),
              <span key="size" className="num">
                {formatBytes(report.sizeBytes)}
              </span>,
            ],
            [
              t('report.id'),
              <span key="id" className="num">
                {shortId(report.artifactId)}
              </span>,
            ],
          ]}
        />
      </div>
      <div className={classes.buttons}>
        <Button
          leftSection={<IconFileExport size={16} stroke={1.6} />}
          rightSection={<Kbd keys="mod+s" />}
          loading={save.isPending}
          onClick={() => void chooseAndSave()}
        >
          {t('report.save')}
        </Button>
        {window.unitloom === undefined && (
          <Button
            component="a"
            href={report.url}
            target="_blank"
            leftSection={<IconExternalLink size={16} stroke={1.6} />}
          >
            {t('report.openTab')}
          </Button>
        )}
      </div>
      {save.data !== undefined && <p className="t2 caption">{t('report.savedTo', { path: save.data.path })}</p>}
      {save.error !== null && <ErrorBlock error={save.error} />}
    </InspectorSection>
  );
}
