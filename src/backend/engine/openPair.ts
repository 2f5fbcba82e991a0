import type { DeviceName, PairFiles } from '#core/engine.ts';
import { Failure } from '#core/failure.ts';
import type { GeneratorManifest } from '#core/manifest.ts';
import { loadModel, type Model, type ModelSpec, type RowShape } from './model.ts';
import { createPreprocess, type Preprocess } from './preprocess.ts';

/** How a pair is run. */
export interface RunSettings {
  readonly device: DeviceName;
  readonly threads: number;
  /** Pictures per session run; null lets the engine choose. */
  readonly batch: number | null;
}

/** A pair whose models are loaded and were seen to do what their manifests say. */
export interface OpenPair {
  readonly files: PairFiles;
  /** Values of one latent as hosts see it: L. */
  readonly latentSize: number;
  /** Pictures per session run. */
  readonly batch: number;
  readonly preprocess: Preprocess;
  /** @param z [B Z] @param oneHot [B C] @param psi [B] @returns [B L], all float32 */
  map(rows: number, z: Float32Array, oneHot: Float32Array, psi: Float32Array): Promise<Float32Array>;
  /** @param w [B L] float32 @returns [B 3 H W] float32, in -1..1 */
  synthesise(rows: number, w: Float32Array): Promise<Float32Array>;
  /** @param x [B 3 H W] float32, normalised @returns r [B U] and logits [B C], float32 */
  classify(rows: number, x: Float32Array): Promise<{ readonly r: Float32Array; readonly logits: Float32Array }>;
  /**
   * The generator's feature maps; their model is loaded when they are first asked for.
   *
   * @param w [B L] float32 @returns [B C S S] float32 by tap, as the manifest names them
   * @throws Failure BAD_INPUT when the generator's manifest names none
   */
  features(rows: number, w: Float32Array): Promise<Readonly<Record<string, Float32Array>>>;
  close(): Promise<void>;
}

/**
 * Pixels of one synthesis run. A run blocks the engine: it should take a fraction of a second, and on a processor
 * larger batches are no faster. A function of the picture size only, never of measured speed, so that batches are reproducible.
 */
const PIXELS_PER_RUN: Readonly<Record<DeviceName, number>> = {
  cpu: 16 * 64 * 64,
  webgpu: 64 * 64 * 64,
  cuda: 256 * 64 * 64,
};

function defaultBatch(generator: GeneratorManifest, device: DeviceName): number {
  const [heightPx, widthPx] = generator.image.size;
  return Math.max(1, Math.floor(PIXELS_PER_RUN[device] / (heightPx * widthPx)));
}

/** Values of one latent: w, or one w per layer where layers have their own. */
export function latentSize(generator: GeneratorManifest): number {
  return generator.w_mode === 'per_layer' ? generator.num_ws * generator.w_dim : generator.w_dim;
}

/** Loads the models of a pair, checks every name and shape, and runs each on one and on two rows. */
export async function openPair(files: PairFiles, settings: RunSettings): Promise<OpenPair> {
  const specs = specifyPair(files);
  const loaded: Model[] = [];
  const load = async (path: string, spec: ModelSpec, device: DeviceName): Promise<Model> => {
    const model = await loadModel(path, device, settings.threads, spec);
    loaded.push(model);
    return model;
  };
  const close = async (): Promise<void> => {
    await Promise.all(loaded.map((model) => model.release()));
  };

  try {
    // Mapping is small and always runs on the processor, so that latents are the same whatever the device.
    const mapping = await load(files.mappingPath, specs.mapping, 'cpu');
    const synthesis = await load(files.synthesisPath, specs.synthesis, settings.device);
    const classifier = await load(files.classifierPath, specs.classifier, settings.device);
    let taps: Promise<Model> | null = null;
    const loadTaps = (): Promise<Model> => {
      if (files.tapsPath === null) throw noTaps(files.generator);
      taps ??= load(files.tapsPath, specs.taps, settings.device);
      return taps;
    };
    const pair = assemble(files, settings, { mapping, synthesis, classifier, loadTaps }, close);
    const w = await probe(pair);
    if (files.tapsPath !== null)
      await checkTaps(await loadModel(files.tapsPath, settings.device, settings.threads, specs.taps), w);
    return pair;
  } catch (error) {
    await close();
    throw error;
  }
}

