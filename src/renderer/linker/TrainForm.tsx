import { Slider, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ArtifactNode } from '#core/views/project.ts';
import { Choice } from '#renderer/components/Choice.tsx';
import { Field, FormRow } from '#renderer/components/FormStack.tsx';
import { NumberField } from '#renderer/components/NumberField.tsx';
import { RunForm } from '#renderer/components/RunForm.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { PENALTIES, penaltyStep } from './penaltySteps.ts';
import { firstSet, SamplesField } from './SamplesField.tsx';
import { fieldsOf, freshDraft, type ReadDraft, readDraft, type TrainDraft } from './trainDraft.ts';

export interface TrainFormProps {
  /** Sample sets a linker can be fitted on, at least one. */
  readonly sets: readonly ArtifactNode[];
  /** Whether it has the screen's primary button and its key. */
  readonly isAlone: boolean;
  onStarted(artifactId: string): void;
}

interface Option {
  readonly name: string;
  /** One sentence. */
  readonly hint: string;
}

const METHODS: Readonly<Record<TrainDraft['method'], Option>> = {
  ridge: { name: t('linker.ridge'), hint: t('linker.ridgeHint') },
  'least-squares': { name: t('linker.leastSquares'), hint: t('linker.leastSquaresHint') },
  'elastic-net': { name: t('linker.elasticNet'), hint: t('linker.elasticNetHint') },
  pls: { name: t('linker.pls'), hint: t('linker.plsHint') },
  mlp: { name: t('linker.mlp'), hint: t('linker.mlpHint') },
};

const CHOICES: Readonly<Record<TrainDraft['choose'], Option>> = {
  given: { name: t('linker.given'), hint: t('linker.givenHint') },
  best: { name: t('linker.bestPoint'), hint: t('linker.bestPointHint') },
  'one-standard-error': { name: t('linker.oneStandardError'), hint: t('linker.oneStandardErrorHint') },
};

function namesOf<Value extends string>(options: Readonly<Record<Value, Option>>): Readonly<Record<Value, string>> {
  const entries = Object.entries<Option>(options);
  return Object.fromEntries(entries.map(([value, { name }]) => [value, name])) as Record<Value, string>;
}

/** What a linker is trained with, and what it will cost. */
export function TrainForm({ sets, isAlone, onStarted }: TrainFormProps) {
  const [draft, setDraft] = useState(freshDraft);
  const [samples, setSamples] = useState(() => firstSet(sets));
  const set = sets.find(({ artifact }) => artifact.id === samples);
  const { params, wrong } = readDraft(draft);
  const change = (patch: Partial<TrainDraft>) => setDraft({ ...draft, ...patch });
  return (
    <RunForm
      request={set === undefined || params === null ? null : { stage: 'linker', samples, params }}
      label={t('linker.train')}
      isAlone={isAlone}
      onStarted={onStarted}
      more={<Quantity name="seed" draft={draft} change={change} />}
    >
      <Choice
        label={t('linker.method')}
        hint={METHODS[draft.method].hint}
        options={namesOf(METHODS)}
        value={draft.method}
        onChange={(method) => change({ method })}
      />
      <MethodFields draft={draft} wrong={wrong} change={change} />
      <SamplesField label={t('linker.samples')} sets={sets} samples={samples} onChange={setSamples} />
    </RunForm>
  );
}

interface FieldsProps extends Pick<ReadDraft, 'wrong'> {
  readonly draft: TrainDraft;
  change(patch: Partial<TrainDraft>): void;
}

/** The fields that the chosen method reads. */
function MethodFields(props: FieldsProps) {
  const { draft, wrong, change } = props;
  const has = new Set(fieldsOf(draft));
  return (
    <>
      {has.has('choose') && (
        <Choice
          label={draft.method === 'pls' ? t('linker.chooseComponents') : t('linker.choosePenalty')}
          hint={CHOICES[draft.choose].hint}
          options={namesOf(CHOICES)}
          value={draft.choose}
          onChange={(choose) => change({ choose })}
        />
      )}
      {has.has('penalty') && (
        <Field label={t('linker.penalty')} value={formatNumber(Number(draft.penalty))} hint={t('linker.penaltyHint')}>
          <PenaltySlider penalty={Number(draft.penalty)} onChange={(penalty) => change({ penalty })} />
        </Field>
      )}
      {has.has('hidden') && (
        <TextInput
          label={t('linker.hidden')}
          description={t('linker.hiddenHint')}
          error={wrong.has('hidden') && t('linker.hiddenWrong')}
          value={draft.hidden}
          onChange={({ currentTarget }) => change({ hidden: currentTarget.value })}
        />
      )}
      {[['l1Ratio', 'components', 'folds'] as const, ['learningRate', 'maxEpochs', 'patience'] as const].map(
        (names) => (
          <QuantityRow key={names[0]} {...props} names={names.filter((name) => has.has(name))} />
        ),
      )}
    </>
  );
}

/** Labels, bounds, and how far a step goes. */
const QUANTITIES = {
  l1Ratio: { label: 'linker.l1Ratio', isFraction: true, min: 0.01, max: 1, step: 0.05 },
  components: { label: 'linker.components', min: 1, max: 4096, step: 1 },
  folds: { label: 'linker.folds', min: 2, max: 20, step: 1 },
  learningRate: { label: 'linker.learningRate', isFraction: true, min: 0.000001, max: 1, step: 0.001 },
  maxEpochs: { label: 'linker.maxEpochs', min: 1, max: 100_000, step: 50 },
  patience: { label: 'linker.patience', min: 1, max: 10_000, step: 5 },
  seed: { label: 'linker.seed', min: 0, max: 4_294_967_295, step: 1 },
} as const;
type QuantityName = keyof typeof QUANTITIES;

type QuantityFields = Omit<FieldsProps, 'wrong'>;

function QuantityRow({ names, ...fields }: QuantityFields & { readonly names: readonly QuantityName[] }) {
  if (names.length === 0) return null;
  return (
    <FormRow>
      {names.map((name) => (
        <Quantity key={name} name={name} {...fields} />
      ))}
    </FormRow>
  );
}

function Quantity({ name, draft, change }: QuantityFields & { readonly name: QuantityName }) {
  const { label, ...bounds } = QUANTITIES[name];
  const isMost = name === 'components' && draft.choose !== 'given';
  return (
    <NumberField
      {...bounds}
      label={t(isMost ? 'linker.mostComponents' : label)}
      value={draft[name]}
      onChange={(value) => change({ [name]: value })}
    />
  );
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
