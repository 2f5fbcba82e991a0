import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { useState } from 'react';
import { describeFailure } from '#core/failure.ts';
import { t } from '#renderer/text.ts';
import { fileNameOf, saveFile } from './saveFile.ts';

/** One kind of file. */
export interface SaveChoice {
  /** As the name of the file ends. */
  readonly ending: 'svg' | 'png' | 'csv';
  make(): Blob | Promise<Blob>;
}

interface SaveMenuProps {
  /** Of the plot; names the file. */
  readonly title: string;
  readonly choices: readonly SaveChoice[];
}

/** A plot as a file of the kind that is chosen. */
export function SaveMenu({ title, choices }: SaveMenuProps) {
  const [failure, setFailure] = useState<unknown>(null);
  const save = async ({ ending, make }: SaveChoice) => {
    setFailure(null);
    try {
      saveFile(fileNameOf(title, ending), await make());
    } catch (thrown) {
      setFailure(thrown);
    }
  };
  return (
    <Menu position="bottom-end">
      {failure !== null && (
        <span className="bad caption" role="alert">
          {describeFailure(failure).message}
        </span>
      )}
      <Tooltip label={t('shared.saveFigure')}>
        <Menu.Target>
          <ActionIcon size="compact-xs" aria-label={t('shared.saveFigureOf', { title })}>
            <IconFileExport size={16} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
      </Tooltip>
      <Menu.Dropdown>
        {choices.map((choice) => (
          <Menu.Item key={choice.ending} onClick={() => void save(choice)}>
            {t(`shared.saveAs_${choice.ending}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
