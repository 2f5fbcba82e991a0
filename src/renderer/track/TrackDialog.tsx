import { Button, Modal, NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunRequest } from '#core/api.ts';
import { type SourceFile, trackParamsSchema } from '#core/params.ts';
import { useApi, useProject, useProjectInfo } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Field, FormRow, FormStack } from '#renderer/components/FormStack.tsx';
import { Preflight } from '#renderer/components/Preflight.tsx';
import { formatNumber } from '#renderer/format.ts';
import { parseUnitList } from '#renderer/grid/unitList.ts';
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
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('track.title')}
      size={480}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      <TrackForm sweep={sweep} onStarted={onClose} />
    </Modal>
  );
}

interface Form {
  readonly units: string;
  readonly starts: number | string;
  readonly steps: number | string;
  /** A flow model of the user's; null for the built-in tracker. */
  readonly flow: SourceFile | null;
}

/** Empty fields stand for all. */
const FRESH: Form = { units: '', starts: '', steps: '', flow: null };

/** Which pictures of a sweep are tracked, what it will cost, and the button that starts it. */
function TrackForm({ sweep, onStarted }: { readonly sweep: string; onStarted(): void }) {
  const [form, setForm] = useState(FRESH);
  const change = (patch: Partial<Form>) => setForm((before) => ({ ...before, ...patch }));
  const unitCount = useProjectInfo().data?.pair?.units ?? 0;
  const areUnitsBad = form.units.trim() !== '' && parseUnitList(form.units, unitCount) === null;
  return (
    <FormStack>
      <TextInput
        label={t('units.unitsField')}
        placeholder={t('track.allUnits')}
        value={form.units}
        error={areUnitsBad ? t('units.unitsBad', { last: formatNumber(unitCount - 1) }) : null}
        onChange={(event) => change({ units: event.currentTarget.value })}
      />
      <FormRow>
        <NumberInput
          label={t('units.starts')}
          placeholder={t('track.all')}
          min={1}
          max={10_000}
          allowDecimal={false}
          value={form.starts}
          onChange={(starts) => change({ starts })}
        />
        <NumberInput
          label={t('units.steps')}
          placeholder={t('track.all')}
          min={2}
          max={101}
          allowDecimal={false}
          value={form.steps}
          onChange={(steps) => change({ steps })}
        />
      </FormRow>
      <FlowModel flow={form.flow} onChange={(flow) => change({ flow })} />
      <p className="t2 caption">{t('track.formNote')}</p>
      <Preflight
        request={requestOf(form, sweep, unitCount)}
        label={t('track.run')}
        hasKey={false}
        onStarted={(_, isNew) => isNew && onStarted()}
      />
    </FormStack>
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

/** Null while the form does not stand for a run. */
function requestOf({ units, starts, steps, flow }: Form, sweep: string, unitCount: number): RunRequest | null {
  const list = units.trim() === '' ? undefined : parseUnitList(units, unitCount);
  if (list === null) return null;
  const params = trackParamsSchema.safeParse({
    ...(list === undefined ? {} : { units: list }),
    ...(starts === '' ? {} : { starts }),
    ...(steps === '' ? {} : { steps }),
    ...(flow === null ? {} : { flow }),
  });
  return params.success ? { stage: 'track', sweep, params: params.data } : null;
}
