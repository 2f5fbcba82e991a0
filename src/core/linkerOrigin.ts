import { z } from 'zod';
import { Failure } from './failure.ts';
import { describeIssues } from './issues.ts';
import type { PairDescription } from './manifest.ts';

/** Where a file of a linker says what it maps between: the metadata of an ONNX model, or an array beside `coef` of an `.npz`. */
export const ORIGIN_KEY = 'unitloom.origin';

const modelSchema = z.object({ name: z.string().min(1).max(200), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const originSchema = z.object({ classifier: modelSchema, generator: modelSchema });

/**
 * What a linker maps between: units of one classifier and latents of one generator. Another pair may have as many of both, so extents
 * alone do not tell them apart.
 */
export type LinkerOrigin = z.infer<typeof originSchema>;

export function originOfPair({ classifier, generator }: PairDescription): LinkerOrigin {
  return {
    classifier: { name: classifier.name, sha256: classifier.sha256 },
    generator: { name: generator.name, sha256: generator.synthesis.sha256 },
  };
}

export function writeOrigin(origin: LinkerOrigin): string {
  return JSON.stringify(origin);
}

/**
 * @param name what the sentence of a failure calls the file
 * @throws Failure BAD_INPUT
 */
export function readOrigin(text: string, name: string): LinkerOrigin {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new Failure('BAD_INPUT', `What ${name} says of its classifier and generator is not JSON.`, { cause });
  }
  const read = originSchema.safeParse(parsed);
  if (read.success) return read.data;
  throw new Failure(
    'BAD_INPUT',
    describeIssues(`What ${name} says of its classifier and generator`, read.error.issues),
  );
}

/**
 * @param linker what begins the sentence: the name of the file, or "This linker"
 * @throws Failure BAD_INPUT where the linker reads units of another classifier, or gives latents of another generator
 */
export function requireSameOrigin(own: LinkerOrigin, samples: LinkerOrigin, linker: string): void {
  if (own.classifier.sha256 !== samples.classifier.sha256) {
    const [reads, sampled] = namesApart(own.classifier, samples.classifier);
    throw new Failure('BAD_INPUT', `${linker} reads ${reads}, but the samples are of ${sampled}.`, {
      remedy: `Choose samples of ${reads}, or make them the default.`,
    });
  }
  if (own.generator.sha256 !== samples.generator.sha256) {
    const [gives, sampled] = namesApart(own.generator, samples.generator);
    throw new Failure('BAD_INPUT', `${linker} gives latents of ${gives}, but the samples are of ${sampled}.`, {
      remedy: `Choose samples that ${gives} drew, or make them the default.`,
    });
  }
}

/** Two models, of which one may be another state of the other under the same name. */
function namesApart(...models: readonly z.infer<typeof modelSchema>[]): string[] {
  const isSame = models.every(({ name }) => name === models[0]?.name);
  return models.map(({ name, sha256 }) => (isSame ? `${name} (${sha256.slice(0, 8)})` : name));
}
