import { join } from 'node:path';
import { EventPublisher } from '@orpc/server';
import type { PairEngine } from '#core/engine.ts';
import type { ServerEvent } from '#core/views/app.ts';
import { arrowStrip } from './arrowStrip.ts';
import type { BackendOptions } from './backendOptions.ts';
import { atlasCells } from './calls/atlas.ts';
import { reportPage } from './calls/report.ts';
import type { Context } from './context.ts';
import type { EncodedPicture } from './encodedPicture.ts';
import { startEngine } from './engine/supervisor.ts';
import { locateModel } from './flowModel.ts';
import { createRouter } from './handlers.ts';
import { createJobRunner } from './jobs/jobRunner.ts';
import { labelMapStrip } from './labelMapStrip.ts';
import { createLiveFrames } from './liveFrames.ts';
import { createMaskHolders } from './masks/holders.ts';
import { createLiveSegmenters } from './masks/liveSegmenters.ts';
import { openModelLibrary } from './modelLibrary.ts';
import { holdProjects, type OpenProject } from './openProjects.ts';
import { locatePair, readHead } from './pairs.ts';
import { openRecentProjects } from './recentProjects.ts';
import { createSealedCache } from './sealedCache.ts';
import { openSettings } from './settings.ts';

export type { BackendOptions };

/** The one object that hosts hold. */
export interface Backend {
  readonly router: ReturnType<typeof createRouter>;
  /** A stored strip by its address; null when no open project has it. */
  image(hash: string): EncodedPicture | null;
  /** A frame rendered on demand, kept until the next one of the same id. */
  live(id: string, n: number): EncodedPicture | null;
  /** Label maps of one part of a sweep, laid out as its strip. */
  labelMaps(artifactId: string, ordinal: number): EncodedPicture | null;
  /** Arrows of one part of a sweep, laid out as its strip. */
  arrows(artifactId: string, ordinal: number): EncodedPicture | null;
  /** The cells of an atlas as `packCells` lays them out. */
  atlasCells(artifactId: string): Uint8Array | null;
  /** The page of a built report. */
  reportPage(artifactId: string): string | null;
  close(): Promise<void>;
}

export async function openBackend(options: BackendOptions): Promise<Backend> {
  const settings = openSettings(options.userFolder);
  const recent = openRecentProjects(options.userFolder);
  const projects = holdProjects(recent.paths);
  const events = new EventPublisher<{ event: ServerEvent }>();
  const publish = (event: ServerEvent) => events.publish('event', event);
  const library = openModelLibrary(options.userFolder, () => [
    join(options.resourcesFolder, 'demo'),
    ...settings.get().modelFolders,
    ...projects.all().map(({ project }) => join(project.path, '..')),
  ]);
  const { device, batch, threads } = settings.get();
  const engine = startEngine({
    spawn: options.spawnEngine,
    // A window shows the device before it needs it.
    isLazy: options.host === 'cli',
    device,
    batch,
    threads,
    onStatus: (status) => publish({ kind: 'engine', status }),
  });
  const pairEngines = new Map<string, Promise<PairEngine>>();
  const pairEngine = ({ project }: OpenProject, pairId: string): Promise<PairEngine> => {
    const known = pairEngines.get(pairId);
    if (known) return known;
    const opening = locatePair(project.artifacts.artifact(pairId), library).then((files) => engine.openPair(files));
    pairEngines.set(pairId, opening);
    // A pair whose files were missing can be tried again after they were put in place.
    opening.catch(() => pairEngines.delete(pairId));
    return opening;
  };
  const jobs = createJobRunner({
    projects,
    engineOf: pairEngine,
    headOf: ({ project }, pairId) => readHead(project.artifacts.artifact(pairId), library),
    locateModel: (model) => locateModel(library, model),
    training: engine.training,
    engineStatus: () => engine.status,
    onJob: (job) => publish({ kind: 'job', job }),
    onArtifact: (project, artifactId) => publish({ kind: 'artifact', project, artifactId }),
  });
  const liveSegmenters = createLiveSegmenters({
    pairEngine,
    isBusy: () => jobs.list().some(({ state }) => state === 'running' || state === 'waiting'),
    onChange: (project) => publish({ kind: 'live', project }),
  });
  events.subscribe('event', (event) => {
    if (event.kind === 'mask') liveSegmenters.touch(event.project);
    // Whatever ended, the device may be free now.
    if (event.kind === 'job') for (const { handle } of projects.all()) liveSegmenters.touch(handle);
  });
  const live = createLiveFrames();
  const context: Context = {
    options,
    settings,
    recent,
    library,
    projects,
    jobs,
    engine,
    live,
    cache: createSealedCache(),
    maskHolders: createMaskHolders(),
    liveSegmenters,
    events,
    pairEngine,
  };

  /** What the first open project that has it gives. */
  const firstOf = (find: (project: OpenProject['project']) => EncodedPicture | null): EncodedPicture | null => {
    for (const { project } of projects.all()) {
      const found = find(project);
      if (found) return found;
    }
    return null;
  };

  return {
    router: createRouter(context),
    image: (hash) => firstOf((project) => project.images.get(hash)) ?? recent.picture(hash),
    live: (id, n) => live.get(id, n),
    labelMaps: (artifactId, ordinal) => firstOf((project) => labelMapStrip(project, artifactId, ordinal)),
    arrows: (artifactId, ordinal) => firstOf((project) => arrowStrip(project, artifactId, ordinal)),
    atlasCells: (artifactId) => atlasCells(context, artifactId),
    reportPage: (artifactId) => reportPage(context, artifactId),
    async close() {
      await jobs.close();
      for (const { handle } of projects.all()) await liveSegmenters.drop(handle);
      for (const { handle } of projects.all()) projects.close(handle);
      await engine.close();
    },
  };
}
