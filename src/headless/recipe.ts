import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { Failure } from '#core/failure.ts';
import { describeIssues } from '#core/issues.ts';
import {
  atlasParamsSchema,
  counterfactualParamsSchema,
  linkerParamsSchema,
  mapsParamsSchema,
  reportParamsSchema,
  samplesParamsSchema,
  segmentParamsSchema,
  sweepParamsSchema,
  trackParamsSchema,
} from '#core/params.ts';
import { projectFile } from './projectFile.ts';

/** A whole study in one file that can be read and reviewed. A misspelt field is refused rather than ignored. */
const recipeSchema = z.strictObject({
  unitloom: z.literal(1, 'must be 1, the version of this format'),
  project: z.string().min(1),
  name: z.string().min(1).max(200).optional(),
  /** Manifests; what is left out comes from the demo pair. */
  pair: z
    .strictObject({ generator: z.string().min(1).optional(), classifier: z.string().min(1).optional() })
    .default({}),
  samples: z.strictObject(samplesParamsSchema.shape),
  /** By a name of the person's own, which sweeps refer to. */
  linkers: z.record(z.string(), z.strictObject(linkerParamsSchema.shape)).default({}),
  sweeps: z
    .record(z.string(), z.strictObject({ ...sweepParamsSchema.shape, linker: z.string().optional() }))
    .default({}),
  /** Masks are drawn by people; the demo pair's fixed latents have the painter's own, which can stand in for them. */
  masks: z.strictObject({ truth: z.array(z.int().min(0)).min(1) }).optional(),
  /** Trained on the masks that are done. */
  segmenters: z.record(z.string(), z.strictObject(segmentParamsSchema.shape)).default({}),
  /** Parts in the pictures of a sweep: the first one and the first segmenter unless others are named. */
  maps: z
    .record(
      z.string(),
      z.strictObject({
        ...mapsParamsSchema.shape,
        segmenter: z.string().optional(),
        sweep: z.string().optional(),
      }),
    )
    .default({}),
  /** Motion in a sweep, of its parts where maps are named: of the first sweep unless another is. */
  tracks: z
    .record(
      z.string(),
      z.strictObject({ ...trackParamsSchema.shape, sweep: z.string().optional(), maps: z.string().optional() }),
    )
    .default({}),
  /** Of the parts in a sweep: of the first maps unless others are named. */
  measures: z.record(z.string(), z.strictObject({ maps: z.string().optional() })).default({}),
  /** Of the first measures unless others are named. */
  atlases: z
    .record(z.string(), z.strictObject({ ...atlasParamsSchema.shape, measures: z.string().optional() }))
    .default({}),
  counterfactuals: z
    .record(z.string(), z.strictObject({ ...counterfactualParamsSchema.shape, linker: z.string().optional() }))
    .default({}),
  /** Of the first sweep, counterfactuals, measures and atlas; `out` is a folder. */
  report: z.strictObject({ ...reportParamsSchema.shape, out: z.string().min(1).optional() }).optional(),
});

export type Recipe = z.infer<typeof recipeSchema>;

/** Reads a recipe; its paths are relative to its own folder. */
export function readRecipe(path: string): Recipe {
  const name = basename(path);
  const result = recipeSchema.safeParse(parseYaml(readText(path), name));
  if (!result.success) {
    throw new Failure('BAD_INPUT', describeIssues(name, result.error.issues), { kept: 'Nothing was run.' });
  }
  const recipe = result.data;
  checkReferences(recipe, name);
  return withPathsFrom(dirname(resolve(path)), recipe);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Failure('NOT_FOUND', `The recipe ${path} could not be read.`, { cause });
  }
}

function parseYaml(text: string, name: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const [line = ''] = String((cause as Error).message).split('\n');
    throw new Failure('BAD_INPUT', `${name} is not YAML: ${line.replace(/:$/, '')}.`, {
      kept: 'Nothing was run.',
      cause,
    });
  }
}

function checkReferences(
  { linkers, sweeps, segmenters, maps, tracks, measures, atlases, counterfactuals, report }: Recipe,
  name: string,
): void {
  const names = Object.keys(linkers);
  const needs = (sentence: string) => new Failure('BAD_INPUT', `${name}: ${sentence}`, { kept: 'Nothing was run.' });
  const users = [
    ...Object.entries(sweeps).map(([name, { linker }]) => [`sweeps.${name}`, linker] as const),
    ...Object.entries(counterfactuals).map(([name, { linker }]) => [`counterfactuals.${name}`, linker] as const),
  ];
  for (const [user, linker] of users) {
    if (names.length === 0) throw needs(`${user} needs a linker, and linkers names none.`);
    if (linker !== undefined && !names.includes(linker)) {
      throw needs(`${user}.linker is ${linker}, but linkers has only ${names.join(', ')}.`);
    }
  }
  for (const [map, { segmenter, sweep }] of Object.entries(maps)) {
    for (const [kind, named, known] of [
      ['segmenter', segmenter, Object.keys(segmenters)],
      ['sweep', sweep, Object.keys(sweeps)],
    ] as const) {
      if (known.length === 0) throw needs(`maps.${map} needs a ${kind}, and ${kind}s names none.`);
      if (named !== undefined && !known.includes(named)) {
        throw needs(`maps.${map}.${kind} is ${named}, but ${kind}s has only ${known.join(', ')}.`);
      }
    }
  }
  for (const [track, { sweep, maps: named }] of Object.entries(tracks)) {
    if (Object.keys(sweeps).length === 0) throw needs(`tracks.${track} needs a sweep, and sweeps names none.`);
    for (const [kind, name, known] of [
      ['sweep', sweep, Object.keys(sweeps)],
      ['maps', named, Object.keys(maps)],
    ] as const) {
      if (name === undefined || known.includes(name)) continue;
      throw needs(
        `tracks.${track}.${kind} is ${name}, but there ${known.length > 0 ? `are only ${known.join(', ')}` : 'are none'}.`,
      );
    }
  }
  for (const [measure, { maps: named }] of Object.entries(measures)) {
    const known = Object.keys(maps);
    if (known.length === 0) throw needs(`measures.${measure} needs maps, and maps names none.`);
    if (named !== undefined && !known.includes(named)) {
      throw needs(`measures.${measure}.maps is ${named}, but maps has only ${known.join(', ')}.`);
    }
  }
  for (const [atlas, { measures: named }] of Object.entries(atlases)) {
    const known = Object.keys(measures);
    if (known.length === 0) throw needs(`atlases.${atlas} needs measures, and measures names none.`);
    if (named !== undefined && !known.includes(named)) {
      throw needs(`atlases.${atlas}.measures is ${named}, but measures has only ${known.join(', ')}.`);
    }
  }
  if (report !== undefined && Object.keys(sweeps).length === 0)
    throw needs('report needs a sweep, and sweeps names none.');
}

function withPathsFrom(folder: string, recipe: Recipe): Recipe {
  const { generator, classifier } = recipe.pair;
  const { report } = recipe;
  return {
    ...recipe,
    project: projectFile(resolve(folder, recipe.project)),
    pair: {
      ...(generator === undefined ? {} : { generator: resolve(folder, generator) }),
      ...(classifier === undefined ? {} : { classifier: resolve(folder, classifier) }),
    },
    ...(report === undefined
      ? {}
      : { report: { ...report, ...(report.out === undefined ? {} : { out: resolve(folder, report.out) }) } }),
  };
}
