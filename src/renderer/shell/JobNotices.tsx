import { Button } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import type { Job } from '#core/views/job.ts';
import { useJobs } from '#renderer/client.tsx';
import { navigate, useRoute } from '#renderer/route.ts';
import { stageEntry } from '#renderer/screens.ts';
import { t } from '#renderer/text.ts';
import { openJobs } from './JobDrawer.tsx';
import { endedSince } from './jobProgress.ts';

const SHOWN_MS = 8_000;

/** Says what finished or failed while the person was looking at something else; the job drawer says it too, and keeps it. */
export function JobNotices() {
  const jobs = useJobs();
  const { screen, project } = useRoute();
  const before = useRef<readonly Job[]>(jobs);
  useEffect(() => {
    const ended = endedSince(before.current, jobs);
    before.current = jobs;
    for (const job of ended) {
      const isInSight = job.project === project && (screen === 'overview' || screen === stageEntry(job.stage).screen);
      if (!isInSight) showNotice(job);
    }
  }, [jobs, screen, project]);
  return <Notifications position="bottom-right" limit={3} zIndex={150} />;
}

function showNotice(job: Job): void {
  const id = `${job.id} ${job.attempts}`;
  const show = () => {
    notifications.hide(id);
    if (job.state === 'failed') openJobs();
    else navigate({ screen: stageEntry(job.stage).screen, project: job.project, params: {} });
  };
  notifications.show({
    id,
    autoClose: job.state === 'failed' ? false : SHOWN_MS,
    color: job.state === 'failed' ? 'red' : 'gray',
    title: job.title,
    closeButtonProps: { 'aria-label': t('shared.close') },
    message: (
      <>
        <p>{job.failure?.message ?? t('shell.jobDone')}</p>
        <Button size="compact-xs" mt={6} onClick={show}>
          {job.state === 'failed' ? t('shell.showJobs') : t('shell.showResult')}
        </Button>
      </>
    ),
  });
}
