import { UnstyledButton } from '@mantine/core';
import { IconProgress } from '@tabler/icons-react';
import { isActive, useJobs } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { formatShare } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { toggleJobs } from './JobDrawer.tsx';
import classes from './JobRing.module.css';
import { jobShare, timeLeft } from './jobProgress.ts';

const RADIUS = 7;
const LENGTH = 2 * Math.PI * RADIUS;

/** Only while something runs: how far it is and how long it still takes. Opens the drawer. */
export function JobRing() {
  const jobs = useJobs();
  useCommands([
    {
      id: 'jobs.show',
      label: t('shell.jobs'),
      group: t('shell.groupProject'),
      icon: IconProgress,
      keys: ['mod+j'],
      run: toggleJobs,
    },
  ]);
  const job = jobs.find(({ state }) => state === 'running') ?? jobs.find(isActive);
  if (job === undefined) return null;
  const share = jobShare(job);
  return (
    <UnstyledButton
      className={classes.ring}
      onClick={toggleJobs}
      aria-label={t('shell.jobRing', { share: formatShare(share, 0) })}
      title={job.title}
    >
      <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" className={classes.circle}>
        <circle cx="9" cy="9" r={RADIUS} />
        <circle cx="9" cy="9" r={RADIUS} strokeDasharray={`${share * LENGTH} ${LENGTH}`} transform="rotate(-90 9 9)" />
      </svg>
      <span className="num">{formatShare(share, 0)}</span>
      <span className="t2">{timeLeft(job)}</span>
    </UnstyledButton>
  );
}
