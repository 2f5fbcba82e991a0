import { NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunRequest } from '#core/api.ts';
import { sweepParamsSchema } from '#core/params.ts';
import { useApi, useProject, useProjectInfo } from '#renderer/client.tsx';
import { Field, FormRow, FormStack } from '#renderer/components/FormStack.tsx';
import { Preflight } from '#renderer/components/Preflight.tsx';
import { formatNumber } from '#renderer/format.ts';
import { linkerTitle } from '#renderer/linker/linkerName.ts';
import { t } from '#renderer/text.ts';
import { parseUnitList } from './unitList.ts';

interface Form {
  readonly linker: string | null;
  readonly starts: number | string;
  readonly steps: number | string;
  readonly rangeKind: 'percentile' | 'minmax';
  readonly multiple: '1' | '2' | '3';
  readonly mode: 'linked' | 'residual';
  readonly units: string;
}

const FRESH: Form = {
  linker: null,
  starts: 10,
  steps: 5,
  rangeKind: 'percentile',
  multiple: '1',
  mode: 'linked',
  units: '',
};

export interface RunSweepProps {
  /** Whether it has the key of the screen's run button; a dialog keeps keys to itself. */
  readonly isAlone: boolean;
  onStarted?(artifactId: string, isNew: boolean): void;
}

/** Parameters of a sweep, what it will cost, and the button that starts it. */
export function RunSweep({ isAlone, onStarted }: RunSweepProps) {
  const project = useProject();
  const [form, setForm] = useState(FRESH);
  const change = (patch: Partial<Form>) => setForm((before) => ({ ...before, ...patch }));
  const unitCount = useProjectInfo().data?.pair?.units ?? 0;
  const linkers = useQuery(useApi().linker.list.queryOptions({ input: { project } })).data ?? [];
  const usual = linkers.find(({ isDefault }) => isDefault)?.artifact.id ?? null;
  const areUnitsBad = form.units.trim() !== '' && parseUnitList(form.units, unitCount) === null;
  return (
    <FormStack>
      {linkers.length > 1 && (
        <Select
          label={t('units.linker')}
          allowDeselect={false}
          data={linkers.map((row) => ({ value: row.artifact.id, label: linkerTitle(row) }))}
          value={form.linker ?? usual}
          onChange={(linker) => change({ linker })}
        />
      )}
      <FormRow>
        <NumberInput
          label={t('units.starts')}
          min={1}
          max={10_000}
          allowDecimal={false}
          value={form.starts}
          onChange={(starts) => change({ starts })}
        />
        <NumberInput
          label={t('units.steps')}
          min={2}
          max={101}
          allowDecimal={false}
          value={form.steps}
          onChange={(steps) => change({ steps })}
        />
      </FormRow>
      <FormRow>
        <Choice
          label={t('units.rangeKind')}
          value={form.rangeKind}
          onChange={(rangeKind) => change({ rangeKind })}
          options={{ percentile: t('units.rangePercentile'), minmax: t('units.rangeMinmax') }}
        />
        <Choice
          label={t('units.multiple')}
          {...(form.multiple === '1' ? {} : { hint: t('units.multipleHint') })}
          value={form.multiple}
          onChange={(multiple) => change({ multiple })}
          options={{ 1: '×1', 2: '×2', 3: '×3' }}
        />
      </FormRow>
      <Choice
        label={t('units.mode')}
        hint={form.mode === 'linked' ? t('units.modeLinkedHint') : t('units.modeResidualHint')}
        value={form.mode}
        onChange={(mode) => change({ mode })}
        options={{ linked: t('units.modeLinked'), residual: t('units.modeResidual') }}
      />
      <TextInput
        label={t('units.unitsField')}
        placeholder={t('units.unitsHint', { count: formatNumber(unitCount) })}
        value={form.units}
        error={areUnitsBad ? t('units.unitsBad', { last: formatNumber(unitCount - 1) }) : null}
        onChange={(event) => change({ units: event.currentTarget.value })}
      />
      <Preflight
        request={requestOf(form, unitCount)}
        label={t('units.run')}
        hasKey={isAlone}
        {...(onStarted === undefined ? {} : { onStarted })}
      />
    </FormStack>
  );
}

/** Null while the form does not stand for a sweep. */
function requestOf(form: Form, unitCount: number): RunRequest | null {
  const units = form.units.trim() === '' ? undefined : parseUnitList(form.units, unitCount);
  if (units === null) return null;
  const params = sweepParamsSchema.safeParse({
    starts: form.starts,
    steps: form.steps,
    range: { kind: form.rangeKind, multiple: Number(form.multiple) },
    mode: form.mode,
    ...(units === undefined ? {} : { units }),
  });
  if (!params.success) return null;
  return { stage: 'sweep', params: params.data, ...(form.linker === null ? {} : { linker: form.linker }) };
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
