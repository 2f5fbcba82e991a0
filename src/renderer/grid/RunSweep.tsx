import { useState } from 'react';
import type { RunRequest } from '#core/api/run.ts';
import { sweepParamsSchema } from '#core/params.ts';
import { useProjectInfo } from '#renderer/client.tsx';
import { Choice } from '#renderer/components/Choice.tsx';
import { FormRow } from '#renderer/components/FormStack.tsx';
import { NumberField } from '#renderer/components/NumberField.tsx';
import { RunForm, type RunFormProps } from '#renderer/components/RunForm.tsx';
import { formatNumber } from '#renderer/format.ts';
import { LinkerField } from '#renderer/linker/LinkerField.tsx';
import { t } from '#renderer/text.ts';
import { UnitsField } from './UnitsField.tsx';
import { readUnits } from './unitList.ts';

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

/** What a sweep is made with, and what it will cost. */
export function RunSweep(props: Pick<RunFormProps, 'isAlone' | 'onStarted'>) {
  const [form, setForm] = useState(FRESH);
  const change = (patch: Partial<Form>) => setForm((before) => ({ ...before, ...patch }));
  const unitCount = useProjectInfo().data?.pair?.units ?? 0;
  return (
    <RunForm
      {...props}
      request={requestOf(form, unitCount)}
      label={t('units.run')}
      more={<MoreFields form={form} change={change} />}
    >
      <LinkerField value={form.linker} onChange={(linker) => change({ linker })} />
      <UnitsField
        whenEmpty={t('units.unitsHint', { count: formatNumber(unitCount) })}
        value={form.units}
        onChange={(units) => change({ units })}
      />
      <FormRow>
        <NumberField
          label={t('units.starts')}
          min={1}
          max={10_000}
          value={form.starts}
          onChange={(starts) => change({ starts })}
        />
        <NumberField
          label={t('units.steps')}
          min={2}
          max={101}
          value={form.steps}
          onChange={(steps) => change({ steps })}
        />
      </FormRow>
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
    </>
  );
}

/** Null while the form does not stand for a sweep. */
function requestOf(form: Form, unitCount: number): RunRequest | null {
  const units = readUnits(form.units, unitCount);
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
