import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { PairFiles } from '#core/engine.ts';
import { Failure, type FailureCode } from '#core/failure.ts';
import { describeIssues } from '#core/issues.ts';
import {
  type ClassifierManifest,
  classifierManifestSchema,
  type GeneratorManifest,
  generatorManifestSchema,
  type PairDescription,
} from '#core/manifest.ts';
import { planGeometry } from './preprocess.ts';

/** Reads the manifests of a pair and checks the files they name, before anything of them is loaded. */

const MAX_JSON_BYTES = 4_000_000;

const labelsSchema = z.array(z.string().min(1).max(200)).max(65_536);
const partsSchema = z.array(z.object({ id: z.int().min(0).max(254), name: z.string().min(1).max(200) })).max(255);

interface Manifests {
  readonly generator: GeneratorManifest;
  readonly classifier: ClassifierManifest;
}

const MANIFESTS: { readonly [K in keyof Manifests]: z.ZodType<Manifests[K]> } = {
  generator: generatorManifestSchema,
  classifier: classifierManifestSchema,
};

export interface LoadedPair {
  readonly files: PairFiles;
  readonly description: PairDescription;
}

/** @throws Failure BAD_MANIFEST with a sentence that names the field, MODEL_MISSING when there is no such file */
export async function loadManifest<K extends keyof Manifests>(path: string, kind: K): Promise<Manifests[K]> {
  const name = basename(path);
  const data = await readJson(path, name);
  const found = (data as { readonly kind?: unknown } | null)?.kind;
  if (found !== kind && (found === 'generator' || found === 'classifier')) {
    throw new Failure('BAD_MANIFEST', `${name} describes a ${found}, not a ${kind}.`);
  }
  return check<Manifests[K]>(MANIFESTS[kind], data, name);
}

/**
 * Loads the manifests of a pair with the files they name: each is there, inside its manifest's folder, and has the
 * hash that the manifest states, and both sides fit each other.
 */
export async function loadPair(generatorPath: string, classifierPath: string): Promise<LoadedPair> {
  const generator = await loadManifest(generatorPath, 'generator');
  const classifier = await loadManifest(classifierPath, 'classifier');
  const [generatorFolder, classifierFolder] = [dirname(generatorPath), dirname(classifierPath)];
  checkSizes(generator, classifier);
  const classNames = await readClassNames(generator, generatorFolder, classifier, classifierFolder);
  const parts =
    generator.parts === undefined
      ? []
      : check(partsSchema, await readListed(generatorFolder, generator.parts), generator.parts);
  const files: PairFiles = {
    generator,
    classifier,
    mappingPath: await modelFile(generatorFolder, generator.mapping),
    synthesisPath: await modelFile(generatorFolder, generator.synthesis),
    tapsPath: generator.taps === undefined ? null : await modelFile(generatorFolder, generator.taps),
    classifierPath: await modelFile(classifierFolder, classifier),
  };
  const headPath = classifier.head === undefined ? null : await headFile(classifierFolder, classifier.head);
  const headSha256 = headPath === null ? null : await hashFile(headPath);
  return { files, description: { generator, classifier, classNames, parts, headSha256 } };
}

/** Sizes that only make sense together. */
function checkSizes(generator: GeneratorManifest, { input, outputs, head, name }: ClassifierManifest): void {
  planGeometry(...generator.image.size, input);
  if (head === undefined) return;
  const expected = [outputs.logits.dim, outputs.r.dim];
  if (head.weight[0] !== expected[0] || head.weight[1] !== expected[1] || head.bias[0] !== expected[0]) {
    throw new Failure(
      'BAD_MANIFEST',
      `The head of ${name} is ${head.weight.join(' x ')} with ${head.bias[0]} biases, but r and the logits make it ${expected.join(' x ')} with ${expected[0]}.`,
    );
  }
}

