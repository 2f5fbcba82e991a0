import type { RunRequest } from '#core/api.ts';
import type { CostEstimate } from '#core/views.ts';
import type { Context } from '../context.ts';
import { type Calibration, calibrate, estimateCost } from '../jobs/estimate.ts';
import { planRun } from '../jobs/recipes.ts';

/** Calibrations by pair and device: measured once, because they render pictures. */
const calibrations = new WeakMap<Context, Map<string, Promise<Calibration>>>();

export async function estimateJob(context: Context, handle: string, request: RunRequest): Promise<CostEstimate> {
  const opened = context.projects.get(handle);
  const { pairId } = planRun(opened.project, request);
  const engine = await context.pairEngine(opened, pairId);
  const known = calibrations.get(context) ?? new Map<string, Promise<Calibration>>();
  calibrations.set(context, known);
  const key = `${pairId} ${context.engine.status.report?.active}`;
  const measured = known.get(key) ?? calibrate(engine);
  known.set(key, measured);
  measured.catch(() => known.delete(key));
  return estimateCost(opened.project, request, engine, await measured);
}
