import { useQuery } from '@tanstack/react-query';
import type { ArtifactNode } from '#core/views/project.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { samplesLabel } from './samplesLabel.ts';

/** Labels of sample sets in one list, with the classifier where they are not all of one pair. */
export function useSetLabel(sets: readonly ArtifactNode[]): (set: ArtifactNode) => string {
  const project = useProject();
  const pairs = useQuery(useApi().pair.list.queryOptions({ input: { project } }));
  const pairOf = ({ artifact }: ArtifactNode) => artifact.inputs[0]?.id;
  const isOfOne = new Set(sets.map(pairOf)).size < 2;
  return (set) => {
    const pair = isOfOne ? undefined : pairs.data?.find(({ artifactId }) => artifactId === pairOf(set));
    return pair === undefined ? samplesLabel(set) : `${pair.classifierName}, ${samplesLabel(set)}`;
  };
}
