import type { LinkerSummary } from '#core/summary.ts';
import type { ArtifactNode } from '#core/views/project.ts';
import { note } from '#headless/output.ts';
import { printNode } from '#headless/stageCommand.ts';

/** A linker that was made: its key figures, and what must be known before they are believed. */
export function printLinker(asJson: boolean, made: ArtifactNode): void {
  printNode(asJson, made);
  for (const remark of (made.artifact.summary as unknown as LinkerSummary).remarks) note(remark);
}
