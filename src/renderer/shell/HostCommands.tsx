import { useMantineColorScheme } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconContrast } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { HostCommand } from '#core/hostBridge.ts';
import { useCommands } from '#renderer/commands.ts';
import { openNewProject } from '#renderer/projects/NewProjectDialog.tsx';
import { chooseProject, useOpenProject } from '#renderer/projects/useOpenProject.ts';
import { showScreen } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import { FailureDialog } from './FailureDialog.tsx';
import { openHelp } from './HelpDialog.tsx';

/** What the window's menu asks for, and the switch of theme. */
export function HostCommands() {
  const open = useOpenProject();
  const { toggleColorScheme } = useMantineColorScheme();
  useCommands([
    {
      id: 'theme.toggle',
      label: t('shell.toggleTheme'),
      group: t('shell.groupProject'),
      icon: IconContrast,
      run: toggleColorScheme,
    },
  ]);
  const obey = (command: HostCommand) => {
    switch (command.kind) {
      case 'openProject':
        open.mutate({ path: command.path });
        break;
      case 'newProject':
        openNewProject();
        break;
      case 'chooseProject':
        void chooseProject(open.mutate);
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
  };
  const latest = useRef(obey);
  useEffect(() => {
    latest.current = obey;
  });
  useEffect(() => window.unitloom?.onCommand((command) => latest.current(command)), []);
  return <FailureDialog error={open.error} onClose={open.reset} />;
}
