import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useCommands } from '#renderer/commands.ts';
import { useParams } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import { openMaskFiles } from './MaskFilesDialog.tsx';

/** From the queue to agreement, files and packets. */
export function PeopleMenu() {
  const [, setParams] = useParams();
  const showAgreement = () => setParams({ view: 'agreement', picture: null }, { push: true });
  useCommands([
    { id: 'people.agreement', label: t('people.agreement'), group: t('annotate.title'), run: showAgreement },
    { id: 'people.files', label: t('people.menu'), group: t('annotate.title'), run: openMaskFiles },
  ]);
  return (
    <Menu position="top-end">
      <Tooltip label={t('people.menu')}>
        <Menu.Target>
          <ActionIcon size={30} aria-label={t('people.menu')}>
            <IconUsers size={17} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
      </Tooltip>
      <Menu.Dropdown>
        <Menu.Item onClick={showAgreement}>{t('people.agreement')}</Menu.Item>
        <Menu.Item
          onClick={openMaskFiles}
        >{`${t('people.import')}, ${t('people.export').toLowerCase()}, ${t('people.packet').toLowerCase()}`}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