/** The classes of both sides, which must be the same: the generator is asked for what the classifier answers. */
async function readClassNames(
  generator: GeneratorManifest,
  generatorFolder: string,
  classifier: ClassifierManifest,
  classifierFolder: string,
): Promise<string[]> {
  const names = check(labelsSchema, await readListed(classifierFolder, classifier.labels), classifier.labels);
  expectCount(names, classifier.outputs.logits.dim, classifier.labels, `${classifier.name} has logits`);
  const drawn = check(labelsSchema, await readListed(generatorFolder, generator.labels), generator.labels);
  expectCount(drawn, generator.c_dim, generator.labels, `${generator.name} has classes`);
  const other = generator.c_dim === 0 ? -1 : names.findIndex((label, index) => label !== drawn[index]);
  if (other !== -1 || (generator.c_dim > 0 && drawn.length !== names.length)) {
    const index = other === -1 ? names.length : other;
    throw new Failure(
      'BAD_MANIFEST',
      `Generator and classifier differ in their classes: class ${index} is ${drawn[index] ?? 'missing'} for ${generator.name} and ${names[index] ?? 'missing'} for ${classifier.name}.`,
    );
  }
  return names;
}

function expectCount(labels: readonly string[], count: number, file: string, subject: string): void {
  if (labels.length !== count)
    throw new Failure('BAD_MANIFEST', `${file} names ${labels.length} classes, but ${subject} for ${count}.`);
}

async function modelFile(
  folder: string,
  { file, sha256 }: { readonly file: string; readonly sha256: string },
): Promise<string> {
  const path = await resolveInside(folder, file, 'MODEL_MISSING');
  const actual = await hashFile(path);
  if (actual !== sha256) {
    throw new Failure(
      'BAD_MODEL',
      `${file} is not the file its manifest describes: its SHA-256 begins ${actual.slice(0, 12)}, not ${sha256.slice(0, 12)}.`,
      {
        remedy: 'Fetch the model again, or write the new hash into the manifest if the model was changed on purpose.',
      },
    );
  }
  return path;
}

async function headFile(folder: string, head: NonNullable<ClassifierManifest['head']>): Promise<string> {
  const path = await resolveInside(folder, head.file, 'MODEL_MISSING');
  const expected = 4 * (head.weight[0] * head.weight[1] + head.bias[0]);
  const { size } = await lstat(path);
  if (size !== expected)
    throw new Failure('BAD_MODEL', `${head.file} has ${size} bytes, but its manifest describes ${expected}.`);
  return path;
}

/**
 * A file that a manifest names, as an absolute path.
 *
 * A manifest is untrusted: neither the file nor any folder on the way to it may be a link, which could lead anywhere.
 */
async function resolveInside(folder: string, file: string, missing: FailureCode): Promise<string> {
  const path = join(await realpath(folder), file);
  const real = await realpath(path).catch((error) => {
    throw new Failure(missing, `The manifest names ${file}, but there is no such file beside it.`, { cause: error });
  });
  if (real !== path)
    throw new Failure('BAD_MODEL', `${file} is a link, which is not allowed for the files of a model.`);
  if (!(await lstat(path)).isFile()) throw new Failure('BAD_MODEL', `${file} is not a file.`);
  return path;
}

async function readListed(folder: string, file: string): Promise<unknown> {
  return readJson(await resolveInside(folder, file, 'MODEL_MISSING'), file);
}

async function readJson(path: string, name: string): Promise<unknown> {
  const bytes = await readSmallFile(path, name);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new Failure('BAD_MANIFEST', `${name} is not JSON: ${(error as Error).message}.`, { cause: error });
  }
}

async function readSmallFile(path: string, name: string): Promise<Buffer> {
  try {
    const { size } = await lstat(path);
    if (size <= MAX_JSON_BYTES) return await readFile(path);
  } catch (error) {
    throw new Failure(
      'MODEL_MISSING',
      `${name} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}.`,
      { cause: error },
    );
  }
  throw new Failure('BAD_MANIFEST', `${name} is too large for what it should hold.`);
}

function check<T>(schema: z.ZodType<T>, data: unknown, name: string): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw new Failure('BAD_MANIFEST', describeIssues(name, result.error.issues));
}

export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
