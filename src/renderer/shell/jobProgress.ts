import type { Job } from '#core/views.ts';
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

/** Jobs that were under way and have now ended by themselves, well or not. */
export function endedSince(before: readonly Job[], now: readonly Job[]): Job[] {
  const active = new Set(before.filter(({ state }) => state === 'running' || state === 'waiting').map(({ id }) => id));
  return now.filter(({ id, state }) => active.has(id) && (state === 'done' || state === 'failed'));
}
