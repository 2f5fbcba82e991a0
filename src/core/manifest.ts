import { z } from 'zod';

/** The contract of a model pair: two JSON manifests, nothing is guessed from names. See docs/architecture.md, "Models". */

const size = z.int().min(1).max(65536);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits');
const fileName = z
  .string()
  .min(1)
  .refine(
    (name) =>
      !name.startsWith('/') && !name.includes('\\') && !/^[a-z]:/i.test(name) && !name.split('/').includes('..'),
    {
      message: 'must be a relative path inside the folder of the manifest',
    },
  );
const modelFile = z.object({ file: fileName, sha256 });

export const generatorManifestSchema = z.object({
  format: z.literal(1),
  kind: z.literal('generator'),
  name: z.string().min(1).max(200),
  licence: z.string().optional(),
  mapping: modelFile,
  synthesis: modelFile,
  taps: modelFile.optional(),
  z_dim: size,
  c_dim: z.int().min(0).max(65536),
  w_dim: size,
  num_ws: size.max(512),
  w_mode: z.enum(['broadcast', 'per_layer']),
  truncation: z.object({
    mode: z.literal('per_class_w_avg'),
    input: z.string().min(1),
    default: z.number().min(0).max(2),
  }),
  image: z.object({
    name: z.string().min(1),
    layout: z.literal('NCHW'),
    size: z.tuple([size.max(4096), size.max(4096)]),
    range: z.tuple([z.literal(-1), z.literal(1)]),
    to_uint8: z.literal('trunc((x+1)*127.5)'),
  }),
  feature_taps: z
    .array(z.object({ name: z.string().min(1), channels: size, size: size.max(4096), margin: z.int().min(0).max(512) }))
    .default([]),
  labels: fileName,
  parts: fileName.optional(),
  golden: fileName.optional(),
});

export const classifierManifestSchema = z.object({
  format: z.literal(1),
  kind: z.literal('classifier'),
  name: z.string().min(1).max(200),
  licence: z.string().optional(),
  file: fileName,
  sha256,
  input: z.object({
    name: z.string().min(1),
    layout: z.literal('NCHW'),
    size: z.tuple([size.max(4096), size.max(4096)]),
    channels: z.literal('RGB'),
    source_range: z.tuple([z.literal(0), z.literal(1)]),
    mean: z.array(z.number()).length(3),
    std: z.array(z.number().positive()).length(3),
    resize: z
      .object({ shorter_side: size.max(4096), filter: z.literal('bilinear'), antialias: z.boolean() })
      .nullable()
      .default(null),
    crop: z.literal('center').nullable().default(null),
  }),
  outputs: z.object({
    r: z.object({
      name: z.string().min(1),
      dim: size.max(1_000_000),
      definition: z.string().min(1),
      nonneg: z.boolean(),
    }),
    logits: z.object({ name: z.string().min(1), dim: size }),
  }),
  head: z
    .object({
      file: fileName,
      weight: z.tuple([size, size.max(1_000_000)]),
      bias: z.tuple([size]),
      input: z.literal('r'),
    })
    .optional(),
  labels: fileName,
  golden: fileName.optional(),
});

export type GeneratorManifest = z.infer<typeof generatorManifestSchema>;
export type ClassifierManifest = z.infer<typeof classifierManifestSchema>;

/** Everything about a pair that is not weights; stored in the pair artifact's summary. */
export interface PairDescription {
  readonly generator: GeneratorManifest;
  readonly classifier: ClassifierManifest;
  /** Class names, in the order of the classifier's logits and of the generator's one-hot input. */
  readonly classNames: readonly string[];
  /** Part names by stable id; empty where the generator's manifest names none. */
  readonly parts: readonly { readonly id: number; readonly name: string }[];
  /** [C U] row-major, then bias [C]: hash of the head file; null where the manifest has no head. */
  readonly headSha256: string | null;
}
