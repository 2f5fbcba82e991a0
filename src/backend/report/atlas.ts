import type { Artifact } from '#core/artifact.ts';
import { REPORTED_AT } from '#core/atlas/assemble.ts';
import { type AtlasTable, type Concept, readAtlas } from '#core/atlas/atlasTable.ts';
import { type AtlasParams, atlasParamsSchema } from '#core/params.ts';
import type { ArtifactReader } from '#core/stage.ts';
import type { AtlasSummary } from '#core/summary.ts';

/** What the page says of the atlas: which unit moves which part, and how sure one can be. */
export interface ReportedAtlas {
  readonly params: AtlasParams;
  readonly summary: AtlasSummary;
  /** Units that surely move something, those with the largest effect first. */
  readonly units: readonly ReportedUnit[];
  /** Every cell that surely moves, units in an order in which like ones stand together. */
  readonly map: {
    readonly units: readonly number[];
    /** Concepts that vary at all. */
    readonly concepts: readonly Concept[];
    readonly cells: readonly {
      readonly row: number;
      readonly column: number;
      readonly value: number;
      readonly isReported: boolean;
    }[];
  };
  readonly artifact: Artifact;
}

export interface ReportedUnit {
  readonly unit: number;
  /** Of each part, in the order of the atlas, the largest effect whose interval leaves out 0; null where there is none. */
  readonly parts: readonly (ReportedEffect | null)[];
  /** Concepts that surely move. */
  readonly concepts: number;
  /** Selectivity over parts, 0 to 1; null where there is none. */
  readonly overParts: number | null;
}

export interface ReportedEffect {
  readonly metric: string;
  /** Standard deviations. */
  readonly value: number;
  readonly half: number;
  readonly q: number;
}

export function gatherAtlas(reader: ArtifactReader, atlasId: string): ReportedAtlas {
  const artifact = reader.artifact(atlasId);
  const atlas = readAtlas(reader, atlasId);
  const { value } = atlas.analysis.effects;
  const { concepts: width } = atlas.analysis;
  const columns = Array.from(atlas.concepts.keys()).filter((concept) => !Number.isNaN(atlas.scale[concept]));
  const cells = Array.from(atlas.order).flatMap((row, at) =>
    columns.flatMap((concept, column) =>
      moves(atlas, row * width + concept)
        ? [
            {
              row: at,
              column,
              value: value[row * width + concept] as number,
              isReported: isReported(atlas, row * width + concept),
            },
          ]
        : [],
    ),
  );
  const sizeOf = ({ parts }: ReportedUnit) => Math.max(...parts.map((effect) => Math.abs(effect?.value ?? 0)));
  return {
    params: atlasParamsSchema.parse(artifact.params),
    summary: atlas.summary,
    units: Array.from(atlas.unit.keys(), (row) => unitOf(atlas, row))
      .filter(({ concepts }) => concepts > 0)
      .sort((a, b) => sizeOf(b) - sizeOf(a) || a.unit - b.unit),
    map: {
      units: Array.from(atlas.order, (row) => atlas.unit[row] as number),
      concepts: columns.map((concept) => atlas.concepts[concept] as Concept),
      cells,
    },
    artifact,
  };
}

function unitOf(atlas: AtlasTable, row: number): ReportedUnit {
  const { analysis, parts, metrics } = atlas;
  const selectivity = atlas.unitScores.overParts.measured[row] as number;
  const cells = Array.from({ length: analysis.concepts }, (_, concept) => row * analysis.concepts + concept);
  return {
    unit: atlas.unit[row] as number,
    parts: parts.map((_, part) => largestOf(atlas, cells.slice(part * metrics.length, (part + 1) * metrics.length))),
    concepts: cells.filter((cell) => moves(atlas, cell)).length,
    overParts: Number.isNaN(selectivity) ? null : selectivity,
  };
}

function largestOf(atlas: AtlasTable, cells: readonly number[]): ReportedEffect | null {
  const { effects, half, q } = atlas.analysis;
  const size = (cell: number) => Math.abs(effects.value[cell] as number);
  const [largest] = cells.filter((cell) => moves(atlas, cell)).sort((a, b) => size(b) - size(a));
  if (largest === undefined) return null;
  return {
    metric: atlas.metrics[largest % atlas.metrics.length] as string,
    value: effects.value[largest] as number,
    half: half[largest] as number,
    q: q[largest] as number,
  };
}

/** Whether an effect is above the noise floor and its 95 % interval leaves out 0. */
function moves({ analysis: { effects, half, below } }: AtlasTable, cell: number): boolean {
  return below[cell] === 0 && Math.abs(effects.value[cell] as number) > (half[cell] as number);
}

function isReported({ analysis: { q, below } }: AtlasTable, cell: number): boolean {
  return (q[cell] as number) < REPORTED_AT && below[cell] === 0;
}
