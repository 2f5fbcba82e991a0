import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import type { Job } from '#core/views/job.ts';
import { createClient } from '#renderer/link.ts';
import { applyEvent, withJob } from '#renderer/liveUpdates.ts';

const job = (id: string, done: number, state: Job['state'] = 'running') =>
  ({ id, done, total: 10, state, stage: 'sweep', project: 'p' }) as Job;

it('puts a job into its place, or at the end', () => {
  expect(withJob([job('a', 0), job('b', 0)], job('a', 5)).map(({ id, done }) => [id, done])).toEqual([
    ['a', 5],
    ['b', 0],
  ]);
  expect(withJob([job('a', 0)], job('c', 1)).map(({ id }) => id)).toEqual(['a', 'c']);
});

it('progress goes into the cache without asking; a change of state asks for results again', () => {
  const api = createTanstackQueryUtils(createClient({ call: () => Promise.reject(new Error('nothing is asked')) }));
  const cache = new QueryClient();
  const jobs = api.job.list.queryKey({ input: {} });
  const stages = api.project.stages.queryKey({ input: { project: 'p' } });
  cache.setQueryData(jobs, [job('a', 1)]);
  cache.setQueryData(stages, [{ stage: 'sweep', state: 'empty', count: null, progress: null }]);

  applyEvent({ kind: 'job', job: job('a', 5) }, api, cache);
  expect(cache.getQueryData<Job[]>(jobs)?.[0]?.done).toBe(5);
  expect(cache.getQueryData(stages)).toEqual([{ stage: 'sweep', state: 'running', count: null, progress: 0.5 }]);
  expect(cache.getQueryState(stages)?.isInvalidated).toBe(false);

  applyEvent({ kind: 'job', job: job('a', 10, 'done') }, api, cache);
  expect(cache.getQueryState(stages)?.isInvalidated).toBe(true);
});
