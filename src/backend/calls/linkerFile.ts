import { basename, extname, resolve } from 'node:path';
import { artifactId, hashBytes } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import { mlpModel } from '#core/graph/mlp.ts';
import { encodeLinker } from '#core/linear/linkerModel.ts';
import { type Linker, latentCountOf, readLinker, storeLinker, unitCountOf } from '#core/linker.ts';
import { linkerOfOnnx, originInOnnx } from '#core/linkerOfOnnx.ts';
import { type LinkerOrigin, ORIGIN_KEY, originOfPair, requireSameOrigin, writeOrigin } from '#core/linkerOrigin.ts';
import { anyLinkerParamsSchema, type ImportedLinkerParams, importedLinkerParamsSchema } from '#core/params.ts';
import { expectShape } from '#core/tensor.ts';
import type { Job } from '#core/views/job.ts';
import { originInNpz, readLinkerNpz, writeLinkerNpz } from '../arrays/linkerFile.ts';
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
  const linkerId = inputOf(project, 'linker', linker);
  writeWhole(path, encode(readLinker(project.artifacts, linkerId), originOf(project, linkerId), path), 'The linker');
  return { path };
}

/** Null for what was made of plain arrays. */
function originOf(project: Project, id: string): LinkerOrigin | null {
  const pairId = pairOf(project, id);
  return pairId === null ? null : originOfPair(describePair(project.artifacts.artifact(pairId)));
}

function encode(linker: Linker, origin: LinkerOrigin | null, path: string): Uint8Array {
  const extension = extname(path).toLowerCase();
  if (extension === '.onnx') {
    const metadata = origin === null ? {} : { [ORIGIN_KEY]: writeOrigin(origin) };
    return linker.kind === 'linear' ? encodeLinker(linker.map, metadata) : mlpModel(linker.mlp, metadata);
  }
  if (extension !== '.npz') {
    throw new Failure('BAD_INPUT', `A linker is written as .npz or .onnx, but the file is named ${basename(path)}.`, {
      remedy: 'Name it .npz for NumPy, or .onnx for an ONNX runtime.',
    });
  }
  if (linker.kind === 'linear') return writeLinkerNpz(linker.map, origin);
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
  const reader = readerOf(file);
  const bytes = readWhole(resolve(from), 'a linker');
  requireOrigin(reader.origin(bytes, file), originOf(opened.project, samplesId), file);
  const linker = reader.linker(bytes, { units: r.shape[1] as number, latentDim: w.shape[1] as number }, file);
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
  requireOrigin(originOf(opened.project, id), originOf(opened.project, samplesId), 'This linker');
  const { r, w } = samplesOf(context, opened, samplesId);
  const linker = readLinker(artifacts, id);
  expectShape(
    [unitCountOf(linker), latentCountOf(linker)],
    [r.shape[1] as number, w.shape[1] as number],
    `${params.file}, units by latent dimensions`,
  );
  return measureLinker(context, opened, samplesId, params, linker);
}

/** Nothing is asked of what does not know where it is from. */
function requireOrigin(own: LinkerOrigin | null, samples: LinkerOrigin | null, linker: string): void {
  if (own !== null && samples !== null) requireSameOrigin(own, samples, linker);
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

interface LinkerReader {
  readonly origin: typeof originInOnnx;
  readonly linker: typeof linkerOfOnnx;
}

const READERS: Readonly<Record<string, LinkerReader>> = {
  '.onnx': { origin: originInOnnx, linker: linkerOfOnnx },
  '.npz': { origin: originInNpz, linker: (...given) => ({ kind: 'linear', map: readLinkerNpz(...given) }) },
};

function readerOf(file: string): LinkerReader {
  const reader = READERS[extname(file).toLowerCase()];
  if (reader !== undefined) return reader;
  throw new Failure('BAD_INPUT', `A linker is read from .npz or .onnx, but the file is named ${file}.`, {
    remedy: 'Save it with numpy.savez(file, coef=model.coef_, intercept=model.intercept_), or export it to ONNX.',
  });
}
