import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson, type Json } from './json.ts';
import { type StageName, stageVersion } from './pipeline.ts';
import type { Tensor } from './tensor.ts';

/** An input of an artifact: which role it plays, and its id. */
export interface ArtifactInput {
  readonly role: string;
  readonly id: string;
}

/** What an artifact is, before anything of it exists: everything its id is made of. */
export interface ArtifactRecipe {
  readonly stage: StageName;
  readonly params: Json;
  readonly inputs: readonly ArtifactInput[];
}

export type ArtifactState = 'building' | 'sealed';

/** An immutable result with its provenance. `summary` holds the key figures that lists and reports show. */
export interface Artifact extends ArtifactRecipe {
  readonly id: string;
  readonly version: number;
  readonly state: ArtifactState;
  /** Hash of the content; null while building. */
  readonly digest: string | null;
  readonly summary: Json;
  readonly device: string | null;
  readonly libraries: Readonly<Record<string, string>>;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly sealedAt: string | null;
  readonly elapsedMs: number;
  readonly sizeBytes: number;
}

/** A piece of an artifact that is committed whole: a batch of draws, or one direction from one start picture. */
export interface StoredPart {
  readonly id: string;
  /** What makes this part this part, without the list it was asked in. */
  readonly key: Json;
  /** Named arrays; kept small (at most a few hundred kB a part). */
  readonly arrays: Readonly<Record<string, Tensor>>;
  /** Picture strip of this part, null where it has none. Reading a part never loads the picture itself. */
  readonly image: StripRef | null;
}

/** A part as it is handed over for storing: with its picture. */
export interface Part extends StoredPart {
  readonly image: StripImage | null;
}

/** A row of equally sized pictures in one encoded file. Addressed by recipe, so that a regenerated strip keeps its address. */
export interface StripRef {
  /** Recipe hash: generator, latents, quantisation, codec settings. */
  readonly hash: string;
  readonly mediaType: string;
  /** Pictures in the strip, left to right. */
  readonly tiles: number;
  /** Size of one picture, px. */
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface StripImage extends StripRef {
  readonly bytes: Uint8Array;
}

/** Where a screen finds one picture: `/image/<hash>`, tile `index` of `tiles`. */
export interface PictureRef {
  readonly hash: string;
  readonly index: number;
  readonly tiles: number;
}

export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

export function hashBytes(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** The id of an artifact: 32 hex digits of the hash of stage, stage version, params and input ids. */
export function artifactId(recipe: ArtifactRecipe): string {
  return hashText(
    canonicalJson({
      stage: recipe.stage,
      version: stageVersion(recipe.stage),
      params: recipe.params,
      inputs: recipe.inputs.map(({ role, id }) => [role, id]),
    }),
  ).slice(0, 32);
}

/** The id of a part: its own key and what it was computed from, never the list of parts it stands in. */
export function partId(stage: StageName, key: Json, sources: readonly string[]): string {
  return hashText(canonicalJson({ stage, version: stageVersion(stage), key, sources })).slice(0, 32);
}
