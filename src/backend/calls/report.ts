import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { Failure } from '#core/failure.ts';
import type { ReportSummary } from '#core/summary.ts';
import type { Context } from '../context.ts';
import { inputOf } from '../jobs/recipes.ts';

interface LatestReport {
  readonly artifactId: string;
  readonly url: string;
  readonly title: string;
  readonly createdAt: string;
  readonly sizeBytes: number;
}

export function latestReport({ projects }: Context, handle: string): LatestReport | null {
  const { artifacts } = projects.get(handle).project;
  const id = artifacts.defaultOf('report');
  if (!id) return null;
  const artifact = artifacts.artifact(id);
  const { title, sizeBytes } = artifact.summary as unknown as ReportSummary;
  return { artifactId: id, url: `/report/${id}`, title, sizeBytes, createdAt: artifact.sealedAt ?? artifact.createdAt };
}

/** The page of a report in any open project. */
export function reportPage({ projects }: Context, artifactId: string): string | null {
  for (const { project } of projects.all()) {
    const artifact = project.artifacts.find(artifactId);
    if (artifact?.stage === 'report' && artifact.state === 'sealed') {
      return Buffer.from(project.artifacts.array(artifactId, 'html').data as Uint8Array).toString('utf8');
    }
  }
  return null;
}

/** Writes the page to a file, or as index.html into a folder. */
export function saveReport(context: Context, handle: string, to: string, named?: string): { path: string } {
  const page = reportPage(context, inputOf(context.projects.get(handle).project, 'report', named)) as string;
  const target = resolve(to);
  const path = extname(target) === '.html' ? target : join(target, 'index.html');
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, page);
  } catch (cause) {
    throw new Failure('READ_ONLY', `The report could not be written to ${path}.`, {
      kept: 'The report is in the project.',
      remedy: 'Choose a folder that you can write to and that has room.',
      cause,
    });
  }
  return { path };
}
