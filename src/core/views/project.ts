import type { Artifact, PictureRef } from '../artifact.ts';
import type { StageName } from '../pipeline.ts';

/** What the calls on projects and artifacts answer: made for screens and for `--json`, never stored. */

export interface RecentProject {
  readonly path: string;
  readonly fileName: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly openedAt: string;
  readonly changedAt: string;
  /** Furthest sealed stage; null when empty. */
  readonly lastStage: StageName | null;
  /** A few pictures as data: small strips stored with the list, so that Welcome needs no project open. */
  readonly pictures: readonly PictureRef[];
  /** `missing`, `newer`, `damaged` rows stay in the list with a sentence. */
  readonly state: 'ok' | 'open' | 'missing' | 'newer' | 'damaged';
  readonly sentence: string | null;
}

export interface ProjectInfo {
  /** Handle for calls; stable while the project is open. */
  readonly project: string;
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly createdAt: string;
  readonly schemaVersion: number;
  readonly readOnly: boolean;
  readonly artifacts: number;
  readonly images: number;
  readonly pair: PairInfo | null;
  /** Models the project names that were not found on this machine; stages that need them say so. */
  readonly missingModels: readonly { readonly name: string; readonly sha256: string }[];
}

export interface PairInfo {
  readonly artifactId: string;
  readonly name: string;
  readonly generatorName: string;
  readonly classifierName: string;
  readonly classNames: readonly string[];
  readonly units: number;
  readonly wDim: number;
  /** The generator shows its feature maps. */
  readonly hasFeatures: boolean;
}

/** A finding of `verify`; a clean project has none. */
export interface VerifyReport {
  readonly ok: boolean;
  readonly checked: {
    readonly blobs: number;
    readonly images: number;
    readonly artifacts: number;
    readonly parts: number;
  };
  readonly problems: readonly { readonly kind: string; readonly sentence: string }[];
}

export interface CompactReport {
  readonly beforeBytes: number;
  readonly afterBytes: number;
  /** Parts, images and blobs that nothing referred to. */
  readonly removed: number;
}

/** One stage as the rail shows it. */
export interface StageStatus {
  readonly stage: StageName;
  readonly state: 'empty' | 'running' | 'done' | 'stale' | 'failed';
  /** Number beside the name: samples, linkers, units. */
  readonly count: number | null;
  /** 0 to 1 while running. */
  readonly progress: number | null;
}

export interface ArtifactNode {
  readonly artifact: Artifact;
  readonly title: string;
  /** One line with the key number. */
  readonly line: string;
  readonly pictures: readonly PictureRef[];
  /** A newer artifact of an input's stage exists that this one was not made from. */
  readonly stale: boolean;
  /** The one that later stages take unless told otherwise. */
  readonly isDefault: boolean;
}
