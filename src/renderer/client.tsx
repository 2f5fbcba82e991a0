import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { QueryClient, QueryClientProvider, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { RunRequest } from '#core/api/run.ts';
import type { EngineStatus } from '#core/engine.ts';
import type { StageName } from '#core/pipeline.ts';
import type { AppInfo, Settings } from '#core/views/app.ts';
import type { Job } from '#core/views/job.ts';
import type { ProjectInfo, StageStatus } from '#core/views/project.ts';
import type { BackendClient } from '#core/wire.ts';
import type { Connection } from './connection.ts';
import { type Api, applyEvent } from './liveUpdates.ts';
import type { ConnectionState } from './reconnect.ts';
import { useRoute } from './route.ts';

/** The typed calls of core/api.ts: `useApi()` for queries, `useClient()` for a bare call. */
interface Calls {
  readonly client: BackendClient;
  readonly api: Api;
  readonly state: ConnectionState;
}

const CallsContext = createContext<Calls | null>(null);

/** Answers are kept until an event says otherwise; a local server needs no retries and no "online". */
function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

export function ClientProvider(props: { readonly connection: Connection; readonly children: ReactNode }) {
  const { connection } = props;
  const { client } = connection;
  const [queryClient] = useState(createQueryClient);
  const [state, setState] = useState<ConnectionState>('connecting');
  const api = useMemo(() => createTanstackQueryUtils(client), [client]);

  useEffect(() => connection.onEvent((event) => applyEvent(event, api, queryClient)), [connection, api, queryClient]);
  useEffect(() => {
    let wasLost = false;
    return connection.onState((next) => {
      setState(next);
      // Events of the gap were missed: everything is asked again.
      if (next === 'open' && wasLost) void queryClient.invalidateQueries();
      wasLost = next === 'lost';
    });
  }, [connection, queryClient]);

  const calls = useMemo(() => ({ client, api, state }), [client, api, state]);
  return (
    <QueryClientProvider client={queryClient}>
      <CallsContext value={calls}>{props.children}</CallsContext>
    </QueryClientProvider>
  );
}

function useCalls(): Calls {
  const calls = useContext(CallsContext);
  if (calls === null) throw new Error('useApi and useClient work only inside ClientProvider');
  return calls;
}

/** Query and mutation options of every call: `useQuery(api.samples.show.queryOptions({ input: { project } }))`. */
export function useApi(): Api {
  return useCalls().api;
}

export function useClient(): BackendClient {
  return useCalls().client;
}

export function useConnectionState(): ConnectionState {
  return useCalls().state;
}

/** Handle of the open project, the first argument of most calls. Only inside a project's screens. */
export function useProject(): string {
  const { project } = useRoute();
  if (project === null) throw new Error('useProject works only where a project is open');
  return project;
}

export function useProjectInfo(): UseQueryResult<ProjectInfo> {
  return useQuery(useApi().project.info.queryOptions({ input: { project: useProject() } }));
}

export function useStages(): readonly StageStatus[] {
  return useQuery(useApi().project.stages.queryOptions({ input: { project: useProject() } })).data ?? [];
}

/** All jobs of all projects; kept up to date by events. */
export function useJobs(): readonly Job[] {
  return useQuery(useApi().job.list.queryOptions({ input: {} })).data ?? [];
}

/** The running or waiting job of a stage of the open project, newest first; null when there is none. */
export function useActiveJob(stage: StageName): Job | null {
  const project = useProject();
  const jobs = useJobs().filter((job) => job.project === project && job.stage === stage && isActive(job));
  return jobs.at(-1) ?? null;
}

export function isActive(job: Job): boolean {
  return job.state === 'running' || job.state === 'waiting';
}

/** Who may annotate here and nothing else; null in the owner's window, undefined while that is not known. */
export function useGuest(): AppInfo['annotator'] | undefined {
  return useQuery(useApi().app.info.queryOptions({ staleTime: Number.POSITIVE_INFINITY })).data?.annotator;
}

export function useEngine(): EngineStatus | null {
  return useQuery(useApi().engine.status.queryOptions()).data ?? null;
}

export function useSettings(): Settings | null {
  return useQuery(useApi().app.settings.queryOptions()).data ?? null;
}

/** What a run would cost; null while `request` is null. Old figures stay while new ones are computed. */
export function useEstimate(request: RunRequest | null) {
  const project = useProject();
  const options = useApi().job.estimate;
  return useQuery({
    ...options.queryOptions({
      input: { project, request: request ?? { stage: 'report', params: { units: 1, starts: 1 } } },
    }),
    enabled: request !== null,
    placeholderData: (previous) => previous,
  });
}

/** Starts a stage: `const run = useRun(); run.mutate(request)`. Its job appears by event. */
export function useRun() {
  const project = useProject();
  const client = useClient();
  return useMutation({ mutationFn: (request: RunRequest) => client.run({ project, request }) });
}
