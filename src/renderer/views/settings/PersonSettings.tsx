import { SegmentedControl, TextInput } from '@mantine/core';
import type { Settings, Theme } from '#core/views/app.ts';
import { setAnnotator } from '#renderer/mask/annotator.ts';
import { t } from '#renderer/text.ts';
import type { ChangeSettings } from './change.ts';
import { Field, Section } from './Section.tsx';

interface PersonSettingsProps {
  readonly settings: Settings;
  readonly onChange: ChangeSettings;
}

export function PersonSettings({ settings, onChange }: PersonSettingsProps) {
  return (
    <>
      <Section title={t('settings.look')}>
        <Field label={t('settings.theme')}>
          <SegmentedControl
            aria-label={t('settings.theme')}
            value={settings.theme}
            onChange={(theme) => onChange({ theme: theme as Theme })}
            data={[
              { value: 'system', label: t('settings.themeSystem') },
              { value: 'dark', label: t('settings.themeDark') },
              { value: 'light', label: t('settings.themeLight') },
            ]}
          />
        </Field>
      </Section>
      <Section title={t('settings.person')} hint={t('settings.annotatorHint')}>
        <Field label={t('settings.annotator')} htmlFor="annotator">
          <TextInput
            id="annotator"
            w={280}
            key={settings.annotator}
            defaultValue={settings.annotator}
            maxLength={100}
            onBlur={(event) => {
              const annotator = event.currentTarget.value.trim();
              if (annotator === settings.annotator) return;
              onChange({ annotator });
              setAnnotator(annotator);
            }}
          />
        </Field>
      </Section>
    </>
  );
}
