/**
 * The table of contents: every stage in the order in which data passes through it.
 * `version` is raised by hand when what a stage computes changes its meaning; it is part of every artifact's id.
 * `from` names the stages whose artifacts it takes; what these were made from is not named again.
 */
export const PIPELINE = [
  { name: 'pair', version: 1, from: [] },
  { name: 'samples', version: 1, from: ['pair'] },
  { name: 'linker', version: 3, from: ['samples'] },
  { name: 'sweep', version: 2, from: ['linker'] },
  { name: 'mask', version: 1, from: ['pair'] },
  { name: 'segment', version: 2, from: ['mask'] },
  { name: 'maps', version: 1, from: ['segment', 'sweep'] },
  { name: 'track', version: 2, from: ['sweep'] },
  { name: 'measure', version: 2, from: ['maps'] },
  { name: 'atlas', version: 2, from: ['measure'] },
  { name: 'counterfactual', version: 2, from: ['linker', 'samples'] },
  { name: 'report', version: 7, from: ['sweep'] },
] as const;

export type StageName = (typeof PIPELINE)[number]['name'];

export const STAGE_NAMES: readonly StageName[] = PIPELINE.map((stage) => stage.name);

export function stageVersion(name: StageName): number {
  return PIPELINE.find((stage) => stage.name === name)?.version ?? 0;
}
