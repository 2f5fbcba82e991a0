import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunRequest } from '#core/api/run.ts';
import { counterfactualParamsSchema } from '#core/params.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { Choice } from '#renderer/components/Choice.tsx';
import { FormRow } from '#renderer/components/FormStack.tsx';
import { NumberField } from '#renderer/components/NumberField.tsx';
import { RunForm, type RunFormProps } from '#renderer/components/RunForm.tsx';
import { LinkerField } from '#renderer/linker/LinkerField.tsx';
import { t } from '#renderer/text.ts';

interface Form {
  readonly linker: string | null;
  readonly method: 'proximal' | 'reference';
  readonly pairs: 'all' | 'one';
  readonly from: string | null;
  readonly to: string | null;
  readonly perPair: number | string;
  readonly seeds: number | string;
  readonly members: number | string;
  readonly confidence: number | string;
  readonly sparsity: number | string;
  readonly mode: 'linked' | 'residual';
}

const STANDARD = counterfactualParamsSchema.parse({});
const FRESH: Form = { ...STANDARD, linker: null, pairs: 'all', from: null, to: null };

/** What a run of counterfactuals is made with, and what it will cost. */
export function CounterfactualForm(props: Pick<RunFormProps, 'isAlone' | 'onStarted'>) {
  const project = useProject();
  const [form, setForm] = useState(FRESH);
  const change = (patch: Partial<Form>) => setForm((before) => ({ ...before, ...patch }));
  const classNames = useQuery(useApi().samples.show.queryOptions({ input: { project } })).data?.classNames ?? [];
  const isSame = form.pairs === 'one' && form.from !== null && form.from === form.to;
  return (
    <RunForm
      {...props}
      request={requestOf(form)}
      label={t('overview.run_counterfactual')}
      more={<MoreFields form={form} change={change} />}
    >
      <LinkerField value={form.linker} onChange={(linker) => change({ linker })} />
      <Choice
        label={t('counterfactual.pairs')}
        value={form.pairs}
        onChange={(pairs) => change({ pairs })}
        options={{ all: t('counterfactual.allPairs'), one: t('counterfactual.onePair') }}
      />
      {form.pairs === 'one' && (
        <FormRow>
          <Select
            label={t('counterfactual.fromField')}
            data={[...classNames]}
            value={form.from}
            onChange={(from) => change({ from })}
          />
          <Select
            label={t('counterfactual.toField')}
            data={[...classNames]}
            value={form.to}
            error={isSame ? t('counterfactual.sameClass') : null}
            onChange={(to) => change({ to })}
          />
        </FormRow>
      )}
      <NumberField
        label={t('counterfactual.perPair')}
        min={1}
        max={10_000}
        value={form.perPair}
        onChange={(perPair) => change({ perPair })}
      />
      <Choice
        label={t('counterfactual.method')}
        hint={form.method === 'proximal' ? t('counterfactual.proximalHint') : t('counterfactual.referenceHint')}
        value={form.method}
        onChange={(method) => change({ method })}
        options={{ proximal: t('counterfactual.proximal'), reference: t('counterfactual.reference') }}
      />
    </RunForm>
  );
}

interface MoreFieldsProps {
  readonly form: Form;
  change(patch: Partial<Form>): void;
}

function MoreFields({ form, change }: MoreFieldsProps) {
  return (
    <>
      <FormRow>
        <NumberField
          label={t('counterfactual.seeds')}
          min={1}
          max={20}
          value={form.seeds}
          onChange={(seeds) => change({ seeds })}
        />
        <NumberField
          label={t('counterfactual.members')}
          min={1}
          max={10}
          value={form.members}
          onChange={(members) => change({ members })}
        />
      </FormRow>
      {form.method === 'proximal' && (
        <>
          <FormRow>
            <NumberField
              label={t('counterfactual.confidence')}
              hint={t('counterfactual.confidenceHint')}
              isFraction
              min={0.5}
              max={0.999}
              step={0.05}
              value={form.confidence}
              onChange={(confidence) => change({ confidence })}
            />
            <NumberField
              label={t('counterfactual.sparsityField')}
              isFraction
              min={0}
              max={1_000_000}
              step={0.1}
              value={form.sparsity}
              onChange={(sparsity) => change({ sparsity })}
            />
          </FormRow>
          <Choice
            label={t('counterfactual.mode')}
            hint={form.mode === 'linked' ? t('counterfactual.modeLinkedHint') : t('counterfactual.modeResidualHint')}
            value={form.mode}
            onChange={(mode) => change({ mode })}
            options={{ linked: t('counterfactual.modeLinked'), residual: t('counterfactual.modeResidual') }}
          />
        </>
      )}
    </>
  );
}

/** Null while the form does not stand for a run. */
function requestOf({ linker, pairs, from, to, method, mode, ...numbers }: Form): RunRequest | null {
  if (pairs === 'one' && (from === null || to === null || from === to)) return null;
  const params = counterfactualParamsSchema.safeParse({
    ...numbers,
    method,
    mode: method === 'reference' ? 'linked' : mode,
    ...(pairs === 'one' ? { pairs: [{ from, to }] } : {}),
  });
  if (!params.success) return null;
  return { stage: 'counterfactual', params: params.data, ...(linker === null ? {} : { linker }) };
}
