import { Select } from '@mantine/core';
import { useState } from 'react';
import type { RunRequest } from '#core/api/run.ts';
import { segmentParamsSchema } from '#core/params.ts';
import type { MaskSummary } from '#core/summary.ts';
import type { ArtifactNode } from '#core/views/project.ts';
import type { SegmenterRow } from '#core/views/segment.ts';
import { RunForm } from '#renderer/components/RunForm.tsx';
import { t } from '#renderer/text.ts';
import { SealMasks } from './SealMasks.tsx';
import { segmenterTitle } from './segmenterTitle.ts';
import { TrainingFields } from './TrainingFields.tsx';
import { freshDraft, readDraft } from './trainDraft.ts';

export interface TrainFormProps {
  /** Sealed masks, at least one set. */
  readonly sets: readonly ArtifactNode[];
  readonly segmenters: readonly SegmenterRow[];
  /** Whether it has the screen's primary button and its key. */
  readonly isAlone: boolean;
  onStarted(artifactId: string): void;
}

const ANEW = '';

/** What a segmenter is trained with, and what it will cost. */
export function TrainForm({ sets, segmenters, isAlone, onStarted }: TrainFormProps) {
  const [mask, setMask] = useState(() => (sets.find(({ isDefault }) => isDefault) ?? sets[0])?.artifact.id ?? '');
  const [start, setStart] = useState(ANEW);
  const [draft, setDraft] = useState(freshDraft);
  const from = segmenters.find(({ artifact }) => artifact.id === start);
  // One that goes on has the network it began with.
  const params = from === undefined ? readDraft(draft) : segmentParamsSchema.parse(from.artifact.params);
  const request: RunRequest | null =
    params === null || mask === ''
      ? null
      : { stage: 'segment', mask, params, ...(from === undefined ? {} : { start: from.artifact.id }) };
  return (
    <RunForm
      request={request}
      label={t('segment.train')}
      isAlone={isAlone}
      onStarted={onStarted}
      {...(from === undefined ? { more: <TrainingFields draft={draft} onChange={setDraft} /> } : {})}
    >
      <Select
        label={t('segment.masksField')}
        allowDeselect={false}
        value={mask}
        onChange={(id) => id !== null && setMask(id)}
        data={sets.map((node) => ({ value: node.artifact.id, label: maskLabel(node) }))}
      />
      <SealMasks onSealed={setMask} />
      {segmenters.length > 0 && (
        <Select
          label={t('segment.startField')}
          allowDeselect={false}
          value={start}
          onChange={(id) => id !== null && setStart(id)}
          data={[
            { value: ANEW, label: t('segment.startNone') },
            ...segmenters.map((row) => ({ value: row.artifact.id, label: segmenterTitle(row) })),
          ]}
        />
      )}
    </RunForm>
  );
}

function maskLabel({ artifact }: ArtifactNode): string {
  const { masks } = artifact.summary as unknown as MaskSummary;
  return t('segment.masksLabel', { masks, id: artifact.id.slice(0, 8) });
}
