import type { Artifact } from '#core/artifact.ts';
import type { CancelSignal } from '#core/cancel.ts';
import type { EngineStatus, PairEngine } from '#core/engine.ts';
import type { Json } from '#core/json.ts';
import type { Stage, StageTools } from '#core/stage.ts';
import { describePair, generatorHash } from '../pairs.ts';
import type { Project } from '../store/project.ts';
import type { PlannedRun } from './recipes.ts';
import { stageOf } from './stages.ts';

export interface RunStageOptions {
  readonly project: Project;
  readonly plan: PlannedRun;
  readonly engine: PairEngine;
  readonly engineStatus: () => EngineStatus;
  readonly signal: CancelSignal;
  readonly checkpoint: StageTools['checkpoint'];
}

/** Runs a stage from where its artifact stands and seals it. What was committed stays when it throws. */
export async function runStage(options: RunStageOptions): Promise<Artifact> {
  const { project, plan, engine, signal, checkpoint } = options;
  const { stage, params, inputs } = plan.recipe;
  const startedAt = performance.now();
  const pair = describePair(project.artifacts.artifact(plan.pairId));
  const writer = project.artifacts.begin(plan.recipe);
  const summary = await (stageOf(stage) as Stage<unknown>).run(
    Object.fromEntries(inputs.map(({ role, id }) => [role, id])),
    params,
    { reader: project.artifacts, writer, engine, pair, generatorHash: generatorHash(pair), signal, checkpoint },
  );
  const report = options.engineStatus().report;
  return project.artifacts.seal(writer.artifactId, {
    summary: summary as Json,
    device: report?.active ?? null,
    libraries: report?.libraries ?? {},
    elapsedMs: performance.now() - startedAt,
  });
}
