import type { StageName } from '#core/pipeline.ts';
import type { Stage } from '#core/stage.ts';
import { atlasStage } from '#core/stages/atlas.ts';
import { counterfactualStage } from '#core/stages/counterfactual.ts';
import { linkerStage } from '#core/stages/linker.ts';
import { mapsStage } from '#core/stages/maps.ts';
import { measureStage } from '#core/stages/measure.ts';
import { samplesStage } from '#core/stages/samples.ts';
import { segmentStage } from '#core/stages/segment.ts';
import { sweepStage } from '#core/stages/sweep.ts';
import { trackStage } from '#core/stages/track.ts';
import { reportStage } from '../report/reportStage.ts';

/** Every stage that a job can run. A pair is entered at once and needs no job. */
const RUNNABLE: Partial<Record<StageName, Stage<never>>> = {
  samples: samplesStage,
  linker: linkerStage,
  sweep: sweepStage,
  segment: segmentStage,
  maps: mapsStage,
  track: trackStage,
  measure: measureStage,
  atlas: atlasStage,
  counterfactual: counterfactualStage,
  report: reportStage,
};

export function stageOf(name: StageName): Stage<never> {
  const stage = RUNNABLE[name];
  if (!stage) throw new Error(`${name} is not run by jobs`);
  return stage;
}
