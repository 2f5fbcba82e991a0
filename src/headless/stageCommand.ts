import type { ArtifactNode } from '#core/views.ts';
import { describeCost, estimate, runStage, type StageRequest } from './follow.ts';
import type { JsonOption } from './options.ts';
import { note, printResult } from './output.ts';
import { withProject } from './session.ts';

export interface RunOptions extends JsonOption {
  readonly dryRun?: boolean;
}

const LONG_MS = 10_000;

/** Says what a long run will cost, runs it, and prints its key figures. */
export async function runStageCommand(path: string, options: RunOptions, request: StageRequest): Promise<void> {
  await withProject(path, async (session) => {
    const asJson = options.json === true;
    if (request.stage === 'samples' || request.stage === 'sweep') {
      const cost = await estimate(session, request);
      if (options.dryRun) return printResult(asJson, cost, [describeCost(cost)]);
      if (cost.durationMs > LONG_MS) note(describeCost(cost));
    }
    printNode(asJson, await runStage(session, request));
  });
}

/** What was made: its key figures for machines, its one line for people. */
export function printNode(asJson: boolean, { artifact, title, line }: ArtifactNode): void {
  printResult(asJson, { artifactId: artifact.id, ...asObject(artifact.summary) }, [`${title}: ${line}`]);
}

export function asObject(summary: unknown): object {
  return typeof summary === 'object' && summary !== null ? summary : {};
}
