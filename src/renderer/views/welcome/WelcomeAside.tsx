import { UnstyledButton } from '@mantine/core';
import { type Icon, IconFlask, IconFolderOpen, IconHelp, IconPlus, IconSettings } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useApi, useEngine } from '#renderer/client.tsx';
import { type Command, useCommands } from '#renderer/commands.ts';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { moveFocus } from '#renderer/components/moveFocus.ts';
import { NEW_PROJECT_KEYS, openNewProject } from '#renderer/projects/NewProjectDialog.tsx';
import { chooseProject } from '#renderer/projects/useOpenProject.ts';
import { hrefTo } from '#renderer/route.ts';
import { DeviceLine } from '#renderer/shell/DeviceBadge.tsx';
import { openHelp } from '#renderer/shell/HelpDialog.tsx';
import { t } from '#renderer/text.ts';
import classes from './WelcomeAside.module.css';
import { Wordmark } from './Wordmark.tsx';

interface WelcomeAsideProps {
  onOpen(which: { readonly path: string } | 'demo'): void;
  readonly isOpeningDemo: boolean;
}

/** The ways in, what computes, and which version this is. */
export function WelcomeAside({ onOpen, isOpeningDemo }: WelcomeAsideProps) {
  const engine = useEngine();
  const info = useQuery(useApi().app.info.queryOptions()).data;
  const ways = [
    { id: 'welcome.demo', label: t('welcome.openDemo'), keys: ['d'], icon: IconFlask, run: () => onOpen('demo') },
    { id: 'welcome.new', label: t('welcome.newProject'), keys: NEW_PROJECT_KEYS, icon: IconPlus, run: openNewProject },
    {
      id: 'welcome.open',
      label: t('welcome.openProject'),
      keys: ['mod+o'],
      icon: IconFolderOpen,
      run: () => void chooseProject(onOpen),
    },
  ].map((way) => ({ ...way, group: t('shell.groupHere') })) satisfies Command[];
  useCommands(ways);
  return (
    <aside className={classes.aside}>
      <Wordmark />
      <nav className={classes.ways} onKeyDown={moveFocus} aria-label={t('welcome.title')}>
        {ways.map((way) => (
          <Way key={way.id} {...way} isBusy={way.id === 'welcome.demo' && isOpeningDemo} />
        ))}
      </nav>
      <p className={`t2 ${classes.hint}`}>{t('welcome.demoHint')}</p>
      <div className={classes.fill} />
      {engine !== null && (
        <div className={classes.device}>
          <DeviceLine engine={engine} />
          {engine.message !== null && <p className="t3 caption">{engine.message}</p>}
        </div>
      )}
      <div className={classes.foot}>
        <a href={hrefTo('settings')}>
          <IconSettings size={16} stroke={1.6} aria-hidden /> {t('welcome.settings')}
        </a>
        <UnstyledButton onClick={openHelp}>
          <IconHelp size={16} stroke={1.6} aria-hidden /> {t('welcome.shortcuts')}
        </UnstyledButton>
        <span className={`num t3 ${classes.version}`}>{info?.version}</span>
      </div>
    </aside>
  );
}

interface WayProps {
  readonly label: string;
  readonly keys: readonly string[];
  readonly icon: Icon;
  readonly isBusy: boolean;
  run(): void;
}

function Way({ label, keys, icon: WayIcon, isBusy, run }: WayProps) {
  return (
    <UnstyledButton className={classes.way} aria-busy={isBusy} disabled={isBusy} onClick={run}>
      <WayIcon size={18} stroke={1.6} aria-hidden />
      <span className={classes.label}>{isBusy ? t('projects.opening') : label}</span>
      {keys[0] !== undefined && <Kbd keys={keys[0]} />}
    </UnstyledButton>
  );
}
