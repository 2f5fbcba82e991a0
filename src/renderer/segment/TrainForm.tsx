import { NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import type { RunRequest } from '#core/api.ts';
import { segmentParamsSchema } from '#core/params.ts';
import { ARCHITECTURES, type Architecture } from '#core/segment/network.ts';
import type { MaskSummary } from '#core/summary.ts';
import type { ArtifactNode, SegmenterRow } from '#core/views.ts';
import { Field, FormRow, FormStack } from '#renderer/components/FormStack.tsx';
import { Preflight } from '#renderer/components/Preflight.tsx';
import { t } from '#renderer/text.ts';
import { SealMasks } from './SealMasks.tsx';
import { segmenterTitle } from './segmenterTitle.ts';

export interface TrainFormProps {
  /** Sealed masks, at least one set. */
  readonly sets: readonly ArtifactNode[];
  readonly segmenters: readonly SegmenterRow[];
  /** Whether it has the screen's primary button and its key. */
  readonly isAlone: boolean;
  onStarted(artifactId: string): void;
}

interface Form {
  readonly mask: string;
  readonly start: string;
  readonly architecture: Architecture;
  readonly members: number | string;
  readonly directions: number | string;
}

const STANDARD = segmentParamsSchema.parse({});
const ANEW = '';

/** What a segmenter is trained with, and what it will cost. */
export function TrainForm({ sets, segmenters, isAlone, onStarted }: TrainFormProps) {
  const [form, setForm] = useState<Form>(() => ({
    mask: (sets.find(({ isDefault }) => isDefault) ?? sets[0])?.artifact.id ?? '',
    start: ANEW,
    architecture: STANDARD.architecture,
    members: STANDARD.members,
    directions: STANDARD.directions ?? '',
  }));
  const change = (patch: Partial<Form>) => setForm((before) => ({ ...before, ...patch }));
  return (
    <FormStack>
      <Select
        label={t('segment.masksField')}
        allowDeselect={false}
        value={form.mask}
        onChange={(mask) => mask !== null && change({ mask })}
        data={sets.map((node) => ({ value: node.artifact.id, label: maskLabel(node) }))}
      />
      <SealMasks onSealed={(mask) => change({ mask })} />
      {segmenters.length > 0 && (
        <Select
          label={t('segment.startField')}
          allowDeselect={false}
          value={form.start}
          onChange={(start) => start !== null && change({ start })}
          data={[
            { value: ANEW, label: t('segment.startNone') },
            ...segmenters.map((row) => ({ value: row.artifact.id, label: segmenterTitle(row) })),
          ]}
        />
      )}
      {form.start === ANEW && (
        <>
          <Field
            label={t('segment.architecture')}
            hint={
              form.architecture === 'compact'
                ? t('segment.architectureHint_compact')
                : t('segment.architectureHint_reference')
            }
          >
            <Select
              aria-label={t('segment.architecture')}
              allowDeselect={false}
              value={form.architecture}
              onChange={(architecture) =>
                architecture !== null && change({ architecture: architecture as Architecture })
              }
              data={[...ARCHITECTURES]}
            />
          </Field>
          <FormRow>
            <NumberInput
              label={t('segment.members')}
              description={t('segment.membersHint')}
              min={1}
              max={20}
              allowDecimal={false}
              value={form.members}
              onChange={(members) => change({ members })}
            />
            <NumberInput
              label={t('segment.channels')}
              description={t('segment.channelsHint')}
              min={1}
              max={4096}
              allowDecimal={false}
              value={form.directions}
              onChange={(directions) => change({ directions })}
            />
          </FormRow>
        </>
      )}
      <Preflight
        request={requestOf(form, segmenters)}
        label={t('segment.train')}
        hasKey={isAlone}
        onStarted={onStarted}
      />
    </FormStack>
  );
}

/** Null while the form does not stand for a run. A segmenter that goes on has the network it began with. */
function requestOf({ mask, start, ...chosen }: Form, segmenters: readonly SegmenterRow[]): RunRequest | null {
  const from = segmenters.find(({ artifact }) => artifact.id === start);
  const params = segmentParamsSchema.safeParse(
    from?.artifact.params ?? { ...chosen, directions: chosen.directions === '' ? null : chosen.directions },
  );
  if (!params.success || mask === '') return null;
  return { stage: 'segment', mask, params: params.data, ...(from === undefined ? {} : { start: from.artifact.id }) };
}

function maskLabel({ artifact }: ArtifactNode): string {
  const { masks } = artifact.summary as unknown as MaskSummary;
  return t('segment.masksLabel', { masks, id: artifact.id.slice(0, 8) });
}
