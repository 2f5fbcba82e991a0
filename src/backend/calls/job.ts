import type { RunRequest } from '#core/api/run.ts';
import type { CostEstimate } from '#core/views/job.ts';
import type { Context } from '../context.ts';
import { estimateArrays, estimateCost } from '../jobs/estimate.ts';
import { planRun } from '../jobs/recipes.ts';

/** What a run will cost, from a short measurement on the pair it goes back to. */
export async function estimateJob(context: Context, handle: string, request: RunRequest): Promise<CostEstimate> {
  const opened = context.projects.get(handle);
  const { pairId } = planRun(opened.project, request);
  if (pairId === null) return estimateArrays(opened.project, request);
  const engine = await context.pairEngine(opened, pairId);
  return estimateCost(opened.project, request, engine, await context.engine.measure(engine));
}
