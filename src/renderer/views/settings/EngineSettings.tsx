import { NumberInput, Select } from '@mantine/core';
import type { Settings } from '#core/views/app.ts';
import { t } from '#renderer/text.ts';
import type { ChangeSettings } from './change.ts';
import { Field, Section } from './Section.tsx';

interface EngineSettingsProps {
  readonly settings: Settings;
  readonly onChange: ChangeSettings;
}

export function EngineSettings({ settings, onChange }: EngineSettingsProps) {
  return (
    <Section title={t('settings.engine')} hint={t('settings.engineHint')}>
      <Field label={t('settings.device')} htmlFor="device">
        <Select
          id="device"
          w={320}
          allowDeselect={false}
          value={settings.device}
          onChange={(device) => onChange({ device: device as Settings['device'] })}
          data={[
            { value: 'auto', label: t('settings.deviceAuto') },
            { value: 'cuda', label: t('shell.cuda') },
            { value: 'webgpu', label: t('shell.webgpu') },
            { value: 'cpu', label: t('shell.cpu') },
          ]}
        />
      </Field>
      <Field label={t('settings.batch')} htmlFor="batch">
        <OptionalCount id="batch" value={settings.batch} most={1024} onChange={(batch) => onChange({ batch })} />
      </Field>
      <Field label={t('settings.threads')} htmlFor="threads">
        <OptionalCount id="threads" value={settings.threads} most={256} onChange={(threads) => onChange({ threads })} />
      </Field>
    </Section>
  );
}

interface OptionalCountProps {
  readonly id: string;
  readonly value: number | null;
  readonly most: number;
  onChange(value: number | null): void;
}

/** A whole number, or empty for what the engine chooses itself. Taken when the field is left, so that no half-typed number restarts it. */
function OptionalCount({ id, value, most, onChange }: OptionalCountProps) {
  return (
    <NumberInput
      id={id}
      w={140}
      key={value}
      defaultValue={value ?? ''}
      placeholder={t('settings.automatic')}
      min={1}
      max={most}
      allowDecimal={false}
      onBlur={(event) => {
        const text = event.currentTarget.value.trim();
        const next = text === '' ? null : Math.min(most, Math.max(1, Number(text)));
        if (next !== value) onChange(next);
      }}
    />
  );
}
