import type { Artifact, ArtifactInput, PictureRef } from '#core/artifact.ts';
import type { AnyLinkerParams, ReportParams, SamplesParams, SweepParams } from '#core/params.ts';
import type { LinkerSummary, PairSummary, SamplesSummary, SweepSummary } from '#core/summary.ts';
import type { MeasuredLine } from '#core/sweepTable.ts';
import type { ReportedAtlas } from './atlas.ts';
import type { ReportedCounterfactuals } from './counterfactuals.ts';
import type { LinkQuality } from './linkQuality.ts';
import type { ReportedParts } from './parts.ts';

/** Everything the page shows, read before the first word is written. */
export interface ReportData {
  readonly title: string;
  readonly params: ReportParams;
  /** Id of the report itself. */
  readonly reportId: string;
  /** What the report itself was made from. */
  readonly inputs: readonly ArtifactInput[];
  readonly pair: PairSummary;
  readonly samples: { readonly params: SamplesParams; readonly summary: SamplesSummary };
  readonly linker: { readonly params: AnyLinkerParams; readonly summary: LinkerSummary; readonly quality: LinkQuality };
  readonly linked: readonly LinkedGroup[];
  readonly sweep: {
    readonly params: SweepParams;
    readonly summary: SweepSummary;
    readonly lines: readonly MeasuredLine[];
  };
  /** The strongest units, then the further directions, with their strips. */
  readonly shown: readonly ShownLine[];
  /** Null where none were run with the sweep's linker. */
  readonly counterfactuals: ReportedCounterfactuals | null;
  /** Null where no parts were measured in a sweep of the same linker. */
  readonly parts: ReportedParts | null;
  /** Null where none was built for a sweep of the same linker. */
  readonly atlas: ReportedAtlas | null;
  /** Pair, samples, linker, sweep, what the parts were measured with, atlas, counterfactuals. */
  readonly artifacts: readonly Provenance[];
  /** Encoded strips by address; those that were dropped from the project are missing. */
  readonly pictures: ReadonlyMap<string, StoredPicture>;
}

/** What is said of an artifact. No times: the same inputs give the same page. */
export type Provenance = Pick<Artifact, 'stage' | 'version' | 'id' | 'digest' | 'inputs' | 'device' | 'libraries'>;

export interface StoredPicture {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Held-out samples of one place in the order of pixel errors. */
export interface LinkedGroup {
  readonly name: string;
  readonly pairs: readonly LinkedPair[];
}

export interface LinkedPair {
  /** Row of the samples artifact. */
  readonly sample: number;
  readonly className: string;
  readonly pixelError: number;
  /** Whether the linked picture is classified as the original. */
  readonly agrees: boolean;
  readonly original: PictureRef;
  readonly linked: PictureRef;
}

/** A direction with its strips over a few start pictures. */
export interface ShownLine {
  readonly line: MeasuredLine;
  /** Values set, step by step. */
  readonly values: readonly number[];
  readonly starts: readonly {
    readonly sample: number;
    readonly className: string;
    readonly picture: PictureRef;
    /** Address of the strip; null where it was never made. */
    readonly strip: string | null;
  }[];
}
