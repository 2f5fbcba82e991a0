import type { Artifact } from '#core/artifact.ts';
import type { CancelSignal } from '#core/cancel.ts';
import type { EngineStatus, PairEngine, TrainingEngine } from '#core/engine.ts';
import type { Head } from '#core/head.ts';
import type { Json } from '#core/json.ts';
import type { PairTools, Stage, StageTools } from '#core/stage.ts';
import { describePair, generatorHash } from '../pairs.ts';
import type { Project } from '../store/project.ts';
import type { PlannedRun } from './recipes.ts';
import { stageOf } from './stages.ts';

export interface RunStageOptions {
  readonly project: Project;
  readonly plan: PlannedRun;
  readonly training: TrainingEngine;
  /** Null where the plan goes back to plain arrays. */
  readonly pairEngine: PairEngine | null;
  /** The classifier's last layer; null where it is not known. */
  readonly head: Head | null;
  readonly engineStatus: () => EngineStatus;
  readonly signal: CancelSignal;
  readonly locateModel: StageTools['locateModel'];
  readonly checkpoint: StageTools['checkpoint'];
  readonly tell: StageTools['tell'];
}

/** Runs a stage from where its artifact stands and seals it. What was committed stays when it throws. */
export async function runStage(options: RunStageOptions): Promise<Artifact> {
  const { project, plan, training: engine, signal, locateModel, checkpoint, tell } = options;
  const { stage, params, inputs } = plan.recipe;
  const startedAt = performance.now();
  const pair = pairTools(options);
  const writer = project.artifacts.begin(plan.recipe);
  const summary = await (stageOf(stage) as Stage<unknown>).run(
    Object.fromEntries(inputs.map(({ role, id }) => [role, id])),
    params,
    { reader: project.artifacts, writer, engine, pair, signal, locateModel, checkpoint, tell },
  );
  const report = options.engineStatus().report;
  return project.artifacts.seal(writer.artifactId, {
    summary: summary as Json,
    device: report?.active ?? null,
    libraries: report?.libraries ?? {},
    elapsedMs: performance.now() - startedAt,
  });
}

function pairTools({ project, plan, pairEngine, head }: RunStageOptions): PairTools | null {
  if (plan.pairId === null || pairEngine === null) return null;
  const description = describePair(project.artifacts.artifact(plan.pairId));
  return { engine: pairEngine, description, generatorHash: generatorHash(description), head };
}
