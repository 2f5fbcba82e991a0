import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DemoClassifier } from '#core/api/pair.ts';
import { type Artifact, type ArtifactRecipe, artifactId, hashText } from '#core/artifact.ts';
import type { PairFiles } from '#core/engine.ts';
import { Failure } from '#core/failure.ts';
import type { Head } from '#core/head.ts';
import { canonicalJson, type Json } from '#core/json.ts';
import { classifierManifestSchema, generatorManifestSchema, type PairDescription } from '#core/manifest.ts';
import type { PairSummary } from '#core/summary.ts';
import type { PairInfo } from '#core/views/project.ts';
import { loadPair } from './engine/models.ts';
import type { ModelLibrary } from './modelLibrary.ts';
import type { Project } from './store/project.ts';

/** Manifests of the pair that is shipped, with one of its two classifiers. */
export function demoManifests(
  resourcesFolder: string,
  classifier: DemoClassifier = 'aux',
): { readonly generator: string; readonly classifier: string } {
  const folder = join(resourcesFolder, 'demo');
  return { generator: join(folder, 'generator.json'), classifier: join(folder, `classifier-${classifier}.json`) };
}

/** The id of a pair is made of everything its manifests say, hashes of the weights included; where the files lie does not matter. */
function pairRecipe(description: PairDescription): ArtifactRecipe {
  return { stage: 'pair', params: description as unknown as Json, inputs: [] };
}

/**
 * Checks two manifests and their files and enters them into the project; the same pair twice is one artifact.
 *
 * @throws Failure BAD_MANIFEST, BAD_MODEL or MODEL_MISSING with the field or file in the sentence
 */
export async function addPair(
  project: Project,
  library: ModelLibrary,
  generatorPath: string,
  classifierPath: string,
): Promise<Artifact> {
  const { files, description } = await loadPair(generatorPath, classifierPath);
  const recipe = pairRecipe(description);
  const known = project.artifacts.find(artifactId(recipe));
  for (const { sha256, path } of namedFiles(files, description, classifierPath)) library.remember(sha256, path);
  if (known?.state === 'sealed') return known;
  const writer = project.artifacts.begin(recipe);
  // The weights stay outside, named by their hashes in here: this is what the artifact's digest covers.
  const manifests = new TextEncoder().encode(canonicalJson(description));
  writer.putArray('manifests', { data: manifests, shape: [manifests.length] });
  return project.artifacts.seal(writer.artifactId, {
    summary: summarisePair(files, description, classifierPath) as unknown as Json,
    device: null,
    libraries: {},
    elapsedMs: 0,
  });
}

export function describePair(artifact: Artifact): PairDescription {
  return artifact.params as unknown as PairDescription;
}

/** Address part of every picture of this pair's generator. */
export function generatorHash(description: PairDescription): string {
  return hashText(canonicalJson(description.generator)).slice(0, 32);
}

/** Finds a pair's files on this machine by their hashes. */
export async function locatePair(artifact: Artifact, library: ModelLibrary): Promise<PairFiles> {
  const description = describePair(artifact);
  const generator = generatorManifestSchema.parse(description.generator);
  const classifier = classifierManifestSchema.parse(description.classifier);
  const locate = async (file: string, sha256: string) => {
    const path = await library.locate(sha256);
    if (path) return path;
    throw new Failure(
      'MODEL_MISSING',
      `The model file ${file} of "${generator.name}" and "${classifier.name}" was not found on this machine.`,
      {
        kept: 'Everything computed with it can still be looked at.',
        remedy: `Put the file (SHA-256 ${sha256.slice(0, 12)}…) with its manifest into the project's folder or a model folder of Settings.`,
      },
    );
  };
  return {
    generator,
    classifier,
    mappingPath: await locate(generator.mapping.file, generator.mapping.sha256),
    synthesisPath: await locate(generator.synthesis.file, generator.synthesis.sha256),
    tapsPath: generator.taps ? await locate(generator.taps.file, generator.taps.sha256) : null,
    classifierPath: await locate(classifier.file, classifier.sha256),
  };
}

/** The last layer; null where the pair names no head or its file is not here. */
export async function readHead(artifact: Artifact, library: ModelLibrary): Promise<Head | null> {
  const { headSha256, classifier } = describePair(artifact);
  if (!headSha256 || !classifier.head) return null;
  const path = await library.locate(headSha256);
  if (!path) return null;
  const bytes = readFileSync(path);
  const [classes, units] = classifier.head.weight;
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + classes * (units + 1) * 4));
  return {
    weight: { data: values.slice(0, classes * units), shape: [classes, units] },
    bias: values.slice(classes * units),
  };
}

export function pairInfo(artifact: Artifact): PairInfo {
  const { generator, classifier, classNames } = describePair(artifact);
  return {
    artifactId: artifact.id,
    name: `${generator.name} and ${classifier.name}`,
    generatorName: generator.name,
    classifierName: classifier.name,
    classNames,
    units: classifier.outputs.r.dim,
    wDim: generator.w_dim,
    hasFeatures: generator.taps !== undefined,
  };
}

function namedFiles(
  files: PairFiles,
  { headSha256, classifier }: PairDescription,
  classifierPath: string,
): { role: string; sha256: string; path: string }[] {
  const { generator } = files;
  return [
    { role: 'mapping', sha256: generator.mapping.sha256, path: files.mappingPath },
    { role: 'synthesis', sha256: generator.synthesis.sha256, path: files.synthesisPath },
    ...(generator.taps && files.tapsPath
      ? [{ role: 'taps', sha256: generator.taps.sha256, path: files.tapsPath }]
      : []),
    { role: 'classifier', sha256: classifier.sha256, path: files.classifierPath },
    ...(headSha256 && classifier.head
      ? [{ role: 'head', sha256: headSha256, path: join(classifierPath, '..', classifier.head.file) }]
      : []),
  ];
}

function summarisePair(files: PairFiles, description: PairDescription, classifierPath: string): PairSummary {
  const { generator, classifier, classNames, parts } = description;
  return {
    generatorName: generator.name,
    classifierName: classifier.name,
    classNames,
    parts,
    zDim: generator.z_dim,
    wDim: generator.w_dim,
    units: classifier.outputs.r.dim,
    representation: classifier.outputs.r.definition,
    nonneg: classifier.outputs.r.nonneg,
    imageSizePx: generator.image.size,
    taps: generator.feature_taps.map(({ name, channels, size }) => ({ name, channels, size })),
    licences: [generator.licence, classifier.licence].filter((licence) => licence !== undefined),
    files: namedFiles(files, description, classifierPath).map(({ role, sha256, path }) => ({
      role,
      name: basename(path),
      sha256,
      sizeBytes: statSync(path).size,
    })),
    headKnown: description.headSha256 !== null,
  };
}
