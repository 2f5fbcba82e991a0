import type { RunRequest } from '#core/api/run.ts';
import {
  atlasParamsSchema,
  counterfactualParamsSchema,
  linkerParamsSchema,
  mapsParamsSchema,
  reportParamsSchema,
  samplesParamsSchema,
  segmentParamsSchema,
  sweepParamsSchema,
  trackParamsSchema,
} from '#core/params.ts';

/** A stage with its standard parameters, on what the project holds as default. */
export function defaultRequest(stage: RunRequest['stage']): RunRequest {
  switch (stage) {
    case 'samples':
      return { stage, params: samplesParamsSchema.parse({}) };
    case 'linker':
      return { stage, params: linkerParamsSchema.parse({}) };
    case 'sweep':
      return { stage, params: sweepParamsSchema.parse({}) };
    case 'segment':
      return { stage, params: segmentParamsSchema.parse({}) };
    case 'maps':
      return { stage, params: mapsParamsSchema.parse({}) };
    case 'measure':
      return { stage, params: {} };
    case 'track':
      return { stage, params: trackParamsSchema.parse({}) };
    case 'atlas':
      return { stage, params: atlasParamsSchema.parse({}) };
    case 'counterfactual':
      return { stage, params: counterfactualParamsSchema.parse({}) };
    case 'report':
      return { stage, params: reportParamsSchema.parse({}) };
  }
}
