import type { StageName } from '#core/pipeline.ts';
import type { Project } from './store/project.ts';

/** Sweeps stand beside each other: the parts of a closer look at a few units stay current when another sweep is the one shown. */
const OF_ANY_SWEEP: ReadonlySet<StageName> = new Set(['maps', 'track', 'measure', 'atlas']);

/** An artifact is stale when one of its inputs is no longer the one its stage would hand out today, or is stale itself. */
export function isStale(project: Project, artifactId: string): boolean {
  const { stage, inputs } = project.artifacts.artifact(artifactId);
  return inputs.some(({ id, role }) => {
    const isFree = role === 'sweep' && OF_ANY_SWEEP.has(stage);
    const isReplaced = !isFree && project.artifacts.defaultOf(project.artifacts.artifact(id).stage) !== id;
    return isReplaced || isStale(project, id);
  });
}
