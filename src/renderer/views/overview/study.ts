import type { StageName } from '#core/pipeline.ts';
import { PIPELINE } from '#core/pipeline.ts';
import type {
  AtlasSummary,
  CounterfactualSummary,
  LinkerSummary,
  MapsSummary,
  MaskSummary,
  MeasureSummary,
  PairSummary,
  ReportSummary,
  SamplesSummary,
  SegmentSummary,
  SweepSummary,
  TrackSummary,
} from '#core/summary.ts';
import type { Job } from '#core/views/job.ts';
import type { ArtifactNode } from '#core/views/project.ts';
import type { DotState } from '#renderer/components/StageDot.tsx';

interface Summaries {
  readonly pair: PairSummary;
  readonly samples: SamplesSummary;
  readonly linker: LinkerSummary;
  readonly sweep: SweepSummary;
  readonly mask: MaskSummary;
  readonly segment: SegmentSummary;
  readonly maps: MapsSummary;
  readonly measure: MeasureSummary;
  readonly track: TrackSummary;
  readonly atlas: AtlasSummary;
  readonly counterfactual: CounterfactualSummary;
  readonly report: ReportSummary;
}

/** Key figures of the artifact that later stages take; null where the stage has none that is sealed. */
export function defaultSummary<Stage extends StageName>(
  nodes: readonly ArtifactNode[],
  stage: Stage,
): Summaries[Stage] | null {
  const node = nodes.find(
    ({ artifact, isDefault }) => artifact.stage === stage && isDefault && artifact.state === 'sealed',
  );
  return node === undefined ? null : (node.artifact.summary as unknown as Summaries[Stage]);
}

/** A card of the graph: an artifact, or a stage that has none yet. */
export interface Card {
  /** The artifact's id, or the stage's name where there is none. */
  readonly id: string;
  readonly stage: StageName;
  readonly state: DotState;
  readonly progress: number | null;
  readonly inputs: readonly string[];
  /** Null for a stage that was not run yet. */
  readonly node: ArtifactNode | null;
  /** The job that makes it, or tried to. */
  readonly job: Job | null;
}

/** All artifacts, and one empty card for every stage that has none. */
export function cardsOf(nodes: readonly ArtifactNode[], jobs: readonly Job[]): Card[] {
  const cards = nodes.map((node) =>
    artifactCard(node, jobs.findLast(({ artifactId }) => artifactId === node.artifact.id) ?? null),
  );
  const takenOf = (name: StageName) => {
    const ofStage = cards.filter(({ stage }) => stage === name);
    return ofStage.find(({ node }) => node?.isDefault) ?? ofStage.at(-1);
  };
  for (const { name, from } of PIPELINE) {
    if (takenOf(name) !== undefined) continue;
    const inputs = from.flatMap((input) => takenOf(input)?.id ?? []);
    cards.push({ id: name, stage: name, state: 'empty', progress: null, inputs, node: null, job: null });
  }
  return cards;
}

function artifactCard(node: ArtifactNode, job: Job | null): Card {
  const { id, stage, inputs } = node.artifact;
  const isRunning = job?.state === 'running' || job?.state === 'waiting';
  return {
    id,
    stage,
    state: cardState(node, job),
    progress: isRunning && job.total > 0 ? job.done / job.total : null,
    inputs: inputs.map((input) => input.id),
    node,
    job,
  };
}

function cardState(node: ArtifactNode, job: Job | null): DotState {
  if (node.artifact.state === 'sealed') return node.stale ? 'stale' : 'done';
  if (job?.state === 'failed') return 'failed';
  return job?.state === 'running' || job?.state === 'waiting' ? 'running' : 'empty';
}

/** Parameters as rows: `range low` for what is nested, lists in one line. */
export function flattenParams(params: unknown, prefix = ''): (readonly [name: string, value: string])[] {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return [[prefix, paramText(params)]];
  return Object.entries(params).flatMap(([key, value]) => flattenParams(value, `${prefix} ${spaced(key)}`.trim()));
}

/** `maxDrawsPerSample` as words. */
function spaced(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

const LONGEST_LIST = 8;

function paramText(value: unknown): string {
  if (!Array.isArray(value)) return typeof value === 'object' ? JSON.stringify(value) : String(value);
  const shown = value.slice(0, LONGEST_LIST).map(paramText).join(', ');
  return value.length > LONGEST_LIST ? `${shown}, … (${value.length})` : shown;
}

export interface Difference {
  readonly name: string;
  readonly first: string | null;
  readonly second: string | null;
}

/** Rows in which two lists of named values differ; null where one lacks the name. */
export function differencesOf(
  first: readonly (readonly [string, string])[],
  second: readonly (readonly [string, string])[],
): Difference[] {
  const [left, right] = [new Map(first), new Map(second)];
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names
    .map((name) => ({ name, first: left.get(name) ?? null, second: right.get(name) ?? null }))
    .filter((row) => row.first !== row.second);
}
