import type { ArtifactNode } from '#core/views/project.ts';

/** Everything that was made from an artifact, directly or through others. */
export function resultsOf(nodes: readonly ArtifactNode[], id: string): ArtifactNode[] {
  const reached = new Set([id]);
  // Artifacts come oldest first: an input always stands before what was made from it.
  return nodes.filter(({ artifact }) => {
    if (!artifact.inputs.some((input) => reached.has(input.id))) return false;
    reached.add(artifact.id);
    return true;
  });
}
