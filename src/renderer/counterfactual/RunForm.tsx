import { NumberInput, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunRequest } from '#core/api.ts';
import { counterfactualParamsSchema } from '#core/params.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { Field, FormRow, FormStack } from '#renderer/components/FormStack.tsx';
import { Preflight } from '#renderer/components/Preflight.tsx';
import { linkerTitle } from '#renderer/linker/linkerName.ts';
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

export interface RunFormProps {
  /** Whether it has the key of the screen's run button; a dialog keeps keys to itself. */
  readonly isAlone: boolean;
  onStarted(run: string, isNew: boolean): void;
}

/** What a run of counterfactuals is made with, and what it will cost. */
export function RunForm({ isAlone, onStarted }: RunFormProps) {
  const project = useProject();
  const api = useApi();
  const [form, setForm] = useState(FRESH);
  const change = (patch: Partial<Form>) => setForm((before) => ({ ...before, ...patch }));
  const linkers = useQuery(api.linker.list.queryOptions({ input: { project } })).data ?? [];
  const classNames = useQuery(api.samples.show.queryOptions({ input: { project } })).data?.classNames ?? [];
  const drawing = linkers.filter(({ classifierName }) => classifierName !== null);
  const usual = drawing.find(({ isDefault }) => isDefault)?.artifact.id ?? null;
  const isSame = form.pairs === 'one' && form.from !== null && form.from === form.to;
  return (
    <FormStack>
      {drawing.length > 1 && (
        <Select
          label={t('counterfactual.linkerField')}
          allowDeselect={false}
          data={drawing.map((row) => ({ value: row.artifact.id, label: linkerTitle(row) }))}
          value={form.linker ?? usual}
          onChange={(linker) => change({ linker })}
        />
      )}
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
      <FormRow>
        <Count
          label={t('counterfactual.perPair')}
          most={10_000}
          value={form.perPair}
          onChange={(perPair) => change({ perPair })}
        />
        <Count label={t('counterfactual.seeds')} most={20} value={form.seeds} onChange={(seeds) => change({ seeds })} />
        <Count
          label={t('counterfactual.members')}
          most={10}
          value={form.members}
          onChange={(members) => change({ members })}
        />
      </FormRow>
      <Choice
        label={t('counterfactual.method')}
        hint={form.method === 'proximal' ? t('counterfactual.proximalHint') : t('counterfactual.referenceHint')}
        value={form.method}
        onChange={(method) => change({ method })}
        options={{ proximal: t('counterfactual.proximal'), reference: t('counterfactual.reference') }}
      />
      {form.method === 'proximal' && (
        <>
          <FormRow>
            <NumberInput
              label={t('counterfactual.confidence')}
              description={t('counterfactual.confidenceHint')}
              min={0.5}
              max={0.999}
              step={0.05}
              value={form.confidence}
              onChange={(confidence) => change({ confidence })}
            />
            <NumberInput
              label={t('counterfactual.sparsityField')}
              min={0}
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
      <Preflight
        request={requestOf(form)}
        label={t('overview.run_counterfactual')}
        hasKey={isAlone}
        onStarted={onStarted}
      />
    </FormStack>
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

interface CountProps {
  readonly label: string;
  readonly most: number;
  readonly value: number | string;
  onChange(value: number | string): void;
}

function Count({ label, most, value, onChange }: CountProps) {
  return <NumberInput label={label} min={1} max={most} allowDecimal={false} value={value} onChange={onChange} />;
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly hint?: string;
  readonly value: Value;
  readonly options: Readonly<Record<Value, string>>;
  onChange(value: Value): void;
}

function Choice<Value extends string>({ label, hint, value, options, onChange }: ChoiceProps<Value>) {
  const entries = Object.entries(options) as [Value, string][];
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      <SegmentedControl
        aria-label={label}
        value={value}
        onChange={(chosen) => onChange(chosen as Value)}
        data={entries.map(([key, name]) => ({ value: key, label: name }))}
      />
    </Field>
  );
}
