import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Job, JobState } from '#core/views/job.ts';
import { isActive, useClient } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { formatDuration, formatNumber, formatRate, formatShare } from '#renderer/format.ts';
import { navigate } from '#renderer/route.ts';
import { stageEntry } from '#renderer/screens.ts';
import { t } from '#renderer/text.ts';
import classes from './JobDrawer.module.css';
import { jobShare, timeLeft } from './jobProgress.ts';

const STATE_LABELS: Readonly<Record<JobState, string>> = {
  waiting: t('shell.jobWaiting'),
  running: t('shell.jobRunning'),
  done: t('shell.jobDone'),
  failed: t('shell.jobFailed'),
  cancelled: t('shell.jobCancelled'),
  stopped: t('shell.jobStopped'),
  interrupted: t('shell.jobInterrupted'),
};

interface JobRowProps {
  readonly job: Job;
  /** Called when the person followed the row to its result. */
  onShown(): void;
}

export function JobRow({ job, onShown }: JobRowProps) {
  const { icon: Icon, screen } = stageEntry(job.stage);
  const show = () => {
    navigate({ screen, project: job.project, params: {} });
    onShown();
  };
  return (
    <li className={classes.row}>
      <Icon size={18} stroke={1.6} className="t2" aria-hidden />
      <div className={classes.what}>
        <div className={classes.title}>
          <b>{job.title}</b> <span className="t2">{job.projectName}</span>
        </div>
        {isActive(job) && <ProgressLine job={job} />}
        <div className="caption t2">{describeJob(job)}</div>
        {job.state === 'failed' && job.failure !== null && <ErrorBlock error={job.failure} />}
      </div>
      <JobActions job={job} onShow={show} />
    </li>
  );
}

export function ProgressLine({ job }: { readonly job: Job }) {
  const share = jobShare(job);
  return (
    <div
      className={classes.track}
      role="progressbar"
      aria-label={job.title}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={formatShare(share, 0)}
    >
      <div style={{ width: `${share * 100}%` }} />
    </div>
  );
}

/** `4120 of 8000 strips, 512 strips/s, 3 min left`, or how it ended. */
export function describeJob(job: Job): string {
  const done = t('shell.jobProgress', { done: formatNumber(job.done), total: formatNumber(job.total), item: job.item });
  if (job.state === 'running' && job.activity !== null) return activityText(job.activity);
  if (job.state === 'running') {
    const rate = job.rate === null ? '' : formatRate(job.rate, `${job.item}/s`);
    return [done, rate, timeLeft(job)].filter((part) => part !== '').join(', ');
  }
  if (job.state === 'done' && job.startedAt !== null && job.finishedAt !== null) {
    return t('shell.jobDoneIn', { duration: formatDuration(Date.parse(job.finishedAt) - Date.parse(job.startedAt)) });
  }
  return job.state === 'waiting' ? STATE_LABELS.waiting : `${STATE_LABELS[job.state]}, ${done}`;
}

/** `fitting, epoch 12 of at most 300, loss 0.21, on unseen rows 0.24`. */
function activityText({ doing, epochs }: NonNullable<Job['activity']>): string {
  const last = epochs?.at(-1);
  if (last === undefined) return doing;
  const losses = { train: formatNumber(last.trainLoss, 4), validation: formatNumber(last.validationLoss, 4) };
  return t('shell.jobLosses', { doing, ...losses });
}

interface JobActionsProps {
  readonly job: Job;
  /** Goes to the result; absent where it is on screen already. */
  readonly onShow?: () => void;
}

export function JobActions({ job, onShow }: JobActionsProps) {
  const client = useClient();
  const act = useMutation({ mutationFn: (verb: 'cancel' | 'stop' | 'resume') => client.job[verb]({ job: job.id }) });
  if (act.error !== null) return <ErrorBlock error={act.error} />;
  if (job.state === 'done') {
    if (onShow === undefined) return null;
    return (
      <Button size="compact-xs" onClick={onShow}>
        {t('shell.showResult')}
      </Button>
    );
  }
  if (!isActive(job)) {
    return (
      <Button
        size="compact-xs"
        leftSection={<IconPlayerPlay size={14} />}
        loading={act.isPending}
        onClick={() => act.mutate('resume')}
      >
        {t('shell.resume')}
      </Button>
    );
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('shell.jobActions')} loading={act.isPending}>
          <IconPlayerStop size={16} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => act.mutate('stop')}>{t('shell.stopAfterItem')}</Menu.Item>
        <Menu.Item onClick={() => act.mutate('cancel')}>{t('shell.stopNow')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
