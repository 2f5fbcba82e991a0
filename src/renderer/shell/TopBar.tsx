import { ActionIcon, Menu, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconChevronDown, IconFolderOpen, IconHelp, IconSearch, IconX } from '@tabler/icons-react';
import { useClient } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { hrefTo, navigate, useRoute } from '#renderer/route.ts';
import { railEntryOf } from '#renderer/screens.ts';
import { t } from '#renderer/text.ts';
import { useShownCrumbs } from './crumbs.ts';
import { DeviceBadge } from './DeviceBadge.tsx';
import { openHelp } from './HelpDialog.tsx';
import { JobRing } from './JobRing.tsx';
import { useOpenInfo } from './openProject.ts';
import classes from './TopBar.module.css';

/** What is open, what runs, on which device, and the way to everything else. */
export function TopBar() {
  return (
    <header className={classes.bar}>
      <ProjectMenu />
      <Crumbs />
      <span className={classes.fill} />
      <JobRing />
      <DeviceBadge />
      <UnstyledButton className={classes.search} onClick={spotlight.open} aria-keyshortcuts="Control+K">
        <IconSearch size={15} stroke={1.6} aria-hidden />
        <span className="t2">{t('shell.search')}</span>
        <Kbd keys="mod+k" />
      </UnstyledButton>
      <Tooltip label={`${t('shell.help')} (?)`}>
        <ActionIcon aria-label={t('shell.help')} onClick={openHelp}>
          <IconHelp size={17} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}

function ProjectMenu() {
  const info = useOpenInfo();
  const client = useClient();
  const toWelcome = () => navigate({ screen: 'welcome', project: null, params: {} });
  const close = async () => {
    toWelcome();
    if (info !== null) await client.project.close({ project: info.project });
  };
  useCommands([
    {
      id: 'project.others',
      label: t('shell.otherProject'),
      group: t('shell.groupProject'),
      icon: IconFolderOpen,
      keys: ['mod+o'],
      run: toWelcome,
    },
    ...(info === null
      ? []
      : [
          {
            id: 'project.close',
            label: t('shell.closeProject'),
            group: t('shell.groupProject'),
            icon: IconX,
            run: () => void close(),
          },
        ]),
  ]);
  return (
    <Menu>
      <Menu.Target>
        <UnstyledButton className={classes.button}>
          <VisuallyHidden>{t('shell.projectMenu')} </VisuallyHidden>
          <b className={classes.name}>{info?.name ?? t('shared.appName')}</b>
          <IconChevronDown size={14} stroke={1.6} className="t3" aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconFolderOpen size={16} stroke={1.6} />}
          rightSection={<Kbd keys="mod+o" />}
          onClick={toWelcome}
        >
          {t('shell.otherProject')}
        </Menu.Item>
        {info !== null && (
          <Menu.Item leftSection={<IconX size={16} stroke={1.6} />} onClick={() => void close()}>
            {t('shell.closeProject')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Crumbs() {
  const { screen } = useRoute();
  const entry = railEntryOf(screen);
  const within = useShownCrumbs();
  if (entry === null || screen === 'overview') return null;
  return (
    <ol className={classes.crumbs}>
      <li>{within.length > 0 ? <a href={hrefTo(entry.screen)}>{entry.title}</a> : entry.title}</li>
      {within.map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ol>
  );
}