function specifyPair({ generator, classifier }: PairFiles) {
  const layers = [generator.num_ws, generator.w_dim];
  const latent = generator.w_mode === 'per_layer' ? [layers] : [[generator.w_dim], layers];
  const picture = { [generator.image.name]: [3, ...generator.image.size] };
  const { r, logits } = classifier.outputs;
  return {
    mapping: {
      inputs: {
        z: [[generator.z_dim]],
        ...(generator.c_dim === 0 ? {} : { c: [[generator.c_dim]] }),
        [generator.truncation.input]: [[1]],
      },
      outputs: { w: generator.w_mode === 'per_layer' ? layers : [generator.w_dim] },
    },
    synthesis: { inputs: { w: latent }, outputs: picture },
    taps: {
      inputs: { w: latent },
      outputs: {
        ...picture,
        ...Object.fromEntries(generator.feature_taps.map((tap) => [tap.name, [tap.channels, tap.size, tap.size]])),
      },
    },
    classifier: {
      inputs: { [classifier.input.name]: [[3, ...classifier.input.size]] },
      outputs: { [r.name]: [r.dim], [logits.name]: [logits.dim] },
    },
  } satisfies Record<string, ModelSpec>;
}

interface PairModels {
  readonly mapping: Model;
  readonly synthesis: Model;
  readonly classifier: Model;
  loadTaps(): Promise<Model>;
}

function assemble(files: PairFiles, settings: RunSettings, models: PairModels, close: () => Promise<void>): OpenPair {
  const { generator, classifier } = files;
  const [heightPx, widthPx] = generator.image.size;
  const synthesisShape = models.synthesis.rowShapeOf('w');
  return {
    files,
    latentSize: latentSize(generator),
    batch: settings.batch ?? defaultBatch(generator, settings.device),
    preprocess: createPreprocess(heightPx, widthPx, classifier.input),
    async map(rows, z, oneHot, psi) {
      const classes = generator.c_dim === 0 ? {} : { c: oneHot };
      const results = await models.mapping.run(rows, { z, ...classes, [generator.truncation.input]: psi });
      return results.w as Float32Array;
    },
    async synthesise(rows, w) {
      const results = await models.synthesis.run(rows, { w: spreadLatents(rows, w, synthesisShape) });
      return results[generator.image.name] as Float32Array;
    },
    async classify(rows, x) {
      const results = await models.classifier.run(rows, { [classifier.input.name]: x });
      const { r, logits } = classifier.outputs;
      return { r: results[r.name] as Float32Array, logits: results[logits.name] as Float32Array };
    },
    async features(rows, w) {
      const taps = await models.loadTaps();
      return taps.run(rows, { w: spreadLatents(rows, w, taps.rowShapeOf('w')) });
    },
    close,
  };
}

function noTaps({ name }: GeneratorManifest): Failure {
  return new Failure('BAD_INPUT', `The generator ${name} shows no features: its manifest names no taps.`);
}

/** Gives every layer the same w where the synthesis takes one per layer and the host gave one in all. */
function spreadLatents(rows: number, w: Float32Array, rowShape: RowShape): Float32Array {
  const [layers, width] = rowShape;
  if (layers === undefined || width === undefined || w.length === rows * layers * width) return w;
  const spread = new Float32Array(rows * layers * width);
  for (let copy = 0; copy < rows * layers; copy++) {
    const row = Math.floor(copy / layers);
    spread.set(w.subarray(row * width, (row + 1) * width), copy * width);
  }
  return spread;
}

/** Runs everything on one row and on two: what files leave open in their shapes shows here. Returns the latent of one row. */
async function probe(pair: OpenPair): Promise<Float32Array> {
  const { z_dim, c_dim } = pair.files.generator;
  const probeRows = async (rows: number): Promise<Float32Array> => {
    const z = Float32Array.from({ length: rows * z_dim }, (_, i) => Math.sin(1 + 7 * i));
    const oneHot = Float32Array.from({ length: rows * c_dim }, (_, i) => (i % c_dim === 0 ? 1 : 0));
    const w = await pair.map(rows, z, oneHot, new Float32Array(rows).fill(0.7));
    await pair.synthesise(rows, w);
    await pair.classify(rows, new Float32Array(rows * pair.preprocess.inputSize));
    return w;
  };
  const w = await probeRows(1);
  await probeRows(2);
  return w;
}

async function checkTaps(taps: Model, w: Float32Array): Promise<void> {
  try {
    await taps.run(1, { w: spreadLatents(1, w, taps.rowShapeOf('w')) });
  } finally {
    await taps.release();
  }
}
