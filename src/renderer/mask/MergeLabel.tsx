import { Button, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { LabelsView, LabelUse } from '#core/views/mask.ts';
import { useClient, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './LabelDialog.module.css';

export interface MergeLabelProps {
  readonly labels: LabelsView;
  readonly use: readonly LabelUse[];
  readonly from: number;
  readonly annotator: string;
  onMerged(view: LabelsView): void;
  onClose(): void;
}

/** Makes the pixels of one label count as those of another, and says before how many that are. */
export function MergeLabel({ labels, use, from, annotator, onMerged, onClose }: MergeLabelProps) {
  const project = useProject();
  const client = useClient();
  const [into, setInto] = useState<string | null>(null);
  const merge = useMutation({
    mutationFn: (target: number) =>
      client.mask.mergeLabels({ project, annotator, version: labels.version, from, into: target }),
    onSuccess: (view) => {
      onMerged(view);
      onClose();
    },
  });
  const nameOf = (value: number) => labels.labels.find((label) => label.value === value)?.name ?? '';
  const drawn = use.find(({ value }) => value === from);
  return (
    <div className={classes.merge}>
      <Select
        label={t('annotate.mergeLabel', { label: nameOf(from) })}
        value={into}
        onChange={setInto}
        data={labels.labels
          .filter(({ value }) => value !== from)
          .map(({ value, name }) => ({ value: String(value), label: name }))}
      />
      <p className="t2 caption">
        {t('annotate.mergePreview', {
          pixels: formatNumber(drawn?.pixels ?? 0),
          masks: drawn?.masks ?? 0,
          into: into === null ? t('annotate.theOther') : nameOf(Number(into)),
        })}
      </p>
      {merge.error !== null && <ErrorBlock error={merge.error} />}
      <div className={classes.actions}>
        <Button
          variant="filled"
          disabled={into === null}
          loading={merge.isPending}
          onClick={() => merge.mutate(Number(into))}
        >
          {t('annotate.merge')}
        </Button>
        <Button onClick={onClose}>{t('shared.cancel')}</Button>
      </div>
    </div>
  );
}
