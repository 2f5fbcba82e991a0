import type { Artifact, PictureRef } from '../artifact.ts';
import type { Query } from '../atlas/query.ts';
import type { ConceptEffect, RankedUnit, SimilarUnit } from '../atlas/ranking.ts';
import type { UnitScoreName } from '../atlas/scoreNulls.ts';
import type { StageName } from '../pipeline.ts';
import type { AtlasSummary } from '../summary.ts';

/** What the calls of api/atlas.ts answer. */

/** A score beside its null: random rotations of all units. Null where there is no score. */
export interface ScoreView {
  readonly measured: number | null;
  /** Of the linear response, which the null is made of. */
  readonly predicted: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number | null;
}

export interface ConceptColumn {
  readonly part: string;
  readonly metric: string;
  /** Within-class standard deviation of the measure, in its own unit; null for one that never varies. */
  readonly scale: number | null;
  readonly floor: number | null;
  /** Smallest effect that could have been reported at q = 0.05; null where nothing was tested. */
  readonly detectable: number | null;
  readonly completeness: ScoreView;
  readonly unitsFor80: ScoreView;
}

export interface AtlasUnitRow {
  readonly row: number;
  readonly unit: number;
  readonly overParts: number | null;
  readonly overMetrics: number | null;
  readonly participation: number | null;
  /** Concepts with q < 0.05 that are not below the noise floor. */
  readonly concepts: number;
  /** Place in the map of units. */
  readonly x: number;
  readonly y: number;
  /** Smallest unit with the same effect profile. */
  readonly group: number;
}

/** An atlas without its cells, which are fetched by address: `/cells/<artifact>`, as atlas/atlasCells.ts packs them. */
export interface AtlasView {
  readonly artifact: Artifact;
  readonly summary: AtlasSummary;
  /** Name of the classifier whose units these are. */
  readonly classifier: string;
  /** The first stage whose result is no longer the one that this was made from; null where nothing was replaced. */
  readonly staleSince: StageName | null;
  readonly classNames: readonly string[];
  readonly concepts: readonly ConceptColumn[];
  readonly units: readonly AtlasUnitRow[];
  /** Rows in an order in which like profiles stand together. */
  readonly order: readonly number[];
}

export interface RankedRow extends RankedUnit {
  /** Steps of the unit from the start picture whose change is nearest to the effect; null where the pictures were dropped. */
  readonly typical: TypicalStart | null;
}

export interface TypicalStart {
  readonly strip: PictureRef;
  /** Place among the sweep's start pictures, and its class. */
  readonly start: number;
  readonly className: string;
  /** What the unit changes of the first concept from this picture, standard deviations. */
  readonly change: number;
}

export interface AtlasAnswer {
  readonly atlasId: string;
  /** The query in words. */
  readonly text: string;
  readonly query: Query;
  readonly total: number;
  readonly rows: readonly RankedRow[];
  /** Rows of all units found, the best first. */
  readonly found: readonly number[];
  /** Units whose effect on the first concept is below the noise floor. */
  readonly belowFloor: number;
  /** Smallest effect on the first concept that could have been reported at q = 0.05; null where it was not tested. */
  readonly detectable: number | null;
}

export interface UnitAtlas {
  readonly atlasId: string;
  readonly unit: number;
  /** All concepts, the largest effect first. */
  readonly effects: readonly (ConceptEffect & {
    readonly monotonicity: number | null;
    readonly betweenClasses: number | null;
  })[];
  readonly scores: Readonly<Record<UnitScoreName, ScoreView>>;
  readonly group: number;
  readonly like: readonly SimilarUnit[];
}

export interface SavedConcept {
  readonly name: string;
  readonly query: Query;
  readonly text: string;
  readonly author: string;
  readonly at: string;
}

/** Which parts one classifier uses that the other does not, and how far their units do the same. */
export interface AtlasComparison {
  readonly a: string;
  readonly b: string;
  readonly names: readonly [string, string];
  /** Units of either atlas: those that were swept. */
  readonly units: readonly [number, number];
  readonly starts: readonly [number, number];
  /** Both were swept from the same start pictures, so that uses are compared picture by picture. */
  readonly isPaired: boolean;
  /** Pictures that both classifiers saw. */
  readonly pictures: number;
  readonly cka: number;
  readonly rsa: number;
  /** One-to-one matching of units by effect profile: of all, or of so many on either side whose profiles are the largest. */
  readonly matching: {
    readonly units: readonly [number, number];
    readonly meanCosine: number;
    readonly p: number;
    readonly permutations: number;
    /** The most alike first. */
    readonly pairs: readonly MatchedUnits[];
  };
  /** Of all parts and metrics taken together: how much further the units of one classifier reach. */
  readonly overall: Contrast;
  /** All metrics of a part taken together. */
  readonly parts: readonly UseContrast[];
  readonly concepts: readonly (UseContrast & { readonly metric: string })[];
}

export interface MatchedUnits {
  readonly a: number;
  readonly b: number;
  readonly cosine: number;
  /** Steps of either unit, from the same start picture where they share them. */
  readonly strips: readonly [PictureRef | null, PictureRef | null];
}

/** How much a part is moved by the units of either classifier. */
export interface UseContrast {
  readonly part: string;
  /** Root mean square change, standard deviations; grows with the overall size of a classifier's effects. */
  readonly size: Contrast;
  /** Part of the energy of all effects, 0 to 1, which their overall size does not change; null where there is none beyond noise. */
  readonly share: Contrast | null;
}

/** A figure of either classifier, and the difference between them. */
export interface Contrast {
  readonly a: number;
  readonly b: number;
  /** a less b, with its 95 % interval over start pictures. */
  readonly difference: number;
  readonly interval: readonly [number, number] | null;
  readonly q: number | null;
}
