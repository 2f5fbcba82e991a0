import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { CompactReport, VerifyReport } from '#core/views/project.ts';
import { useApi, useClient, useProject, useProjectInfo } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { formatBytes, formatNumber } from '#renderer/format.ts';
import { choosePath } from '#renderer/projects/choosePath.ts';
import { fileStem } from '#renderer/projects/fileStem.ts';
import { t } from '#renderer/text.ts';
import classes from './ProjectCare.module.css';
import { Field, Section } from './Section.tsx';

/** The open project's file, and what keeps it sound: verify, back up, compact. */
export function ProjectCare() {
  const info = useProjectInfo().data;
  if (info === undefined) return null;
  return (
    <Section title={t('settings.project')}>
      <Field label={t('settings.file')}>
        <span className="num">{info.path}</span>
      </Field>
      <Field label={t('settings.size')}>
        <span className="num">{formatBytes(info.sizeBytes)}</span>
      </Field>
      <Field label={t('settings.counts')}>
        {t('settings.countsText', {
          artifacts: formatNumber(info.artifacts),
          artifactCount: info.artifacts,
          images: formatNumber(info.images),
          imageCount: info.images,
        })}
      </Field>
      <Verify />
      <Backup name={info.name} />
      <Compact />
    </Section>
  );
}

function Verify() {
  const project = useProject();
  const client = useClient();
  const verify = useMutation({ mutationFn: () => client.project.verify({ project }) });
  return (
    <Care
      label={t('settings.verify')}
      hint={t('settings.verifyHint')}
      isBusy={verify.isPending}
      error={verify.error}
      onRun={verify.mutate}
    >
      {verify.data !== undefined && <Findings report={verify.data} />}
    </Care>
  );
}

function Findings({ report: { ok, problems, checked } }: { readonly report: VerifyReport }) {
  if (ok) {
    return t('settings.verifyOk', {
      blobs: formatNumber(checked.blobs),
      blobCount: checked.blobs,
      images: formatNumber(checked.images),
      imageCount: checked.images,
      artifacts: formatNumber(checked.artifacts),
      artifactCount: checked.artifacts,
    });
  }
  return (
    <ul className={classes.problems}>
      {problems.map(({ kind, sentence }) => (
        <li key={`${kind} ${sentence}`} className="bad">
          {sentence}
        </li>
      ))}
    </ul>
  );
}

function Backup({ name }: { readonly name: string }) {
  const project = useProject();
  const client = useClient();
  const backup = useMutation({ mutationFn: (to: string) => client.project.backup({ project, to }) });
  const run = async () => {
    const to = await choosePath({ kind: 'newFile', suggestedName: `${fileStem(name)}-backup.unitloom`, of: 'project' });
    if (to !== null) backup.mutate(to);
  };
  return (
    <Care
      label={t('settings.backup')}
      hint={t('settings.backupHint')}
      isBusy={backup.isPending}
      error={backup.error}
      onRun={() => void run()}
    >
      {backup.data !== undefined &&
        t('settings.backupDone', { path: backup.data.path, size: formatBytes(backup.data.sizeBytes) })}
    </Care>
  );
}

function Compact() {
  const project = useProject();
  const client = useClient();
  const cache = useQueryClient();
  const queryKey = useApi().project.key();
  const compact = useMutation({
    mutationFn: () => client.project.compact({ project }),
    onSuccess: () => cache.invalidateQueries({ queryKey }),
  });
  return (
    <Care
      label={t('settings.compact')}
      hint={t('settings.compactHint')}
      isBusy={compact.isPending}
      error={compact.error}
      onRun={compact.mutate}
    >
      {compact.data !== undefined && <p>{compactText(compact.data)}</p>}
    </Care>
  );
}

function compactText({ beforeBytes, afterBytes, removed }: CompactReport): string {
  return t('settings.compactDone', {
    before: formatBytes(beforeBytes),
    after: formatBytes(afterBytes),
    removed: formatNumber(removed),
    removedCount: removed,
  });
}

interface CareProps {
  readonly label: string;
  readonly hint: string;
  readonly isBusy: boolean;
  readonly error: Error | null;
  onRun(): void;
  /** What came of it. */
  readonly children?: ReactNode;
}

function Care({ label, hint, isBusy, error, onRun, children }: CareProps) {
  return (
    <div className={classes.care}>
      <Button onClick={() => onRun()} loading={isBusy}>
        {label}
      </Button>
      <div className={classes.result}>
        <p className="t2">{hint}</p>
        {children}
        {error !== null && <ErrorBlock error={error} />}
      </div>
    </div>
  );
}
