import { ActionIcon, MultiSelect, Select, Slider, Tooltip } from '@mantine/core';
import { IconDice3 } from '@tabler/icons-react';
import { useState } from 'react';
import type { RunRequest } from '#core/api/run.ts';
import { type SamplesParams, samplesParamsSchema } from '#core/params.ts';
import type { PairInfo } from '#core/views/project.ts';
import { Field, FormRow } from '#renderer/components/FormStack.tsx';
import { NumberField } from '#renderer/components/NumberField.tsx';
import { RunForm } from '#renderer/components/RunForm.tsx';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';

export interface DrawFormProps {
  readonly pairs: readonly PairInfo[];
  /** The pair that is chosen at first. */
  readonly defaultPair: string;
  /** Whether it has the screen's key for running. */
  readonly isAlone: boolean;
  onStarted(artifactId: string): void;
}

/** Parameters as they stand in the form: numbers may be half typed. */
interface Draft extends Omit<SamplesParams, 'perClass' | 'maxDrawsPerSample' | 'seed' | 'classes'> {
  readonly classes: readonly string[];
  readonly perClass: number | string;
  readonly maxDrawsPerSample: number | string;
  readonly seed: number | string;
}

/** What samples are drawn with, and what that will cost. */
export function DrawForm({ pairs, defaultPair, isAlone, onStarted }: DrawFormProps) {
  const [draft, setDraft] = useState<Draft>(() => ({ ...samplesParamsSchema.parse({}), classes: [] }));
  const [pair, setPair] = useState(defaultPair);
  const classNames = pairs.find(({ artifactId }) => artifactId === pair)?.classNames ?? [];
  const change = (patch: Partial<Draft>) => setDraft((before) => ({ ...before, ...patch }));
  return (
    <RunForm
      request={classNames.length === 0 ? null : requestOf(draft, pair)}
      label={t('samples.drawSamples')}
      isAlone={isAlone}
      onStarted={onStarted}
      more={<MoreFields draft={draft} change={change} />}
    >
      {pairs.length > 1 && (
        <Select
          label={t('samples.formPair')}
          allowDeselect={false}
          value={pair}
          data={pairs.map(({ artifactId, name }) => ({ value: artifactId, label: name }))}
          onChange={(id) => {
            if (id === null) return;
            setPair(id);
            change({ classes: [] });
          }}
        />
      )}
      <MultiSelect
        label={t('samples.formClasses')}
        placeholder={draft.classes.length === 0 ? t('samples.allClasses') : ''}
        data={classNames}
        value={[...draft.classes]}
        searchable
        clearable
        onChange={(classes) => change({ classes })}
      />
      <NumberField
        label={t('samples.formPerClass')}
        min={1}
        max={1_000_000}
        value={draft.perClass}
        onChange={(perClass) => change({ perClass })}
      />
      <Field label={t('samples.formPsi')} value={formatNumber(draft.psi, 2)} hint={t('samples.formPsiHint')}>
        <Slider
          min={0}
          max={1.5}
          step={0.05}
          value={draft.psi}
          onChange={(psi) => change({ psi: Number(psi.toFixed(2)) })}
          thumbLabel={t('samples.formPsi')}
          marks={[
            { value: 0, label: '0' },
            { value: 0.5, label: '0.5' },
            { value: 1, label: '1' },
            { value: 1.5, label: '1.5' },
          ]}
        />
      </Field>
    </RunForm>
  );
}

interface MoreFieldsProps {
  readonly draft: Draft;
  change(patch: Partial<Draft>): void;
}

function MoreFields({ draft, change }: MoreFieldsProps) {
  return (
    <>
      <Field label={t('samples.formHeldOut')} value={formatShare(draft.heldOut, 0)}>
        <Slider
          min={0.05}
          max={0.5}
          step={0.05}
          value={draft.heldOut}
          onChange={(heldOut) => change({ heldOut: Number(heldOut.toFixed(2)) })}
          thumbLabel={t('samples.formHeldOut')}
        />
      </Field>
      <FormRow>
        <NumberField
          label={t('samples.formMostDraws')}
          min={1}
          max={1000}
          value={draft.maxDrawsPerSample}
          onChange={(maxDrawsPerSample) => change({ maxDrawsPerSample })}
        />
        <NumberField
          label={t('samples.formSeed')}
          min={0}
          max={4_294_967_295}
          value={draft.seed}
          rightSectionWidth={32}
          rightSection={<AnotherSeed onSeed={(seed) => change({ seed })} />}
          onChange={(seed) => change({ seed })}
        />
      </FormRow>
    </>
  );
}

/** Null while a field does not hold what it must. */
function requestOf({ classes, ...draft }: Draft, pair: string): RunRequest | null {
  const params = samplesParamsSchema.safeParse({ ...draft, ...(classes.length === 0 ? {} : { classes }) });
  return params.success ? { stage: 'samples', pair, params: params.data } : null;
}

const SEEDS = 10_000;

function AnotherSeed({ onSeed }: { onSeed(seed: number): void }) {
  return (
    <Tooltip label={t('samples.newSeed')}>
      <ActionIcon
        size="compact-xs"
        aria-label={t('samples.newSeed')}
        onClick={() => onSeed(Math.floor(Math.random() * SEEDS))}
      >
        <IconDice3 size={16} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
