import { NumberInput, SegmentedControl, Select, Slider } from '@mantine/core';
import { useState } from 'react';
import type { LinkerParams } from '#core/params.ts';
import { linkerParamsSchema } from '#core/params.ts';
import type { SamplesSummary } from '#core/summary.ts';
import type { ArtifactNode } from '#core/views.ts';
import { Field, FormStack } from '#renderer/components/FormStack.tsx';
import { Preflight } from '#renderer/components/Preflight.tsx';
import { formatNumber } from '#renderer/format.ts';
import { samplesLabel } from '#renderer/samples/samplesLabel.ts';
import { t } from '#renderer/text.ts';
import { PENALTIES, penaltyStep } from './penaltySteps.ts';

export interface TrainFormProps {
  /** Sample sets a linker can be fitted on, at least one. */
  readonly sets: readonly ArtifactNode[];
  /** Whether it has the screen's primary button and its key. */
  readonly isAlone: boolean;
  onStarted(artifactId: string): void;
}

/** What a linker is trained with, and what it will cost. */
export function TrainForm({ sets, isAlone, onStarted }: TrainFormProps) {
  const [params, setParams] = useState<LinkerParams>(() => linkerParamsSchema.parse({}));
  const [samples, setSamples] = useState(() => (sets.find(({ isDefault }) => isDefault) ?? sets[0])?.artifact.id ?? '');
  const set = sets.find(({ artifact }) => artifact.id === samples);
  const isRidge = params.method === 'ridge';
  return (
    <FormStack>
      <Field label={t('linker.method')} hint={isRidge ? t('linker.ridgeHint') : t('linker.leastSquaresHint')}>
        <SegmentedControl
          aria-label={t('linker.method')}
          value={params.method}
          onChange={(method) => setParams({ ...params, method: method as LinkerParams['method'] })}
          data={[
            { value: 'ridge', label: t('linker.ridge') },
            { value: 'least-squares', label: t('linker.leastSquares') },
          ]}
        />
      </Field>
      {isRidge && (
        <Field label={t('linker.penalty')} value={formatNumber(params.penalty)} hint={t('linker.penaltyHint')}>
          <PenaltySlider penalty={params.penalty} onChange={(penalty) => setParams({ ...params, penalty })} />
        </Field>
      )}
      <Field label={t('linker.samples')} {...(set === undefined ? {} : { hint: splitText(set) })}>
        <Select
          aria-label={t('linker.samples')}
          allowDeselect={false}
          value={samples}
          onChange={(id) => id !== null && setSamples(id)}
          data={sets.map((node) => ({ value: node.artifact.id, label: samplesLabel(node) }))}
        />
      </Field>
      <NumberInput
        label={t('linker.seed')}
        min={0}
        allowDecimal={false}
        value={params.seed}
        onChange={(seed) => typeof seed === 'number' && seed >= 0 && setParams({ ...params, seed })}
      />
      <Preflight
        request={set === undefined ? null : { stage: 'linker', samples, params }}
        label={t('linker.train')}
        hasKey={isAlone}
        onStarted={onStarted}
      />
    </FormStack>
  );
}

function splitText({ artifact }: ArtifactNode): string {
  const { count, heldOut } = artifact.summary as unknown as SamplesSummary;
  return t('linker.samplesHint', { training: formatNumber(count - heldOut), heldOut: formatNumber(heldOut) });
}

const MARK_EVERY = 4;

function PenaltySlider(props: { readonly penalty: number; onChange(penalty: number): void }) {
  const at = penaltyStep(props.penalty);
  return (
    <Slider
      min={0}
      max={PENALTIES.length - 1}
      step={1}
      value={at}
      onChange={(step) => props.onChange(PENALTIES[step] ?? 1)}
      marks={PENALTIES.flatMap((penalty, value) =>
        value % MARK_EVERY === 0 ? [{ value, label: exponential(penalty) }] : [],
      )}
      thumbLabel={t('linker.penalty')}
      scale={(step) => PENALTIES[step] ?? 1}
    />
  );
}

function exponential(penalty: number): string {
  return penalty === 1 ? '1' : penalty.toExponential(0).replace('e+', 'e').replace('-', '\u2212');
}
