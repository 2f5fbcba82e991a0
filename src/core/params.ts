import { z } from 'zod';
import { ARCHITECTURES } from './segment/network.ts';
import { RECIPES, type Recipe } from './segment/recipe.ts';
import { RESAMPLINGS } from './segment/segmenter.ts';

/** Parameters of every stage, with their defaults: one schema for command line, wire, recipe file and artifact. */

export const samplesParamsSchema = z.object({
  /** Class names to draw; all classes of the pair when absent. */
  classes: z.array(z.string()).min(1).optional(),
  /** Accepted samples wanted per class. */
  perClass: z.int().min(1).max(1_000_000).default(400),
  /** Truncation of the generator's mapping. */
  psi: z.number().min(0).max(2).default(0.7),
  /** Seed of the latent stream; draw i of a seed is the same latent in every class. */
  seed: z.int().min(0).max(4_294_967_295).default(0),
  /** Share of latents held out, decided per latent, the same in every class. */
  heldOut: z.number().min(0.01).max(0.9).default(0.2),
  /** Draws allowed per wanted sample before the stage gives up on a class. */
  maxDrawsPerSample: z.int().min(1).max(1000).default(20),
});
export type SamplesParams = z.infer<typeof samplesParamsSchema>;

/** A file of the user's, by what it holds. */
const sourceFile = z.object({ file: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
export type SourceFile = z.infer<typeof sourceFile>;

/** Samples that were not drawn here: representations and latents came from files. */
export const arraysParamsSchema = z.object({
  kind: z.literal('arrays'),
  representations: sourceFile,
  latents: sourceFile,
  /** Share of rows held out, decided by the seed row by row. */
  heldOut: samplesParamsSchema.shape.heldOut,
  seed: samplesParamsSchema.shape.seed,
});
export type ArraysParams = z.infer<typeof arraysParamsSchema>;

export const LINKER_METHODS = ['least-squares', 'ridge', 'elastic-net', 'pls', 'mlp'] as const;
export type LinkerMethod = (typeof LINKER_METHODS)[number];

export const linkerParamsSchema = z.object({
  method: z.enum(LINKER_METHODS).default('ridge'),
  /** How the penalty, or the number of PLS components, is found: as given, or by cross-validation over latents. */
  choose: z.enum(['given', 'best', 'one-standard-error']).default('given'),
  /** scikit-learn's alpha of ridge and elastic net; the intercept is not penalised. */
  penalty: z.number().min(0).max(1e12).default(1),
  /** Elastic net: scikit-learn's l1_ratio. */
  l1Ratio: z.number().min(0.01).max(1).default(0.5),
  /** PLS: components, or the most that cross-validation tries. */
  components: z.int().min(1).max(4096).default(16),
  folds: z.int().min(2).max(20).default(5),
  /** MLP: width of each hidden layer. */
  hidden: z.array(z.int().min(1).max(16_384)).max(8).default([256]),
  learningRate: z.number().min(1e-6).max(1).default(1e-3),
  maxEpochs: z.int().min(1).max(100_000).default(300),
  /** MLP: epochs without a better validation loss after which training stops. */
  patience: z.int().min(1).max(10_000).default(30),
  /** Of the shuffled baseline, the start values and the batches. */
  seed: z.int().min(0).max(4_294_967_295).default(0),
});
export type LinkerParams = z.infer<typeof linkerParamsSchema>;

/** A linker that was not fitted here: its weights came from a file. */
export const importedLinkerParamsSchema = z.object({
  method: z.literal('imported'),
  file: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Width of each hidden layer of a network; absent for a linear map. */
  hidden: z.array(z.int().min(1)).optional(),
  /** Of the shuffled baseline. */
  seed: z.int().min(0).max(4_294_967_295).default(0),
});
export type ImportedLinkerParams = z.infer<typeof importedLinkerParamsSchema>;

/** Parameters of a linker artifact. */
export const anyLinkerParamsSchema = z.union([importedLinkerParamsSchema, linkerParamsSchema]);
export type AnyLinkerParams = z.infer<typeof anyLinkerParamsSchema>;

const unitIndex = z.int().min(0).max(1_000_000);

/** A line through representation or latent space along which pictures are made. */
export const directionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unit'), unit: unitIndex }),
  z.object({
    kind: z.literal('units'),
    name: z.string().min(1).max(100),
    weights: z
      .array(z.object({ unit: unitIndex, weight: z.number() }))
      .min(1)
      .max(10_000),
  }),
  z.object({ kind: z.literal('latent'), name: z.string().min(1).max(100), w: z.array(z.number()).min(1) }),
  /** The no-op control: every step is the start picture rendered again. */
  z.object({ kind: z.literal('none') }),
]);
export type Direction = z.infer<typeof directionSchema>;

