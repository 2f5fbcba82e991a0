import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { ArtifactNode } from '#core/views/project.ts';
import type { BackendClient } from '#core/wire.ts';
import { runStage } from '#headless/follow.ts';
import { addExample, addJson, given, type JsonOption } from '#headless/options.ts';
import { note, printResult } from '#headless/output.ts';
import { type Recipe, readRecipe } from '#headless/recipe.ts';
import { saveReport } from '#headless/saveReport.ts';
import { type ProjectSession, withClient } from '#headless/session.ts';
import { sealMasks, takeTruth } from '#headless/truthMasks.ts';

export function addRunCommand(program: Command): void {
  const command = program
    .command('run')
    .description('run a whole study from one recipe file; what exists already is not made again')
    .argument('<recipe>', 'recipe file (YAML)')
    .action((path: string, options: JsonOption) => {
      const recipe = readRecipe(path);
      return withClient(async (client) => {
        const result = await runRecipe(await openForRecipe(client, recipe), recipe);
        printResult(options.json === true, result, [`Done: ${recipe.project}`]);
      });
    });
  addExample(addJson(command), 'run resources/recipes/demo.yaml');
}

async function openForRecipe(client: BackendClient, recipe: Recipe): Promise<ProjectSession> {
  const path = recipe.project;
  const info = existsSync(path)
    ? await client.project.open({ path })
    : await client.project.create({ path, noPair: true, ...given({ name: recipe.name }) });
  return { client, info, project: info.project, name: path };
}

/** @returns what was made, by the names the recipe gives: artifact ids and key figures */
async function runRecipe(session: ProjectSession, recipe: Recipe): Promise<object> {
  const { client, project } = session;
  const pair = await client.pair.add({ project, ...given(recipe.pair) });
  const samples = await runNoted(session, { stage: 'samples', pair: pair.artifactId, params: recipe.samples });
  const linkers = new Map<string, ArtifactNode>();
  for (const [name, params] of Object.entries(recipe.linkers)) {
    linkers.set(name, await runNoted(session, { stage: 'linker', samples: samples.artifact.id, params }));
  }
  const sweeps = new Map<string, ArtifactNode>();
  for (const [name, { linker = [...linkers.keys()][0], ...params }] of Object.entries(recipe.sweeps)) {
    const source = linkers.get(linker ?? '')?.artifact.id;
    sweeps.set(name, await runNoted(session, { stage: 'sweep', ...given({ linker: source }), params }));
  }
  const segmenters = await trainSegmenters(session, recipe);
  const maps = new Map<string, ArtifactNode>();
  for (const [name, { segmenter, sweep, members }] of Object.entries(recipe.maps)) {
    const [learned, shown] = [named(segmenters, segmenter), named(sweeps, sweep)].map((node) => node?.artifact.id);
    const request = { stage: 'maps' as const, ...given({ segment: learned, sweep: shown }), params: { members } };
    maps.set(name, await runNoted(session, request));
  }
  const tracks = new Map<string, ArtifactNode>();
  for (const [name, { sweep, maps: found, ...params }] of Object.entries(recipe.tracks)) {
    const told = found === undefined ? null : (named(maps, found)?.artifact.id ?? null);
    const request = { stage: 'track' as const, ...given({ sweep: named(sweeps, sweep)?.artifact.id }), maps: told };
    tracks.set(name, await runNoted(session, { ...request, params: given(params) }));
  }
  const measures = new Map<string, ArtifactNode>();
  for (const [name, { maps: found }] of Object.entries(recipe.measures)) {
    const request = { stage: 'measure' as const, ...given({ maps: named(maps, found)?.artifact.id }), params: {} };
    measures.set(name, await runNoted(session, request));
  }
  const atlases = new Map<string, ArtifactNode>();
  for (const [name, { measures: found, ...params }] of Object.entries(recipe.atlases)) {
    const measure = named(measures, found)?.artifact.id;
    atlases.set(name, await runNoted(session, { stage: 'atlas', ...given({ measure }), params }));
  }
  const counterfactuals = new Map<string, ArtifactNode>();
  for (const [name, { linker = [...linkers.keys()][0], ...params }] of Object.entries(recipe.counterfactuals)) {
    const source = linkers.get(linker ?? '')?.artifact.id;
    const request = { stage: 'counterfactual' as const, ...given({ linker: source }), params: given(params) };
    counterfactuals.set(name, await runNoted(session, request));
  }
  return {
    project: recipe.project,
    pair: pair.artifactId,
    samples: figuresOf(samples),
    linkers: Object.fromEntries([...linkers].map(([name, node]) => [name, figuresOf(node)])),
    sweeps: Object.fromEntries([...sweeps].map(([name, node]) => [name, figuresOf(node)])),
    segmenters: Object.fromEntries([...segmenters].map(([name, node]) => [name, figuresOf(node)])),
    maps: Object.fromEntries([...maps].map(([name, node]) => [name, figuresOf(node)])),
    tracks: Object.fromEntries([...tracks].map(([name, node]) => [name, figuresOf(node)])),
    measures: Object.fromEntries([...measures].map(([name, node]) => [name, figuresOf(node)])),
    atlases: Object.fromEntries([...atlases].map(([name, node]) => [name, figuresOf(node)])),
    counterfactuals: Object.fromEntries([...counterfactuals].map(([name, node]) => [name, figuresOf(node)])),
    report: await buildReport(
      session,
      recipe,
      [...sweeps.values()][0],
      [...counterfactuals.values()][0],
      [...measures.values()][0],
      [...atlases.values()][0],
    ),
  };
}

/** The one of that name, or the first. */
function named(nodes: ReadonlyMap<string, ArtifactNode>, name: string | undefined): ArtifactNode | undefined {
  return name === undefined ? [...nodes.values()][0] : nodes.get(name);
}

async function trainSegmenters(session: ProjectSession, recipe: Recipe): Promise<Map<string, ArtifactNode>> {
  if (recipe.masks !== undefined) await takeTruth(session, recipe.masks.truth);
  const segmenters = new Map<string, ArtifactNode>();
  const trained = Object.entries(recipe.segmenters);
  if (trained.length === 0) return segmenters;
  const mask = await sealMasks(session);
  for (const [name, params] of trained)
    segmenters.set(name, await runNoted(session, { stage: 'segment', mask, params }));
  return segmenters;
}

async function buildReport(
  session: ProjectSession,
  { report }: Recipe,
  sweep: ArtifactNode | undefined,
  counterfactual: ArtifactNode | undefined,
  measure: ArtifactNode | undefined,
  atlas: ArtifactNode | undefined,
): Promise<string | null> {
  if (report === undefined || sweep === undefined) return null;
  const { out, ...params } = report;
  const node = await runNoted(session, {
    stage: 'report',
    sweep: sweep.artifact.id,
    counterfactual: counterfactual?.artifact.id ?? null,
    measure: measure?.artifact.id ?? null,
    atlas: atlas?.artifact.id ?? null,
    params: given(params),
  });
  return out === undefined ? null : await saveReport(session, node.artifact.id, out);
}

async function runNoted(...args: Parameters<typeof runStage>): Promise<ArtifactNode> {
  const node = await runStage(...args);
  note(`${node.title}: ${node.line}`);
  return node;
}

function figuresOf({ artifact }: ArtifactNode): object {
  return { artifactId: artifact.id, ...(artifact.summary as object) };
}
