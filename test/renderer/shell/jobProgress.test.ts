import { expect, it } from 'vitest';
import type { Job, JobState } from '#core/views/job.ts';
import { endedSince, jobShare, timeLeft } from '#renderer/shell/jobProgress.ts';

const job = (id: string, state: JobState, part: Partial<Job> = {}) =>
  ({ id, state, done: 3, total: 12, etaMs: null, ...part }) as Job;

it('tells of jobs that ended by themselves just now, once, and not of those that a person stopped', () => {
  const finishedAt = '2026-11-19T12:00:00Z';
  const now = Date.parse(finishedAt) + 500;
  const before = [job('a', 'running'), job('b', 'running'), job('c', 'running'), job('d', 'done', { finishedAt })];
  const after = [
    job('a', 'done', { finishedAt }),
    job('b', 'failed', { finishedAt }),
    job('c', 'stopped', { finishedAt }),
    job('d', 'done', { finishedAt }),
    job('failed at once', 'failed', { finishedAt }),
    job('of another day', 'done', { finishedAt: '2026-11-18T12:00:00Z' }),
  ];
  expect(endedSince(before, after, now).map(({ id }) => id)).toEqual(['a', 'b', 'failed at once']);
  expect(endedSince(after, after, now)).toEqual([]);
});

it('says how far a job is and what is left', () => {
  expect([jobShare(job('a', 'running')), jobShare(job('a', 'waiting', { total: 0 }))]).toEqual([0.25, 0]);
  expect(timeLeft(job('a', 'running', { etaMs: 130_000 }))).toBe('3 min left');
  expect(timeLeft(job('a', 'running', { etaMs: 20_000 }))).toBe('< 1 min left');
  expect(timeLeft(job('a', 'running'))).toBe('');
});
