import { Button, Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunRequest } from '#core/api/run.ts';
import { type SourceFile, trackParamsSchema } from '#core/params.ts';
import { useApi, useProject, useProjectInfo } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { FormDialog } from '#renderer/components/FormDialog.tsx';
import { Field, FormRow } from '#renderer/components/FormStack.tsx';
import { NumberField } from '#renderer/components/NumberField.tsx';
import { RunForm } from '#renderer/components/RunForm.tsx';
import { UnitsField } from '#renderer/grid/UnitsField.tsx';
import { readUnits } from '#renderer/grid/unitList.ts';
import { choosePath } from '#renderer/projects/choosePath.ts';
import { t } from '#renderer/text.ts';
import classes from './TrackDialog.module.css';

interface TrackDialogProps {
  readonly sweep: string;
  readonly isOpen: boolean;
  onClose(): void;
}

export function TrackDialog({ sweep, isOpen, onClose }: TrackDialogProps) {
  return (
    <FormDialog title={t('track.title')} isOpen={isOpen} onClose={onClose}>
      <TrackForm sweep={sweep} onStarted={onClose} />
    </FormDialog>
  );
}

interface Form {
  readonly units: string;
  readonly starts: number | string;
  readonly steps: number | string;
  /** A flow model of the user's; null for the built-in tracker. */
  readonly flow: SourceFile | null;
  /** The built-in tracker goes by the generator's features too. */
  readonly features: boolean;
}

/** Empty fields stand for all. */
const FRESH: Form = { units: '', starts: '', steps: '', flow: null, features: false };

/** Which pictures of a sweep are tracked, and what it will cost. */
function TrackForm({ sweep, onStarted }: { readonly sweep: string; onStarted(): void }) {
  const [form, setForm] = useState(FRESH);
  const change = (patch: Partial<Form>) => setForm((before) => ({ ...before, ...patch }));
  const pair = useProjectInfo().data?.pair;
  const unitCount = pair?.units ?? 0;
  return (
    <RunForm
      request={requestOf(form, sweep, unitCount)}
      label={t('track.run')}
      isAlone={false}
      onStarted={(_, isNew) => isNew && onStarted()}
      more={
        <>
          <FlowModel flow={form.flow} onChange={(flow) => change({ flow, features: false })} />
          {form.flow === null && (
            <Features
              areShown={pair?.hasFeatures === true}
              isOn={form.features}
              onChange={(features) => change({ features })}
            />
          )}
        </>
      }
    >
      <UnitsField whenEmpty={t('track.allUnits')} value={form.units} onChange={(units) => change({ units })} />
      <FormRow>
        <NumberField
          label={t('units.starts')}
          whenEmpty={t('track.all')}
          min={1}
          max={10_000}
          value={form.starts}
          onChange={(starts) => change({ starts })}
        />
        <NumberField
          label={t('units.steps')}
          whenEmpty={t('track.all')}
          min={2}
          max={101}
          value={form.steps}
          onChange={(steps) => change({ steps })}
        />
      </FormRow>
      <p className="t2 caption">{t('track.formNote')}</p>
    </RunForm>
  );
}

interface FlowModelProps {
  readonly flow: SourceFile | null;
  onChange(flow: SourceFile | null): void;
}

/** What finds the motion: the built-in tracker, or an ONNX model of the user's. */
function FlowModel({ flow, onChange }: FlowModelProps) {
  const project = useProject();
  const add = useMutation(useApi().track.addFlowModel.mutationOptions());
  const choose = async () => {
    const from = await choosePath({ kind: 'model' });
    if (from !== null) add.mutate({ project, from }, { onSuccess: onChange });
  };
  return (
    <>
      <Field label={t('track.tracker')} hint={flow === null ? t('track.builtInHint') : t('track.flowHint')}>
        <div className={classes.tracker}>
          <span className={classes.name}>{flow === null ? t('track.builtIn') : flow.file}</span>
          {flow !== null && <Button onClick={() => onChange(null)}>{t('track.useBuiltIn')}</Button>}
          <Button loading={add.isPending} onClick={() => void choose()}>
            {t('track.chooseFlow')}
          </Button>
        </div>
      </Field>
      {add.error !== null && <ErrorBlock error={add.error} />}
    </>
  );
}

interface FeaturesProps {
  /** The generator has some to show. */
  readonly areShown: boolean;
  readonly isOn: boolean;
  onChange(isOn: boolean): void;
}

function Features({ areShown, isOn, onChange }: FeaturesProps) {
  return (
    <Switch
      label={t('track.features')}
      description={areShown ? t('track.featuresHint') : t('track.noFeatures')}
      disabled={!areShown}
      checked={isOn}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

/** Null while the form does not stand for a run. */
function requestOf(
  { units, starts, steps, flow, features }: Form,
  sweep: string,
  unitCount: number,
): RunRequest | null {
  const list = readUnits(units, unitCount);
  if (list === null) return null;
  const params = trackParamsSchema.safeParse({
    ...(list === undefined ? {} : { units: list }),
    ...(starts === '' ? {} : { starts }),
    ...(steps === '' ? {} : { steps }),
    ...(flow === null ? {} : { flow }),
    ...(features ? { features } : {}),
  });
  return params.success ? { stage: 'track', sweep, params: params.data } : null;
}
