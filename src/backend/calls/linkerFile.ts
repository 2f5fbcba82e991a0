import { basename, extname, resolve } from 'node:path';
import { artifactId, hashBytes } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import { mlpModel } from '#core/graph/mlp.ts';
import { encodeLinker } from '#core/linear/linkerModel.ts';
import { type Linker, latentCountOf, readLinker, storeLinker, unitCountOf } from '#core/linker.ts';
import { linkerOfOnnx } from '#core/linkerOfOnnx.ts';
import { anyLinkerParamsSchema, type ImportedLinkerParams, importedLinkerParamsSchema } from '#core/params.ts';
import { expectShape } from '#core/tensor.ts';
import type { Job } from '#core/views.ts';
import { readLinkerNpz, writeLinkerNpz } from '../arrays/linkerFile.ts';
import { readWhole } from '../arrays/readWhole.ts';
import { writeWhole } from '../arrays/writeWhole.ts';
import type { Context } from '../context.ts';
import { inputOf, pairOf, planRun } from '../jobs/recipes.ts';
import type { OpenProject } from '../openProjects.ts';
import { describePair } from '../pairs.ts';
import type { Project } from '../store/project.ts';
import { samplesOf } from './sampleViews.ts';

interface Export {
  readonly project: string;
  readonly linker?: string | undefined;
  readonly to: string;
}

/** Writes a linker for NumPy (.npz, linear ones) or for ONNX runtimes (.onnx, any). */
export function exportLinker({ projects }: Context, { project: handle, linker, to }: Export): { path: string } {
  const { project } = projects.get(handle);
  const path = resolve(to);
  writeWhole(path, encode(readLinker(project.artifacts, inputOf(project, 'linker', linker)), path), 'The linker');
  return { path };
}

function encode(linker: Linker, path: string): Uint8Array {
  const extension = extname(path).toLowerCase();
  if (extension === '.onnx') return linker.kind === 'linear' ? encodeLinker(linker.map) : mlpModel(linker.mlp);
  if (extension !== '.npz') {
    throw new Failure('BAD_INPUT', `A linker is written as .npz or .onnx, but the file is named ${basename(path)}.`, {
      remedy: 'Name it .npz for NumPy, or .onnx for an ONNX runtime.',
    });
  }
  if (linker.kind === 'linear') return writeLinkerNpz(linker.map);
  throw new Failure('BAD_INPUT', 'A network has no coef and intercept, so it cannot be written as .npz.', {
    remedy: 'Name the file .onnx: that holds any linker.',
  });
}

interface Import {
  readonly project: string;
  readonly samples?: string | undefined;
  readonly from: string;
}

/** Puts a linker of a file (.npz of a linear one, .onnx of any) into the project; the job that is started only measures it. */
export function importLinker(context: Context, { project: handle, samples, from }: Import): StartedJob {
  const opened = context.projects.get(handle);
  const samplesId = inputOf(opened.project, 'samples', samples);
  const { r, w } = samplesOf(context, opened, samplesId);
  const file = basename(from);
  const decode = decoderOf(file);
  const bytes = readWhole(resolve(from), 'a linker');
  const linker = decode(bytes, { units: r.shape[1] as number, latentDim: w.shape[1] as number }, file);
  const hidden = linker.kind === 'mlp' ? linker.mlp.layers.slice(0, -1).map(({ bias }) => bias.length) : undefined;
  const params = importedLinkerParamsSchema.parse({ method: 'imported', file, sha256: hashBytes(bytes), hidden });
  return measureLinker(context, opened, samplesId, params, linker);
}

interface ImportAgain {
  readonly project: string;
  readonly linker: string;
  readonly samples?: string | undefined;
}

/** Measures an imported linker on other samples; its weights are in the project, so that its file is not needed. */
export function importLinkerAgain(context: Context, { project: handle, linker: id, samples }: ImportAgain): StartedJob {
  const opened = context.projects.get(handle);
  const { artifacts } = opened.project;
  const params = anyLinkerParamsSchema.parse(artifacts.artifact(inputOf(opened.project, 'linker', id)).params);
  if (params.method !== 'imported') {
    throw new Failure('BAD_INPUT', `The linker ${id.slice(0, 8)} was fitted here, not imported.`, {
      remedy: 'Train it again on the samples.',
    });
  }
  const samplesId = inputOf(opened.project, 'samples', samples);
  requireSamePair(opened.project, id, samplesId);
  const { r, w } = samplesOf(context, opened, samplesId);
  const linker = readLinker(artifacts, id);
  expectShape(
    [unitCountOf(linker), latentCountOf(linker)],
    [r.shape[1] as number, w.shape[1] as number],
    `${params.file}, units by latent dimensions`,
  );
  return measureLinker(context, opened, samplesId, params, linker);
}

/** @throws Failure BAD_INPUT where the linker reads units of another classifier, of which there may be as many */
function requireSamePair(project: Project, linkerId: string, samplesId: string): void {
  const [own, other] = [pairOf(project, linkerId), pairOf(project, samplesId)];
  if (own === null || other === null || own === other) return;
  const [reads, sampled] = [own, other].map((pair) => describePair(project.artifacts.artifact(pair)).classifier.name);
  throw new Failure('BAD_INPUT', `This linker reads ${reads}, but the samples are of ${sampled}.`, {
    remedy: `Choose samples of ${reads}, or make them the default.`,
  });
}

interface StartedJob {
  readonly job: Job | null;
  readonly artifactId: string;
}

function measureLinker(
  context: Context,
  opened: OpenProject,
  samplesId: string,
  params: ImportedLinkerParams,
  linker: Linker,
): StartedJob {
  const { artifacts } = opened.project;
  const { recipe, request } = planRun(opened.project, { stage: 'linker', samples: samplesId, params });
  if (artifacts.find(artifactId(recipe))?.state !== 'sealed') storeLinker(artifacts.begin(recipe), linker);
  return context.jobs.submit(opened, request);
}

type Decode = typeof linkerOfOnnx;

function decoderOf(file: string): Decode {
  const extension = extname(file).toLowerCase();
  if (extension === '.onnx') return linkerOfOnnx;
  if (extension === '.npz') return (...given) => ({ kind: 'linear', map: readLinkerNpz(...given) });
  throw new Failure('BAD_INPUT', `A linker is read from .npz or .onnx, but the file is named ${file}.`, {
    remedy: 'Save it with numpy.savez(file, coef=model.coef_, intercept=model.intercept_), or export it to ONNX.',
  });
}
