import { Button, Drawer } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Job, JobState } from '#core/views/job.ts';
import { useClient, useJobs } from '#renderer/client.tsx';
import { createDisclosure } from '#renderer/disclosure.ts';
import { useRoute } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import classes from './JobDrawer.module.css';
import { JobRow } from './JobRow.tsx';

const drawer = createDisclosure();
export const toggleJobs = drawer.toggle;
export const openJobs = drawer.open;

const RANK: Readonly<Record<JobState, number>> = {
  running: 0,
  waiting: 1,
  failed: 2,
  interrupted: 2,
  stopped: 2,
  cancelled: 3,
  done: 4,
};

/** Every job with what can be done about it: running first, then waiting, failed, done. */
export function JobDrawer() {
  const isOpen = drawer.useIsOpen();
  const jobs = useJobs();
  return (
    <Drawer
      opened={isOpen}
      onClose={drawer.close}
      title={t('shell.jobs')}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      {jobs.length === 0 ? (
        <div>
          <p>{t('shell.jobsNone')}</p>
          <p className="t2">{t('shell.jobsNoneHint')}</p>
        </div>
      ) : (
        <ul className={classes.list}>
          {sortJobs(jobs).map((job) => (
            <JobRow key={job.id} job={job} onShown={drawer.close} />
          ))}
        </ul>
      )}
      <ClearFinished jobs={jobs} />
    </Drawer>
  );
}

export function sortJobs(jobs: readonly Job[]): Job[] {
  return jobs.toSorted((a, b) => RANK[a.state] - RANK[b.state] || b.createdAt.localeCompare(a.createdAt));
}

function ClearFinished({ jobs }: { readonly jobs: readonly Job[] }) {
  const { project } = useRoute();
  const client = useClient();
  const clear = useMutation({ mutationFn: (handle: string) => client.job.clear({ project: handle }) });
  const hasFinished = jobs.some(
    (job) => job.project === project && (job.state === 'done' || job.state === 'cancelled'),
  );
  if (project === null || !hasFinished) return null;
  return (
    <Button onClick={() => clear.mutate(project)} loading={clear.isPending}>
      {t('shell.clearFinished')}
    </Button>
  );
}
