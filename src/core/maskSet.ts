import type { Label } from './labelSet.ts';
import type { ArtifactReader } from './stage.ts';
import { expectShape, type FloatTensor } from './tensor.ts';

/** Finished masks with the latents of their pictures: what segmenters learn from. */
export interface MaskSet {
  /** Position is the value in `masks`; the background is first. */
  readonly labels: readonly Label[];
  /** [M L] float32, latents */
  readonly w: FloatTensor;
  /** [M H W] uint8, positions in `labels` */
  readonly masks: { readonly data: Uint8Array; readonly shape: readonly [number, number, number] };
  /** One a mask, in the order of the rows. */
  readonly pictures: readonly MaskedPicture[];
}

export interface MaskedPicture {
  readonly id: string;
  readonly className: string;
  readonly annotator: string;
}

/** Parameters of a mask artifact: whose masks of which pictures, and the hash of what is in them. */
export interface MaskSetParams {
  readonly labels: readonly Label[];
  readonly pictures: readonly MaskedPicture[];
  /** Hash of latents and masks, so that another drawing is another artifact. */
  readonly content: string;
}

/** Reads the sealed artifact of stage `mask`. */
export function readMaskSet(reader: ArtifactReader, artifactId: string): MaskSet {
  const { labels, pictures } = reader.artifact(artifactId).params as unknown as MaskSetParams;
  const w = reader.array(artifactId, 'w') as FloatTensor;
  const masks = reader.array(artifactId, 'masks');
  expectShape(w.shape, [pictures.length, -1], `the latents of masks ${artifactId}`);
  expectShape(masks.shape, [pictures.length, -1, -1], `the masks ${artifactId}`);
  return {
    labels,
    pictures,
    w,
    masks: { data: masks.data as Uint8Array, shape: masks.shape as [number, number, number] },
  };
}
