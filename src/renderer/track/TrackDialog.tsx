import { Modal, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { RunRequest } from '#core/api.ts';
import { trackParamsSchema } from '#core/params.ts';
import { useProjectInfo } from '#renderer/client.tsx';
import { FormRow, FormStack } from '#renderer/components/FormStack.tsx';
import { Preflight } from '#renderer/components/Preflight.tsx';
import { formatNumber } from '#renderer/format.ts';
import { parseUnitList } from '#renderer/grid/unitList.ts';
import { t } from '#renderer/text.ts';

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
}

/** Empty fields stand for all. */
const FRESH: Form = { units: '', starts: '', steps: '' };

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
      <p className="t2 caption">{t('track.formNote')}</p>
      <Preflight
        request={requestOf(form, sweep, unitCount)}
        label={t('track.run')}
        hasKey={false}
        onStarted={onStarted}
      />
    </FormStack>
  );
}

/** Null while the form does not stand for a run. */
function requestOf({ units, starts, steps }: Form, sweep: string, unitCount: number): RunRequest | null {
  const list = units.trim() === '' ? undefined : parseUnitList(units, unitCount);
  if (list === null) return null;
  const params = trackParamsSchema.safeParse({
    ...(list === undefined ? {} : { units: list }),
    ...(starts === '' ? {} : { starts }),
    ...(steps === '' ? {} : { steps }),
  });
  return params.success ? { stage: 'track', sweep, params: params.data } : null;
}