export const rangeSchema = z.object({
  /** `minmax` is the reference's range, kept for reproducing old numbers. */
  kind: z.enum(['percentile', 'minmax']).default('percentile'),
  /** Percentiles of the activation over all accepted samples. */
  low: z.number().min(0).max(100).default(1),
  high: z.number().min(0).max(100).default(99),
  /** Width relative to the observed range, about its middle; above 1 is extrapolation and marked so. */
  multiple: z.number().min(0.1).max(20).default(1),
});
export type Range = z.infer<typeof rangeSchema>;

export const sweepParamsSchema = z.object({
  /** Units to sweep; all when absent. */
  units: z.array(unitIndex).min(1).optional(),
  /** Further directions: weighted sets of units, or latent vectors. */
  directions: z.array(directionSchema).default([]),
  /** Start pictures, spread evenly over the classes, taken from the held-out samples. */
  starts: z.int().min(1).max(10_000).default(10),
  startSeed: z.int().min(0).max(4_294_967_295).default(136),
  steps: z.int().min(2).max(101).default(5),
  range: rangeSchema.default({ kind: 'percentile', low: 1, high: 99, multiple: 1 }),
  /** `linked` starts from the linked latent A r + b (as the reference), `residual` keeps the start's own latent: w + A (r' - r). */
  mode: z.enum(['linked', 'residual']).default('linked'),
  /** Add the no-op control. */
  control: z.boolean().default(true),
});
export type SweepParams = z.infer<typeof sweepParamsSchema>;

export const trackParamsSchema = z.object({
  /** Units whose pictures are tracked; every walked direction when absent. */
  units: z.array(unitIndex).min(1).optional(),
  /** Of each direction, so many of the sweep's start pictures; all when absent. */
  starts: z.int().min(1).max(10_000).optional(),
  /** So many of the sweep's steps, evenly from the first to the last; all when absent. */
  steps: z.int().min(2).max(101).optional(),
  /** A flow model of the user's that finds the fields; the product's own tracker when absent. */
  flow: sourceFile.optional(),
  /** The product's own tracker goes by the generator's features beside the pictures; by pictures alone when absent. */
  features: z.literal(true).optional(),
});
export type TrackParams = z.infer<typeof trackParamsSchema>;

export const COUNTERFACTUAL_METHODS = ['proximal', 'reference'] as const;

export const atlasParamsSchema = z.object({
  /** Null directions, shared by all units. */
  directions: z.int().min(200).max(10_000).default(200),
  /**
   * What a unit is compared with. `direction`: directions as long as its own line, so that a unit has to move a concept more than any
   * direction would. `link`: directions as long as its line would be if the link knew nothing, by fits on shuffled pairs.
   */
  chance: z.enum(['direction', 'link']).default('direction'),
  /** Fits on shuffled pairs, where these are what is compared with. */
  shuffles: z.int().min(1).max(100).default(5),
  /** Lengths of chance at which they are walked; effects between are interpolated. */
  lengths: z.int().min(1).max(9).default(3),
  /** Held-out pictures that say how much each measure varies within a class. */
  reference: z.int().min(20).max(100_000).default(200),
  /** Standard deviations within which an effect counts as none. */
  margin: z.number().min(0.001).max(10).default(0.2),
  /** Random rotations behind the nulls of scores. */
  rotations: z.int().min(20).max(10_000).default(200),
  /** Cosine of effect profiles from which units count as the same. */
  redundant: z.number().min(0.5).max(1).default(0.9),
  seed: z.int().min(0).max(4_294_967_295).default(0),
});
export type AtlasParams = z.infer<typeof atlasParamsSchema>;

