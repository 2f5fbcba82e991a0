import type { EventPublisher } from '@orpc/server';
import type { PairEngine } from '#core/engine.ts';
import type { ServerEvent } from '#core/views/app.ts';
import type { BackendOptions } from './backendOptions.ts';
import type { EngineHost } from './engine/supervisor.ts';
import type { JobRunner } from './jobs/jobRunner.ts';
import type { LiveFrames } from './liveFrames.ts';
import type { MaskHolders } from './masks/holders.ts';
import type { LiveSegmenters } from './masks/liveSegmenters.ts';
import type { ModelLibrary } from './modelLibrary.ts';
import type { OpenProject, OpenProjects } from './openProjects.ts';
import type { RecentProjects } from './recentProjects.ts';
import type { SealedCache } from './sealedCache.ts';
import type { SettingsFile } from './settings.ts';

/** Everything calls work with; made once by openBackend. */
export interface Context {
  readonly options: BackendOptions;
  readonly settings: SettingsFile;
  readonly recent: RecentProjects;
  readonly library: ModelLibrary;
  readonly projects: OpenProjects;
  readonly jobs: JobRunner;
  readonly engine: EngineHost;
  readonly live: LiveFrames;
  readonly cache: SealedCache;
  readonly maskHolders: MaskHolders;
  readonly liveSegmenters: LiveSegmenters;
  readonly events: EventPublisher<{ event: ServerEvent }>;
  /** The engine with a project's pair open. */
  pairEngine(opened: OpenProject, pairId: string): Promise<PairEngine>;
}
