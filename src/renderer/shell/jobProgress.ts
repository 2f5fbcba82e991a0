import type { StageName } from '#core/pipeline.ts';
import type { Job } from '#core/views/job.ts';
import { minutesLeft } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';

export function jobShare(job: Job): number {
  return job.total === 0 ? 0 : Math.min(1, job.done / job.total);
}

/** `3 min left`; empty until the rate is known. */
export function timeLeft(job: Job): string {
  if (job.state === 'waiting') return t('shell.jobWaiting');
  if (job.etaMs === null) return '';
  return job.etaMs < 60_000 ? t('shell.secondsLeft') : t('shell.minutesLeft', { minutes: minutesLeft(job.etaMs) });
}

const JUST_MS = 10_000;

/** Jobs that ended by themselves just now, well or not, and were not known to have ended before. */
export function endedSince(before: readonly Job[], jobs: readonly Job[], nowMs = Date.now()): Job[] {
  const known = new Map(before.map(({ id, state }) => [id, state]));
  return jobs.filter(({ id, state, finishedAt }) => {
    if (state !== 'done' && state !== 'failed') return false;
    const isJust = finishedAt !== null && nowMs - Date.parse(finishedAt) < JUST_MS;
    return isJust && known.get(id) !== state;
  });
}

export function newestJob(jobs: readonly Job[], stage: StageName): Job | null {
  const ofStage = jobs.filter((job) => job.stage === stage);
  return ofStage.sort((a, b) => b.createdAt.localeCompare(a.createdAt))[0] ?? null;
}
