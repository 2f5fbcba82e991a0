import { basename } from 'node:path';
import { Failure } from '#core/failure.ts';
import type { AppInfo, ServerEvent, Settings } from '#core/views/app.ts';
import type { ProjectInfo } from '#core/views/project.ts';

/** Somebody who was let in to annotate one project, under one name. */
export interface AnnotatorRole {
  readonly annotator: string;
  /** Handle of the project. */
  readonly project: string;
}

/** What an annotator's window may ask for: the queue, the canvas, and what every window needs to show itself. */
const ALLOWED: ReadonlySet<string> = new Set([
  'app.info',
  'app.settings',
  'app.events',
  'engine.status',
  'job.list',
  'project.info',
  'project.stages',
  'mask.labels',
  'mask.queue',
  'mask.open',
  'mask.append',
  'mask.hold',
  'mask.release',
  'mask.features',
  'mask.setState',
  'mask.comment',
]);

/**
 * @returns why the call is refused, or null
 */
export function refuseAnnotator(role: AnnotatorRole, path: readonly string[], input: unknown): Failure | null {
  const call = path.join('.');
  const refuse = (sentence: string) => new Failure('FORBIDDEN', sentence, { remedy: 'Ask whoever sent you the link.' });
  if (!ALLOWED.has(call)) return refuse('This link is for annotating only.');
  const { project, annotator, of, state } = (input ?? {}) as Readonly<Record<string, unknown>>;
  if (project !== undefined && project !== role.project) return refuse('This link is for another project.');
  if (call === 'job.list' && project === undefined) return refuse('This link is for one project.');
  if (annotator !== undefined && annotator !== role.annotator) {
    return refuse(`This link is for ${role.annotator}, and nobody else.`);
  }
  if (call === 'mask.setState' && (of !== undefined || state === 'rejected')) {
    return refuse("Other people's masks are judged by whoever runs the project.");
  }
  return null;
}

/** Takes from an answer what is not an annotator's business: where things lie on the server, and settings of its owner. */
export function forAnnotator(role: AnnotatorRole, path: readonly string[], answer: unknown): unknown {
  switch (path.join('.')) {
    case 'app.info':
      return { ...(answer as AppInfo), projectFolder: '', annotator: { name: role.annotator, project: role.project } };
    case 'app.settings':
      return {
        ...(answer as Settings),
        theme: 'system',
        annotator: role.annotator,
        projectFolder: '',
        modelFolders: [],
      };
    case 'project.info':
      return { ...(answer as ProjectInfo), path: basename((answer as ProjectInfo).path), missingModels: [] };
    default:
      return answer;
  }
}

/** An annotator hears of what changes the queue and masks of the project, and of nothing else. */
export function isForAnnotator(role: AnnotatorRole, event: ServerEvent): boolean {
  return (event.kind === 'mask' || event.kind === 'live') && event.project === role.project;
}
