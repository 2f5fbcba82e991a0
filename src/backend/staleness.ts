import { STAGE_NAMES, type StageName } from '#core/pipeline.ts';
import { describePair, generatorHash } from './pairs.ts';
import type { Project } from './store/project.ts';

/** Sweeps stand beside each other: the parts of a closer look at a few units stay current when another sweep is the one shown. */
const OF_ANY_SWEEP: ReadonlySet<StageName> = new Set(['maps', 'track', 'measure', 'atlas']);

/** An artifact is stale when one of its inputs is no longer the one its stage would hand out today, or is stale itself. */
export function isStale(project: Project, artifactId: string): boolean {
  return replacedOf(project, artifactId).size > 0;
}

/** The first stage in the pipeline whose result was replaced since; null where the artifact is not stale. */
export function staleSince(project: Project, artifactId: string): StageName | null {
  const replaced = replacedOf(project, artifactId);
  return STAGE_NAMES.find((stage) => replaced.has(stage)) ?? null;
}

/** Stages of everything it was made from, of which something is no longer what is handed out today. */
function replacedOf(project: Project, artifactId: string): ReadonlySet<StageName> {
  const replaced = new Set<StageName>();
  const visited = new Set([artifactId]);
  for (const each of visited) {
    const { stage, inputs } = project.artifacts.artifact(each);
    for (const { id, role } of inputs) {
      visited.add(id);
      const input = project.artifacts.artifact(id).stage;
      if (role === 'sweep' && OF_ANY_SWEEP.has(stage)) continue;
      if (project.artifacts.defaultOf(input) === id) continue;
      if (stage !== 'mask' || !isOfSameGenerator(project, id)) replaced.add(input);
    }
  }
  return replaced;
}

/** Masks are of pictures: another classifier that looks at the same ones leaves them as they are. */
function isOfSameGenerator(project: Project, pairId: string): boolean {
  const usual = project.artifacts.defaultOf('pair');
  const [own, other] = [pairId, usual ?? pairId].map((id) =>
    generatorHash(describePair(project.artifacts.artifact(id))),
  );
  return own === other;
}
