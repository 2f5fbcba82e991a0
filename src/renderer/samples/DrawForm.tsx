import { ActionIcon, MultiSelect, NumberInput, Select, Slider, Tooltip } from '@mantine/core';
import { IconDice3 } from '@tabler/icons-react';
import { useState } from 'react';
import { type SamplesParams, samplesParamsSchema } from '#core/params.ts';
import type { PairInfo } from '#core/views.ts';
import { Field, FormRow, FormStack } from '#renderer/components/FormStack.tsx';
import { Preflight } from '#renderer/components/Preflight.tsx';
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

/** What samples are drawn with, and what that will cost. */
export function DrawForm({ pairs, defaultPair, isAlone, onStarted }: DrawFormProps) {
  const [params, setParams] = useState<SamplesParams>(() => samplesParamsSchema.parse({}));
  const [pair, setPair] = useState(defaultPair);
  const classNames = pairs.find(({ artifactId }) => artifactId === pair)?.classNames ?? [];
  const { classes: chosen, ...rest } = params;
  const change = (patch: Partial<SamplesParams>) => setParams({ ...params, ...patch });
  return (
    <FormStack>
      {pairs.length > 1 && (
        <Select
          label={t('samples.formPair')}
          allowDeselect={false}
          value={pair}
          data={pairs.map(({ artifactId, name }) => ({ value: artifactId, label: name }))}
          onChange={(id) => {
            if (id === null) return;
            setPair(id);
            setParams(rest);
          }}
        />
      )}
      <MultiSelect
        label={t('samples.formClasses')}
        placeholder={chosen === undefined ? t('samples.allClasses') : ''}
        data={classNames}
        value={[...(chosen ?? [])]}
        searchable
        clearable
        onChange={(names) => setParams(names.length === 0 ? rest : { ...rest, classes: names })}
      />
      <Field label={t('samples.formPsi')} value={formatNumber(params.psi, 2)} hint={t('samples.formPsiHint')}>
        <Slider
          min={0}
          max={1.5}
          step={0.05}
          value={params.psi}
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
      <FormRow>
        <Count
          label={t('samples.formPerClass')}
          value={params.perClass}
          onChange={(perClass) => change({ perClass })}
        />
        <Count
          label={t('samples.formMostDraws')}
          value={params.maxDrawsPerSample}
          most={1000}
          onChange={(maxDrawsPerSample) => change({ maxDrawsPerSample })}
        />
      </FormRow>
      <FormRow>
        <NumberInput
          label={t('samples.formSeed')}
          min={0}
          max={4_294_967_295}
          clampBehavior="strict"
          allowDecimal={false}
          value={params.seed}
          rightSectionWidth={32}
          rightSection={<AnotherSeed onSeed={(seed) => change({ seed })} />}
          onChange={(seed) => typeof seed === 'number' && change({ seed })}
        />
        <Field label={t('samples.formHeldOut')} value={formatShare(params.heldOut, 0)}>
          <Slider
            min={0.05}
            max={0.5}
            step={0.05}
            value={params.heldOut}
            onChange={(heldOut) => change({ heldOut: Number(heldOut.toFixed(2)) })}
            thumbLabel={t('samples.formHeldOut')}
          />
        </Field>
      </FormRow>
      <Preflight
        request={classNames.length === 0 ? null : { stage: 'samples', pair, params }}
        label={t('samples.drawSamples')}
        hasKey={isAlone}
        onStarted={onStarted}
      />
    </FormStack>
  );
}

interface CountProps {
  readonly label: string;
  readonly value: number;
  readonly most?: number;
  onChange(value: number): void;
}

function Count({ label, value, most = 1_000_000, onChange }: CountProps) {
  return (
    <NumberInput
      label={label}
      min={1}
      max={most}
      clampBehavior="strict"
      allowDecimal={false}
      value={value}
      onChange={(count) => typeof count === 'number' && count >= 1 && onChange(count)}
    />
  );
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
