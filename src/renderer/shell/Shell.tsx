import { type ReactNode, useEffect } from 'react';
import type { AppInfo } from '#core/views/app.ts';
import { useGuest, useProjectInfo } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { navigate, useRoute } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import { Banners, ProjectBanners } from './Banners.tsx';
import { JobDrawer } from './JobDrawer.tsx';
import { ProjectGone } from './ProjectGone.tsx';
import { Rail } from './Rail.tsx';
import classes from './Shell.module.css';
import { TopBar } from './TopBar.tsx';

/** Top bar, stage rail, banners, and the screen in the middle. Settings can also be open without a project. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { project, screen } = useRoute();
  const guest = useGuest();
  if (guest === undefined) return null;
  if (guest !== null) return <GuestShell guest={guest}>{children}</GuestShell>;
  return (
    <div className={classes.shell} data-narrow={screen === 'annotate'}>
      <button type="button" className={classes.skip} onClick={focusContent}>
        {t('shell.skip')}
      </button>
      <TopBar />
      <Rail />
      <main id="content" tabIndex={-1} className={classes.main} aria-label={t('shell.content')}>
        <Banners />
        {project !== null && <ProjectBanners />}
        <div className={classes.screen}>{project === null ? children : <OpenProject>{children}</OpenProject>}</div>
      </main>
      <JobDrawer />
    </div>
  );
}

/** The window of somebody who was let in to annotate: the canvas of one project, wherever the address points. */
function GuestShell({
  guest,
  children,
}: {
  readonly guest: NonNullable<AppInfo['annotator']>;
  readonly children: ReactNode;
}) {
  const { project, screen } = useRoute();
  const isHere = screen === 'annotate' && project === guest.project;
  useEffect(() => {
    if (!isHere) navigate({ screen: 'annotate', project: guest.project, params: {} }, { replace: true });
  }, [isHere, guest.project]);
  return (
    <div className={classes.guest}>
      <header className={classes.guestBar}>
        <b>{t('shared.appName')}</b>
        <span className="t2">{t('people.guest', { name: guest.name })}</span>
      </header>
      <main id="content" tabIndex={-1} className={classes.main} aria-label={t('shell.content')}>
        <Banners />
        <div className={classes.screen}>{isHere && <OpenProject>{children}</OpenProject>}</div>
      </main>
    </div>
  );
}

/** Holds the screen back until the project of the address is known to be open. */
function OpenProject({ children }: { readonly children: ReactNode }) {
  const info = useProjectInfo();
  if (info.data !== undefined) return children;
  if (info.error === null) return null;
  return (
    <div className={classes.broken}>
      <ErrorBlock error={info.error} onRetry={() => void info.refetch()}>
        <ProjectGone />
      </ErrorBlock>
    </div>
  );
}

/** The address holds the screen, so the jump is made by focus rather than by fragment. */
function focusContent(): void {
  document.getElementById('content')?.focus();
}