export const counterfactualParamsSchema = z.object({
  /** `reference` is the loss and update of the reference implementation, kept for reproducing old numbers. */
  method: z.enum(COUNTERFACTUAL_METHODS).default('proximal'),
  /** Class pairs by name, from and to; all ordered pairs of the classes drawn when absent. */
  pairs: z
    .array(z.object({ from: z.string().min(1), to: z.string().min(1) }))
    .min(1)
    .max(100_000)
    .optional(),
  /** Samples to start from, as rows of the samples artifact; chosen from the held-out ones when absent. */
  samples: z.array(z.int().min(0)).min(1).max(100_000).optional(),
  /** Samples per class pair, where they are chosen. */
  perPair: z.int().min(1).max(10_000).default(10),
  sampleSeed: z.int().min(0).max(4_294_967_295).default(136),
  /** Searches per sample and target: the first begins without a shift, each further one at a random shift. */
  seeds: z.int().min(1).max(20).default(1),
  /** Counterfactuals in a diverse set: each one after the first pays more for the units that those before it moved. */
  members: z.int().min(1).max(10).default(1),
  /** Probability of the target in the re-classified picture at which a search stops. */
  confidence: z.number().min(0.5).max(0.999).default(0.9),
  /** Cost of the squared length in w, in squared standard deviations of w. */
  closeness: z.number().min(0).max(1e6).default(1),
  /** Cost of each standard deviation by which a unit is moved. */
  sparsity: z.number().min(0).max(1e6).default(0.5),
  /** Cost of the squared Mahalanobis length within classes. */
  plausibility: z.number().min(0).max(1e6).default(0.05),
  /** Looks at a picture per search; of the reference, steps of its descent. */
  budget: z.int().min(1).max(5000).optional(),
  /** Of the reference's gradient descent. */
  learningRate: z.number().min(1e-6).max(100).default(0.5),
  /** Pictures from the start, which is not counted, to the counterfactual. */
  steps: z.int().min(2).max(100).default(20),
  /** How far the path goes on, in lengths of the counterfactual. */
  beyond: z.number().min(1).max(3).default(1.2),
  /** `linked` starts from the linked picture (as the reference), `residual` from the sample's own picture. */
  mode: z.enum(['linked', 'residual']).default('linked'),
  /** Random directions, a head of shuffled labels, other first shifts, a start with noise. */
  controls: z.boolean().default(true),
});
export type CounterfactualParams = z.infer<typeof counterfactualParamsSchema>;

export const segmentParamsSchema = z.object({
  /** `compact` learns in seconds; S, M and L are the reference's networks. */
  architecture: z.enum(ARCHITECTURES).default('compact'),
  /** Directions kept of each tap's channels; null keeps every channel, as the reference does. */
  directions: z.int().min(1).max(4096).nullable().default(16),
  /** `reference` trains as the reference does: see `RECIPES`. */
  recipe: z.enum(RECIPES).default('tuned'),
  resampling: z.enum(RESAMPLINGS).default('bilinear'),
  /** Leave out what taps show beyond the picture's edges. */
  cropsMargin: z.boolean().default(true),
  /** Networks of the ensemble, each with other masks left out. */
  members: z.int().min(1).max(20).default(5),
  maxEpochs: z.int().min(1).max(10_000).default(6),
  /** Epochs when a segmenter is trained further on one mask more. */
  retrainEpochs: z.int().min(1).max(10_000).default(2),
  patience: z.int().min(1).max(10_000).default(4),
  stepsPerEpoch: z.int().min(1).max(10_000).default(24),
  batchSize: z.int().min(1).max(64).default(2),
  learningRate: z.number().min(1e-6).max(1).default(3e-3),
  weightDecay: z.number().min(0).max(1).default(1e-3),
  /** Train on mirrored pictures too: where the generator draws both sides alike. */
  flip: z.boolean().default(false),
  /** Each step trains on a part of each picture, wherever it falls: its sides as share of the picture's. */
  crop: z.number().min(0.25).max(1).default(0.75),
  seed: z.int().min(0).max(4_294_967_295).default(0),
});
export type SegmentParams = z.infer<typeof segmentParamsSchema>;

/** What goes with each recipe where nothing else is asked for. The reference sees one whole picture a step, 100 times each of 5. */
export const SEGMENT_STANDARDS: Readonly<Record<Recipe, SegmentParams>> = {
  tuned: segmentParamsSchema.parse({}),
  reference: segmentParamsSchema.parse({
    recipe: 'reference',
    architecture: 'S',
    directions: null,
    resampling: 'nearest',
    batchSize: 1,
    learningRate: 1e-3,
    crop: 1,
    maxEpochs: 21,
  }),
};

export const mapsParamsSchema = z.object({
  /** Networks of the segmenter that are asked; one is quickest. */
  members: z.int().min(1).max(20).default(1),
});
export type MapsParams = z.infer<typeof mapsParamsSchema>;

/** What is measured is always the same. */
export const measureParamsSchema = z.object({});
export type MeasureParams = z.infer<typeof measureParamsSchema>;

export const reportParamsSchema = z.object({
  title: z.string().min(1).max(200).optional(),
  /** Strongest units shown with their strips. */
  units: z.int().min(1).max(200).default(12),
  /** Start pictures shown per unit. */
  starts: z.int().min(1).max(20).default(3),
});
export type ReportParams = z.infer<typeof reportParamsSchema>;
