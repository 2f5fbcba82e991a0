import { useMantineColorScheme } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { useEffect } from 'react';
import { useClient } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { navigate, showScreen } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import { openHelp } from './HelpDialog.tsx';

/** What the window's menu asks for, and the switch of theme. */
export function HostCommands() {
  const client = useClient();
  const { toggleColorScheme } = useMantineColorScheme();
  useCommands([
    { id: 'theme.toggle', label: t('shell.toggleTheme'), group: t('shell.groupProject'), run: toggleColorScheme },
  ]);
  useEffect(
    () =>
      window.unitloom?.onCommand((command) => {
        switch (command.kind) {
          case 'openProject':
            void client.project
              .open({ path: command.path })
              .then(({ project }) => navigate({ screen: 'overview', project, params: {} }));
            break;
          case 'newProject':
            navigate({ screen: 'welcome', project: null, params: {} });
            break;
          case 'chooseProject':
            navigate({ screen: 'welcome', project: null, params: {} });
            break;
          case 'settings':
            showScreen('settings');
            break;
          case 'palette':
            spotlight.open();
            break;
          case 'help':
            openHelp();
            break;
        }
      }),
    [client],
  );
  return null;
}
