import { expect, it } from 'vitest';
import type { Job, JobState } from '#core/views.ts';
import { endedSince, jobShare, timeLeft } from '#renderer/shell/jobProgress.ts';

const job = (id: string, state: JobState, part: Partial<Job> = {}) =>
  ({ id, state, done: 3, total: 12, etaMs: null, ...part }) as Job;

it('tells of jobs that ended by themselves, once, and not of those that a person stopped', () => {
  const before = [job('a', 'running'), job('b', 'running'), job('c', 'running'), job('d', 'done')];
  const now = [job('a', 'done'), job('b', 'failed'), job('c', 'stopped'), job('d', 'done')];
  expect(endedSince(before, now).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(endedSince(now, now)).toEqual([]);
});

it('says how far a job is and what is left', () => {
  expect([jobShare(job('a', 'running')), jobShare(job('a', 'waiting', { total: 0 }))]).toEqual([0.25, 0]);
  expect(timeLeft(job('a', 'running', { etaMs: 130_000 }))).toBe('3 min left');
  expect(timeLeft(job('a', 'running', { etaMs: 20_000 }))).toBe('< 1 min left');
  expect(timeLeft(job('a', 'running'))).toBe('');
});
