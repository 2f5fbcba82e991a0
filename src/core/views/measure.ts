import type { Artifact } from '../artifact.ts';
import type { MeasureId } from '../measure/measures.ts';
import type { Change } from '../summary.ts';

/** What the calls on measures answer: made for screens and for `--json`, never stored. */

/** Everything measured of one unit. */
export interface UnitMeasures {
  readonly measureId: string;
  /** Quantities by id with their names: parts, then the whole picture. */
  readonly quantities: readonly { readonly id: string; readonly name: string; readonly colour: string | null }[];
  /** Activations that were set. */
  readonly values: readonly number[];
  readonly starts: readonly {
    readonly sample: number;
    readonly className: string;
    /** Its strip of the sweep; null where that was dropped. */
    readonly strip: string | null;
    /** Ordinal of the sweep's part. */
    readonly part: number;
  }[];
  /** Artifact of the label maps that were measured. */
  readonly maps: string;
  /** The strongest first. */
  readonly changes: readonly Change[];
  /** By quantity and metric, a row a start picture; null for missing. */
  readonly curves: Readonly<Record<string, Readonly<Record<string, readonly (readonly (number | null)[])[]>>>>;
}

export interface ChangePage {
  readonly artifact: Artifact;
  readonly quantities: UnitMeasures['quantities'];
  readonly metrics: readonly MeasureId[];
  readonly total: number;
  readonly rows: readonly Change[];
}
