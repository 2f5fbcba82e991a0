import type { ArtifactNode } from '#core/views/project.ts';
import { describeCost, estimate, runStage, type StageRequest } from './follow.ts';
import type { JsonOption } from './options.ts';
import { note, printResult } from './output.ts';
import { type ProjectSession, withProject } from './session.ts';

export interface RunOptions extends JsonOption {
  readonly dryRun?: boolean;
}

const LONG_MS = 10_000;

/** Says what a long run will cost, runs it, and prints its key figures. */
export async function runStageCommand(path: string, options: RunOptions, request: StageRequest): Promise<void> {
  await withProject(path, async (session) => {
    const isCostly = request.stage === 'samples' || request.stage === 'sweep';
    if (isCostly && !(await checkCost(session, options, request))) return;
    printNode(options.json === true, await runStage(session, request));
  });
}

/** Says what a run will cost where that is asked for or much; false where it was only asked for. */
export async function checkCost(session: ProjectSession, options: RunOptions, request: StageRequest): Promise<boolean> {
  const cost = await estimate(session, request);
  if (options.dryRun) printResult(options.json === true, cost, [describeCost(cost)]);
  else if (cost.durationMs > LONG_MS) note(describeCost(cost));
  return !options.dryRun;
}

/** What was made: its key figures for machines, its one line for people. */
export function printNode(asJson: boolean, { artifact, title, line }: ArtifactNode): void {
  printResult(asJson, { artifactId: artifact.id, ...asObject(artifact.summary) }, [`${title}: ${line}`]);
}

export function asObject(summary: unknown): object {
  return typeof summary === 'object' && summary !== null ? summary : {};
}
