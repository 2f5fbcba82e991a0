import { expect, test } from 'vitest';
import type { JobRow } from '#backend/store/jobs.ts';
import { openProject } from '#backend/store/project.ts';
import { temporaryProject } from './temporaryProject.ts';

function jobOf(id: string, state: JobRow['state']): JobRow {
  return {
    id,
    request: { stage: 'samples', params: { seed: 1 } },
    stage: 'samples',
    title: 'Draw samples',
    state,
    artifactId: 'a'.repeat(32),
    done: 0,
    total: 10,
    item: 'draws',
    attempts: 0,
    createdAt: '2026-01-01T00:00:00.000Z',
    startedAt: null,
    finishedAt: null,
    failure: null,
  };
}

test('a job row is stored, changed and removed', () => {
  const { jobs } = temporaryProject();
  jobs.insert(jobOf('b', 'waiting'));
  jobs.insert(jobOf('a', 'done'));
  expect(jobs.list()).toEqual([jobOf('b', 'waiting'), jobOf('a', 'done')]);
  const failure = { code: 'DISK_FULL', message: 'The disk is full.', kept: 'Everything.' } as const;
  jobs.update('b', { state: 'failed', done: 4, failure });
  expect(jobs.get('b')).toEqual({ ...jobOf('b', 'failed'), done: 4, failure });
  jobs.update('b', { failure: null });
  expect(jobs.get('b')?.failure).toBeNull();
  jobs.update('b', {});
  jobs.remove('b');
  expect(jobs.get('b')).toBeNull();
  expect(jobs.list()).toHaveLength(1);
});

test('what was under way when the process ended is interrupted', () => {
  const project = temporaryProject();
  const states = ['running', 'waiting', 'done', 'failed', 'stopped', 'cancelled'] as const;
  for (const state of states) project.jobs.insert(jobOf(state, state));
  project.close();
  const again = openProject(project.path);
  expect(again.jobs.list().map(({ state }) => state)).toEqual([
    'interrupted',
    'interrupted',
    'done',
    'failed',
    'stopped',
    'cancelled',
  ]);
  again.close();
});
