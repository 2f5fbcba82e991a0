import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { RecentProject } from '#core/views/project.ts';
import { useApi } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { moveFocus } from '#renderer/components/moveFocus.ts';
import { DropTarget } from '#renderer/projects/DropTarget.tsx';
import { useOpenProject } from '#renderer/projects/useOpenProject.ts';
import { Banners } from '#renderer/shell/Banners.tsx';
import { t } from '#renderer/text.ts';
import classes from './WelcomeView.module.css';
import { FirstStart } from './welcome/FirstStart.tsx';
import { LastProject } from './welcome/LastProject.tsx';
import { RecentRow } from './welcome/RecentRow.tsx';
import { WelcomeAside } from './welcome/WelcomeAside.tsx';

/** Getting to work: the last project's pictures first, then the others, and the ways to a new one. */
export function WelcomeView() {
  const recent = useQuery({ ...useApi().project.recent.queryOptions(), staleTime: 0 });
  const open = useOpenProject();
  const openingPath = open.isPending && open.variables !== 'demo' ? (open.variables?.path ?? null) : null;
  const isOpeningDemo = open.isPending && open.variables === 'demo';
  const last = recent.data?.find(({ state }) => state === 'ok' || state === 'open');
  const others = recent.data?.filter((project) => project !== last) ?? [];
  useCommands(
    last === undefined
      ? []
      : [
          {
            id: 'welcome.last',
            label: t('welcome.openLast', { name: last.name }),
            group: t('shell.groupHere'),
            keys: ['Enter'],
            run: () => open.mutate({ path: last.path }),
          },
        ],
  );
  return (
    <div className={classes.welcome}>
      <WelcomeAside onOpen={open.mutate} isOpeningDemo={isOpeningDemo} />
      <main className={classes.main} aria-label={t('welcome.title')}>
        <Banners />
        {open.error !== null && (
          <div className={classes.error}>
            <ErrorBlock error={open.error} />
          </div>
        )}
        {recent.isPending && <Blocks heightsPx={[340, 68, 68]} />}
        {recent.error !== null && <ErrorBlock error={recent.error} onRetry={() => void recent.refetch()} />}
        {recent.data?.length === 0 && <FirstStart isOpening={isOpeningDemo} onOpenDemo={() => open.mutate('demo')} />}
        {last !== undefined && (
          <LastProject
            project={last}
            isOpening={openingPath === last.path}
            onOpen={() => open.mutate({ path: last.path })}
          />
        )}
        {others.length > 0 && (
          <Recent projects={others} openingPath={openingPath} onOpen={(path) => open.mutate({ path })} />
        )}
      </main>
      <DropTarget label={t('welcome.drop')} onDrop={(path) => open.mutate({ path })} />
    </div>
  );
}

interface RecentProps {
  readonly projects: readonly RecentProject[];
  readonly openingPath: string | null;
  onOpen(path: string): void;
}

function Recent({ projects, openingPath, onOpen }: RecentProps) {
  const [find, setFind] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useCommands([
    {
      id: 'welcome.find',
      label: t('welcome.findProject'),
      group: t('shell.groupHere'),
      keys: ['/'],
      run: () => field.current?.focus(),
    },
    {
      id: 'welcome.walk',
      label: t('welcome.walk'),
      group: t('shell.groupHere'),
      keys: ['ArrowDown'],
      isKeyOnly: true,
      run: () => list.current?.querySelector('button')?.focus(),
    },
  ]);
  const wanted = find.trim().toLowerCase();
  const found = projects.filter(({ name, fileName }) => `${name} ${fileName}`.toLowerCase().includes(wanted));
  return (
    <section>
      <div className={classes.recentHead}>
        <h2>{t('welcome.recentTitle')}</h2>
        <TextInput
          ref={field}
          w={200}
          aria-label={t('welcome.findProject')}
          placeholder={t('welcome.find')}
          leftSection={<IconSearch size={15} stroke={1.6} />}
          rightSection={<Kbd keys="/" />}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
      </div>
      {found.length === 0 && <p className="t2">{t('welcome.noneFound')}</p>}
      <ul ref={list} className={classes.recent} onKeyDown={moveFocus}>
        {found.map((project) => (
          <RecentRow
            key={project.path}
            project={project}
            isOpening={openingPath === project.path}
            onOpen={() => onOpen(project.path)}
          />
        ))}
      </ul>
    </section>
  );
}
