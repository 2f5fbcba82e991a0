import type { StageName } from '#core/pipeline.ts';
import type { ArtifactNode } from '#core/views/project.ts';

/** Follows the sweep's line of inputs back to the artifact of a stage; null where it is not in the list (yet). */
export function ancestorOf(nodes: readonly ArtifactNode[], id: string, stage: StageName): ArtifactNode | null {
  const node = nodes.find(({ artifact }) => artifact.id === id);
  if (node === undefined || node.artifact.stage === stage) return node ?? null;
  for (const { role, id: input } of node.artifact.inputs) {
    // Parts may have been learned on pictures of another pair.
    const found = role === 'measure' || role === 'segment' ? null : ancestorOf(nodes, input, stage);
    if (found !== null) return found;
  }
  return null;
}
