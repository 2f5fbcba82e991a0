import { existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure } from '#core/failure.ts';
import { STAGE_NAMES } from '#core/pipeline.ts';
import type { PairSummary, SamplesSummary, SweepSummary } from '#core/summary.ts';
import type { Job } from '#core/views/job.ts';
import type { CompactReport, ProjectInfo, RecentProject, StageStatus, VerifyReport } from '#core/views/project.ts';
import type { Context } from '../context.ts';
import type { OpenProject } from '../openProjects.ts';
import { addPair, demoManifests, pairInfo } from '../pairs.ts';
import { isStale } from '../staleness.ts';
import { backupProject, compactProject, verifyProject } from '../store/maintenance.ts';
import { type Arrays, importArrays } from './importArrays.ts';

export interface NewProject {
  readonly path: string;
  readonly name?: string | undefined;
  readonly generator?: string | undefined;
  readonly classifier?: string | undefined;
  readonly noPair: boolean;
  readonly arrays?: Arrays | undefined;
}

/** Makes a project file. With a pair or arrays that do not check out nothing is left behind. */
export async function createNewProject(context: Context, request: NewProject): Promise<ProjectInfo> {
  const path = withExtension(resolve(request.path));
  if (!existsSync(dirname(path))) makeFolder(dirname(path));
  const opened = context.projects.create(path, request.name ?? basename(path, '.unitloom'));
  try {
    if (!request.noPair) {
      const demo = demoManifests(context.options.resourcesFolder);
      await addPair(
        opened.project,
        context.library,
        request.generator ?? demo.generator,
        request.classifier ?? demo.classifier,
      );
    }
    if (request.arrays) await importArrays(context, { project: opened.handle, ...request.arrays });
  } catch (thrown) {
    context.projects.discard(opened.handle);
    throw thrown;
  }
  return announce(context, opened);
}

export function listRecent({ recent, projects }: Context): RecentProject[] {
  return recent.list(new Set(projects.all().map(({ project }) => project.path)));
}

export async function openExisting(context: Context, path: string): Promise<ProjectInfo> {
  return announce(context, context.projects.open(path));
}

/** The demo project lies in the project folder; it is made on first use. */
export async function openDemo(context: Context): Promise<ProjectInfo> {
  const path = join(context.settings.get().projectFolder, 'demo.unitloom');
  return existsSync(path)
    ? openExisting(context, path)
    : createNewProject(context, { path, name: 'Critters, the demo', noPair: false });
}

async function announce(context: Context, opened: OpenProject): Promise<ProjectInfo> {
  context.recent.add(opened.project.path, opened.project.name);
  context.events.publish('event', { kind: 'project', project: opened.handle });
  return projectInfo(context, opened.handle);
}

export async function closeProject(context: Context, handle: string): Promise<void> {
  await context.jobs.release(handle);
  await context.liveSegmenters.drop(handle);
  context.cache.drop(handle);
  context.projects.close(handle);
  context.events.publish('event', { kind: 'project', project: null });
}

export async function projectInfo({ projects, library }: Context, handle: string): Promise<ProjectInfo> {
  const { project } = projects.get(handle);
  const pairs = project.artifacts.list().filter(({ stage, state }) => stage === 'pair' && state === 'sealed');
  const defaultPair = project.artifacts.defaultOf('pair');
  const files = pairs.flatMap((pair) => (pair.summary as unknown as PairSummary).files);
  const missing = [];
  for (const { name, sha256 } of new Map(files.map((file) => [file.sha256, file])).values()) {
    if (!(await library.locate(sha256))) missing.push({ name, sha256 });
  }
  const counts = project.counts();
  return {
    project: handle,
    path: project.path,
    name: project.name,
    sizeBytes: project.sizeBytes(),
    createdAt: project.createdAt,
    schemaVersion: project.schemaVersion,
    readOnly: project.readOnly,
    artifacts: counts.artifacts,
    images: counts.images,
    pair: defaultPair ? pairInfo(project.artifacts.artifact(defaultPair)) : null,
    missingModels: missing,
  };
}

export function verify({ projects }: Context, handle: string, signal?: AbortSignal): Promise<VerifyReport> {
  return verifyProject(projects.get(handle).project.path, signal ? { signal } : {});
}

export async function backup(
  { projects }: Context,
  handle: string,
  to: string,
  signal?: AbortSignal,
): Promise<{ path: string; sizeBytes: number }> {
  const path = withExtension(resolve(to));
  return backupProject(projects.get(handle).project.path, path, signal ? { signal } : {});
}

export function compact({ projects, jobs }: Context, handle: string, signal?: AbortSignal): Promise<CompactReport> {
  if (jobs.list(handle).some(({ state }) => state === 'running')) {
    throw new Failure('PROJECT_IN_USE', 'A job is writing into this project, so it cannot be compacted now.', {
      remedy: 'Wait for the job, or stop it first.',
    });
  }
  return compactProject(projects.get(handle).project.path, signal ? { signal } : {});
}

/** The state of every stage, as the rail shows it: of the artifact that later stages take. */
export function stageStatuses({ projects, jobs }: Context, handle: string): StageStatus[] {
  const { project } = projects.get(handle);
  const all = jobs.list(handle);
  return STAGE_NAMES.map((stage) => {
    const sealed = project.artifacts
      .list()
      .filter((artifact) => artifact.stage === stage && artifact.state === 'sealed');
    const defaultId = project.artifacts.defaultOf(stage);
    const newest = all.filter((job) => job.stage === stage).sort((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
    return {
      stage,
      state: stateOf(newest, defaultId !== null, defaultId !== null && isStale(project, defaultId)),
      count:
        sealed.length === 0
          ? null
          : countOf(stage, sealed.length, defaultId ? project.artifacts.artifact(defaultId).summary : null),
      progress: newest?.state === 'running' && newest.total > 0 ? newest.done / newest.total : null,
    };
  });
}

function stateOf(newest: Job | undefined, hasDefault: boolean, stale: boolean): StageStatus['state'] {
  if (newest?.state === 'running' || newest?.state === 'waiting') return 'running';
  if (newest?.state === 'failed') return 'failed';
  if (!hasDefault) return 'empty';
  return stale ? 'stale' : 'done';
}

function countOf(stage: string, artifacts: number, summary: unknown): number {
  if (stage === 'samples') return (summary as SamplesSummary).count;
  if (stage === 'sweep') return (summary as SweepSummary).units;
  return artifacts;
}

function withExtension(path: string): string {
  return path.endsWith('.unitloom') ? path : `${path}.unitloom`;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new Failure('READ_ONLY', `The folder ${folder} could not be made.`, {
      remedy: 'Choose a folder you can write to.',
      cause,
    });
  }
}
