import { Input, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { RunRequest } from '#core/api.ts';
import { sweepParamsSchema } from '#core/params.ts';
import { useApi, useProject, useProjectInfo } from '#renderer/client.tsx';
import { Preflight } from '#renderer/components/Preflight.tsx';
import { formatNumber, formatWhen } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './RunSweep.module.css';
import { parseUnitList } from './unitList.ts';

interface Form {
  readonly linker: string | null;
  readonly starts: number | string;
  readonly steps: number | string;
  readonly rangeKind: 'percentile' | 'minmax';
  readonly multiple: string;
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
  /** In a dialog, which keeps keys to itself, the run button has no key. */
  readonly isDialog?: boolean;
  readonly onStarted?: (artifactId: string, isNew: boolean) => void;
}

/** Parameters of a sweep, what it will cost, and the button that starts it. */
export function RunSweep({ onStarted, isDialog = false }: RunSweepProps) {
  const project = useProject();
  const [form, setForm] = useState(FRESH);
  const change = (patch: Partial<Form>) => setForm((before) => ({ ...before, ...patch }));
  const unitCount = useProjectInfo().data?.pair?.units ?? 0;
  const linkers = useQuery(useApi().linker.list.queryOptions({ input: { project } })).data ?? [];
  const usual = linkers.find(({ isDefault }) => isDefault)?.artifact.id ?? null;
  const areUnitsBad = form.units.trim() !== '' && parseUnitList(form.units, unitCount) === null;
  return (
    <div className={classes.form}>
      {linkers.length > 1 && (
        <Select
          className={classes.wide}
          label={t('units.linker')}
          allowDeselect={false}
          data={linkers.map(({ artifact, summary }) => ({
            value: artifact.id,
            label: `${summary.method} ${formatNumber(summary.penalty)}, ${formatWhen(artifact.createdAt)}`,
          }))}
          value={form.linker ?? usual}
          onChange={(linker) => change({ linker })}
        />
      )}
      <NumberInput
        label={t('units.starts')}
        min={1}
        max={10_000}
        value={form.starts}
        onChange={(starts) => change({ starts })}
      />
      <NumberInput
        label={t('units.steps')}
        min={2}
        max={101}
        value={form.steps}
        onChange={(steps) => change({ steps })}
      />
      <Choice
        label={t('units.rangeKind')}
        value={form.rangeKind}
        onChange={(rangeKind) => change({ rangeKind })}
        options={{ percentile: t('units.rangePercentile'), minmax: t('units.rangeMinmax') }}
      />
      <Choice
        label={t('units.multiple')}
        hint={form.multiple === '1' ? null : t('units.multipleHint')}
        value={form.multiple}
        onChange={(multiple) => change({ multiple })}
        options={{ 1: '×1', 2: '×2', 3: '×3' }}
      />
      <Choice
        isWide
        label={t('units.mode')}
        hint={t('units.modeHint')}
        value={form.mode}
        onChange={(mode) => change({ mode })}
        options={{ linked: t('units.modeLinked'), residual: t('units.modeResidual') }}
      />
      <TextInput
        className={classes.wide}
        label={t('units.unitsField')}
        description={t('units.unitsHint')}
        placeholder={t('units.unitsAll', { count: formatNumber(unitCount) })}
        value={form.units}
        error={areUnitsBad ? t('units.unitsBad', { last: formatNumber(unitCount - 1) }) : null}
        onChange={(event) => change({ units: event.currentTarget.value })}
      />
      <div className={classes.run}>
        <Preflight
          request={requestOf(form, unitCount)}
          label={t('units.run')}
          hasKey={!isDialog}
          {...(onStarted === undefined ? {} : { onStarted })}
        />
      </div>
    </div>
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
  readonly hint?: ReactNode;
  readonly value: Value;
  readonly options: Readonly<Record<Value, string>>;
  readonly isWide?: boolean;
  onChange(value: Value): void;
}

function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const entries = Object.entries(props.options) as [Value, string][];
  return (
    <Input.Wrapper
      label={props.label}
      description={props.hint}
      inputWrapperOrder={['label', 'input', 'description']}
      labelElement="div"
      descriptionProps={{ mt: 4 }}
      className={props.isWide ? classes.wide : undefined}
    >
      <div>
        <SegmentedControl
          aria-label={props.label}
          value={props.value}
          onChange={(value) => props.onChange(value as Value)}
          data={entries.map(([value, label]) => ({ value, label }))}
        />
      </div>
    </Input.Wrapper>
  );
}
