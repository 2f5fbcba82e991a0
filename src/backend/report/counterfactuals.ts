import type { PictureRef } from '#core/artifact.ts';
import { type ClassPair, classPairs } from '#core/counterfactual/pairChanges.ts';
import { type PartChange, partChanges } from '#core/counterfactual/partChanges.ts';
import { type CaseRow, readCases } from '#core/counterfactual/table.ts';
import type { Label } from '#core/labelSet.ts';
import { type CounterfactualParams, counterfactualParamsSchema } from '#core/params.ts';
import type { ArtifactReader } from '#core/stage.ts';
import { softmax } from '#core/statistics.ts';
import type { CounterfactualSummary, SegmentSummary } from '#core/summary.ts';
import { rowOf } from '#core/tensor.ts';

/** What the page shows of a run of counterfactuals. */
export interface ReportedCounterfactuals {
  readonly params: CounterfactualParams;
  readonly summary: CounterfactualSummary;
  readonly pairs: readonly ClassPair[];
  readonly examples: readonly CounterfactualExample[];
}

/** One path, as a few pictures. */
export interface CounterfactualExample {
  readonly sample: number;
  readonly origin: number;
  readonly target: number;
  readonly crossing: number;
  readonly pictures: readonly {
    readonly place: number;
    readonly picture: PictureRef;
    /** Of the target, in the re-classified picture. */
    readonly probability: number;
  }[];
  /** The smallest set of units that turns the picture. */
  readonly units: readonly number[];
  /** Samples of this class pair whose parts were measured; 0 without a segmenter. */
  readonly measured: number;
  /** Parts that change most over them, of those that surely change. */
  readonly changes: readonly (PartChange & { readonly name: string })[];
}

/** q below which a change is told. */
const SIGNIFICANT = 0.05;
/** Changes told of each pair. */
const MOST_CHANGES = 4;

function changesOf({ origin, target }: CaseRow, rows: readonly CaseRow[], labels: readonly Label[]) {
  const own = rows.filter((row) => row.origin === origin && row.target === target);
  const found = partChanges(own, rows);
  return {
    measured: Math.max(0, ...found.map(({ change }) => change.n)),
    changes: found
      .filter(({ q }) => q !== null && q < SIGNIFICANT)
      .slice(0, MOST_CHANGES)
      .map((change) => ({ ...change, name: labels[change.part]?.name ?? 'whole picture' })),
  };
}

/** Class pairs shown with a path each, and pictures of each path. */
const MOST_EXAMPLES = 4;
const PICTURES = 7;

export function gatherCounterfactuals(reader: ArtifactReader, id: string): ReportedCounterfactuals {
  const artifact = reader.artifact(id);
  const rows = readCases(reader, id);
  const segmentId = artifact.inputs.find(({ role }) => role === 'segment')?.id;
  const labels =
    segmentId === undefined ? [] : (reader.artifact(segmentId).summary as unknown as SegmentSummary).segmenter.labels;
  return {
    params: counterfactualParamsSchema.parse(artifact.params),
    summary: artifact.summary as unknown as CounterfactualSummary,
    pairs: classPairs(rows),
    examples: chooseExamples(rows).map((row) => ({ ...exampleOf(row), ...changesOf(row, rows, labels) })),
  };
}

/** One class pair for each class that is left, and of it the valid case whose shift is the median one: not the prettiest. */
function chooseExamples(rows: readonly CaseRow[]): CaseRow[] {
  const usable = rows.filter(
    ({ isValid, picture, crossing }) => isValid && picture !== null && Number.isFinite(crossing),
  );
  const origins = [...new Set(usable.map(({ origin }) => origin))];
  return origins.slice(0, MOST_EXAMPLES).map((origin, at) => {
    const own = usable.filter((row) => row.origin === origin);
    const targets = [...new Set(own.map(({ target }) => target))];
    const pair = own.filter(({ target }) => target === targets[at % targets.length]);
    return pair.toSorted((a, b) => a.latentLength - b.latentLength)[Math.floor((pair.length - 1) / 2)] as CaseRow;
  });
}

function exampleOf({
  sample,
  origin,
  target,
  crossing,
  places,
  logits,
  picture,
  minimal,
}: CaseRow): Omit<CounterfactualExample, 'measured' | 'changes'> {
  const last = places.length - 1;
  const count = Math.min(PICTURES, places.length);
  const tiles = Array.from({ length: count }, (_, at) => Math.round((at * last) / Math.max(1, count - 1)));
  return {
    sample,
    origin,
    target,
    crossing,
    pictures: tiles.map((tile) => ({
      place: places[tile] as number,
      picture: { ...(picture as PictureRef), index: tile },
      probability: softmax(rowOf(logits, tile))[target] as number,
    })),
    units: Array.from(minimal),
  };
}
