import type { Project } from './store/project.ts';

/** An artifact is stale when one of its inputs is no longer the one its stage would hand out today, or is stale itself. */
export function isStale(project: Project, artifactId: string): boolean {
  return project.artifacts.artifact(artifactId).inputs.some(({ id }) => {
    const { stage } = project.artifacts.artifact(id);
    return project.artifacts.defaultOf(stage) !== id || isStale(project, id);
  });
}
