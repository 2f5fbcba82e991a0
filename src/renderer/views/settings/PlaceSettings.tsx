import { ActionIcon, Button } from '@mantine/core';
import { IconFolderOpen, IconX } from '@tabler/icons-react';
import type { Settings } from '#core/views/app.ts';
import { choosePath } from '#renderer/projects/choosePath.ts';
import { t } from '#renderer/text.ts';
import type { ChangeSettings } from './change.ts';
import classes from './PlaceSettings.module.css';
import { Field, Section } from './Section.tsx';

interface PlaceSettingsProps {
  readonly settings: Settings;
  readonly onChange: ChangeSettings;
}

export function PlaceSettings({ settings, onChange }: PlaceSettingsProps) {
  const { projectFolder, modelFolders } = settings;
  const chooseFolder = async (take: (path: string) => void) => {
    const path = await choosePath({ kind: 'folder' });
    if (path !== null) take(path);
  };
  return (
    <Section title={t('settings.places')} hint={t('settings.modelFoldersHint')}>
      <Field label={t('settings.projectFolder')}>
        <div className={classes.path}>
          <span className="num">{projectFolder}</span>
          <Button onClick={() => void chooseFolder((path) => onChange({ projectFolder: path }))}>
            {t('shared.choose')}
          </Button>
        </div>
      </Field>
      <Field label={t('settings.modelFolders')}>
        {modelFolders.length === 0 && <p className="t3">{t('settings.noModelFolders')}</p>}
        <ul className={classes.folders}>
          {modelFolders.map((path) => (
            <li key={path} className={classes.path}>
              <span className="num">{path}</span>
              <ActionIcon
                aria-label={t('settings.removeFolder', { path })}
                onClick={() => onChange({ modelFolders: modelFolders.filter((folder) => folder !== path) })}
              >
                <IconX size={16} stroke={1.6} />
              </ActionIcon>
            </li>
          ))}
        </ul>
        <Button
          leftSection={<IconFolderOpen size={16} stroke={1.6} />}
          onClick={() => void chooseFolder((path) => onChange({ modelFolders: [...new Set([...modelFolders, path])] }))}
        >
          {t('settings.addFolder')}
        </Button>
      </Field>
    </Section>
  );
}
