import { useQuery } from '@tanstack/react-query';
import type { CounterfactualCase } from '#core/views/counterfactual.ts';
import { useApi, useProject } from '#renderer/client.tsx';

/** One counterfactual with its whole path. */
export function useCase(run: string, ordinal: number) {
  const project = useProject();
  return useQuery(useApi().counterfactual.case.queryOptions({ input: { project, counterfactual: run, ordinal } }));
}

/** Probability of a class at a step of the path. */
export function probabilityOf({ classNames, probabilities }: CounterfactualCase, step: number, name: string): number {
  return probabilities[step]?.[classNames.indexOf(name)] ?? Number.NaN;
}
