/**
 * The table of contents: every stage in the order in which data passes through it.
 * `version` is raised by hand when what a stage computes changes its meaning; it is part of every artifact's id.
 */
export const PIPELINE = [
  { name: 'pair', version: 1 },
  { name: 'samples', version: 1 },
  { name: 'linker', version: 2 },
  { name: 'sweep', version: 2 },
  { name: 'report', version: 2 },
] as const;

export type StageName = (typeof PIPELINE)[number]['name'];

export const STAGE_NAMES: readonly StageName[] = PIPELINE.map((stage) => stage.name);

export function stageVersion(name: StageName): number {
  return PIPELINE.find((stage) => stage.name === name)?.version ?? 0;
}
