import type { RouterUtils } from '@orpc/tanstack-query';
import type { QueryClient } from '@tanstack/react-query';
import { STAGE_NAMES } from '#core/pipeline.ts';
import type { ServerEvent } from '#core/views/app.ts';
import type { Job } from '#core/views/job.ts';
import type { StageStatus } from '#core/views/project.ts';
import type { BackendClient } from '#core/wire.ts';

/** Query and mutation options of every call, named as the calls are. */
export type Api = RouterUtils<BackendClient>;

/** Keeps what was read in step: an event about a job carries the job and goes straight into the cache, the others say what to ask again. */
export function applyEvent(event: ServerEvent, api: Api, cache: QueryClient): void {
  switch (event.kind) {
    case 'job':
      applyJob(event.job, api, cache);
      break;
    case 'artifact':
      askResultsAgain(api, cache);
      break;
    case 'journal':
      void cache.invalidateQueries({ queryKey: api.journal.key() });
      void cache.invalidateQueries({ queryKey: api.sweep.key() });
      break;
    case 'mask':
      applyMask(event, api, cache);
      break;
    case 'live':
      void cache.invalidateQueries({ queryKey: api.segment.live.key() });
      void cache.invalidateQueries({ queryKey: api.segment.propose.key() });
      void cache.invalidateQueries({ queryKey: api.mask.queue.key() });
      break;
    case 'engine':
      cache.setQueryData(api.engine.status.queryKey(), event.status);
      break;
    case 'project':
      void cache.invalidateQueries({ queryKey: api.project.key() });
      // The list holds the jobs of all open projects.
      void cache.invalidateQueries({ queryKey: api.job.list.key() });
      break;
    case 'settings':
      void cache.invalidateQueries({ queryKey: api.app.settings.key() });
      // Which models are missing depends on the folders that are searched.
      void cache.invalidateQueries({ queryKey: api.project.info.key() });
      break;
  }
}

/** Through which entry a mask is stored; a window that watches another's strokes looks at it. */
export function maskThroughKey(picture: string) {
  return ['mask through', picture] as const;
}

/** Strokes come often: the queue, which counts them, is asked again when they pause. */
const QUEUE_PAUSE_MS = 400;
let queuePause: ReturnType<typeof setTimeout> | undefined;

function applyMask(event: Extract<ServerEvent, { kind: 'mask' }>, api: Api, cache: QueryClient): void {
  if (event.mask === null) {
    void cache.invalidateQueries({ queryKey: api.mask.key() });
    void cache.invalidateQueries({ queryKey: api.project.stages.key() });
    return;
  }
  cache.setQueryData(maskThroughKey(event.mask), event.through);
  clearTimeout(queuePause);
  queuePause = setTimeout(() => void cache.invalidateQueries({ queryKey: api.mask.queue.key() }), QUEUE_PAUSE_MS);
}

function applyJob(job: Job, api: Api, cache: QueryClient): void {
  const key = api.job.list.queryKey({ input: {} });
  const before = cache.getQueryData<Job[]>(key)?.find(({ id }) => id === job.id);
  cache.setQueryData<Job[]>(key, (jobs) => withJob(jobs ?? [], job));
  cache.setQueryData<StageStatus[]>(api.project.stages.queryKey({ input: { project: job.project } }), (stages) =>
    stages?.map((status) => withProgress(status, job)),
  );
  if (before?.state !== job.state) askResultsAgain(api, cache);
}

/** The list with this job in its place, or at the end when it is new. */
export function withJob(jobs: readonly Job[], job: Job): Job[] {
  return jobs.some(({ id }) => id === job.id) ? jobs.map((old) => (old.id === job.id ? job : old)) : [...jobs, job];
}

function withProgress(status: StageStatus, job: Job): StageStatus {
  if (status.stage !== job.stage || job.state !== 'running') return status;
  return { ...status, state: 'running', progress: job.total === 0 ? 0 : job.done / job.total };
}

/** A new or finished artifact changes what most screens show. */
function askResultsAgain(api: Api, cache: QueryClient): void {
  // Label maps have no calls of their own: they are those of their segmenter.
  const stages = STAGE_NAMES.flatMap((stage) => (stage === 'maps' ? [] : [api[stage].key()]));
  const spaces = [api.project.key(), api.artifact.key(), ...stages];
  for (const queryKey of spaces) void cache.invalidateQueries({ queryKey });
}
