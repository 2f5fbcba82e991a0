import type { PictureRef } from '#core/artifact.ts';
import type { Analysis } from '#core/atlas/analysis.ts';
import { analyse } from '#core/atlas/analysis.ts';
import { REPORTED_AT } from '#core/atlas/assemble.ts';
import { packCells } from '#core/atlas/atlasCells.ts';
import { type AtlasTable, conceptIndex, readAtlas, type ScoredColumn } from '#core/atlas/atlasTable.ts';
import { type Condition, conditionsOf, parseQuery, type Query, querySchema, writeQuery } from '#core/atlas/query.ts';
import { conceptEffect, type RankedUnit, rankUnits, unitsLike } from '#core/atlas/ranking.ts';
import { UNIT_SCORES, type UnitScoreName } from '#core/atlas/scoreNulls.ts';
import { readChanges, readStudy, typicalStart } from '#core/atlas/study.ts';
import { Failure } from '#core/failure.ts';
import type { PairDescription } from '#core/manifest.ts';
import type {
  AtlasAnswer,
  AtlasView,
  ConceptColumn,
  SavedConcept,
  ScoreView,
  TypicalStart,
  UnitAtlas,
} from '#core/views/atlas.ts';
import { exportAtlas } from '../atlas/exportAtlas.ts';
import type { Context } from '../context.ts';
import { ancestorOf, inputOf } from '../jobs/recipes.ts';
import type { OpenProject } from '../openProjects.ts';
import { describePair } from '../pairs.ts';
import { staleSince } from '../staleness.ts';
import { tableOf } from './sweep.ts';

export function atlasOf({ cache }: Context, { handle, project }: OpenProject, atlasId: string): AtlasTable {
  return cache.get(`${handle} atlas ${atlasId}`, () => readAtlas(project.artifacts, atlasId));
}

/** Of the pictures that were swept: a segmenter may have been trained on those of another pair. */
export function pairOfAtlas({ project }: OpenProject, atlasId: string): PairDescription {
  const samplesId = ancestorOf(project, ancestorOf(project, atlasId, 'sweep'), 'samples');
  return describePair(project.artifacts.artifact(ancestorOf(project, samplesId, 'pair')));
}

function classNamesOf(opened: OpenProject, atlasId: string): readonly string[] {
  return pairOfAtlas(opened, atlasId).classNames;
}

export function showAtlas(context: Context, handle: string, named?: string): AtlasView | null {
  const opened = context.projects.get(handle);
  const { project } = opened;
  if (named === undefined && project.artifacts.defaultOf('atlas') === null) return null;
  const atlasId = inputOf(project, 'atlas', named);
  const atlas = atlasOf(context, opened, atlasId);
  const { analysis } = atlas;
  return {
    artifact: project.artifacts.artifact(atlasId),
    summary: atlas.summary,
    classifier: pairOfAtlas(opened, atlasId).classifier.name,
    staleSince: staleSince(project, atlasId),
    classNames: classNamesOf(opened, atlasId),
    concepts: atlas.concepts.map((_, concept) => conceptColumn(atlas, concept)),
    units: Array.from(atlas.unit, (unit, row) => ({
      row,
      unit,
      overParts: known(atlas.unitScores.overParts.measured[row]),
      overMetrics: known(atlas.unitScores.overMetrics.measured[row]),
      participation: known(atlas.unitScores.participation.measured[row]),
      concepts: reportedConcepts(analysis, row),
      x: atlas.map[2 * row] as number,
      y: atlas.map[2 * row + 1] as number,
      group: atlas.group[row] as number,
    })),
    order: Array.from(atlas.order),
  };
}

/** The cells of an atlas in any open project, as they travel; null where there is none. */
export function atlasCells(context: Context, atlasId: string): Uint8Array | null {
  for (const opened of context.projects.all()) {
    const artifact = opened.project.artifacts.find(atlasId);
    if (artifact?.stage === 'atlas' && artifact.state === 'sealed')
      return packCells(atlasOf(context, opened, atlasId).analysis);
  }
  return null;
}

function conceptColumn(atlas: AtlasTable, concept: number): ConceptColumn {
  const { part, metric } = atlas.concepts[concept] as { part: string; metric: string };
  return {
    part,
    metric,
    scale: known(atlas.scale[concept]),
    floor: known(atlas.floor[concept]),
    detectable: known(atlas.detectable[concept]),
    completeness: scoreView(atlas.conceptScores.completeness, concept),
    unitsFor80: scoreView(atlas.conceptScores.unitsFor80, concept),
  };
}

function reportedConcepts({ q, below, concepts }: Analysis, row: number): number {
  let count = 0;
  for (let cell = row * concepts; cell < (row + 1) * concepts; cell++) {
    count += Number((q[cell] as number) < REPORTED_AT && below[cell] === 0);
  }
  return count;
}

function scoreView({ measured, predicted, low, high, p }: ScoredColumn, at: number): ScoreView {
  return {
    measured: known(measured[at]),
    predicted: known(predicted[at]),
    low: known(low[at]),
    high: known(high[at]),
    p: known(p[at]),
  };
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

export interface AtlasQuestion {
  readonly project: string;
  readonly atlas?: string | undefined;
  readonly query: string | Query;
  readonly offset: number;
  readonly limit: number;
}

export function queryAtlas(context: Context, question: AtlasQuestion): AtlasAnswer {
  const opened = context.projects.get(question.project);
  const atlasId = inputOf(opened.project, 'atlas', question.atlas);
  const atlas = atlasOf(context, opened, atlasId);
  const query = typeof question.query === 'string' ? parseQuery(question.query) : question.query;
  const ranked = rankUnits(atlas, query, (className) => classAnalysis(context, opened, atlasId, className));
  const conditions = conditionsOf(query);
  const leadingAt = Math.max(
    0,
    conditions.findIndex(({ direction }) => direction !== 'still'),
  );
  const leading = conditions[leadingAt] as Condition;
  const concept = conceptIndex(atlas, leading);
  const typical = typicalOf(context, opened, atlasId, concept, leading.className);
  return {
    atlasId,
    text: writeQuery(query),
    query,
    total: ranked.length,
    rows: ranked
      .slice(question.offset, question.offset + question.limit)
      .map((row) => ({ ...row, typical: typical(row, row.effects[leadingAt]?.value ?? 0) })),
    found: ranked.map(({ row }) => row),
    belowFloor: countBelow(atlas.analysis, concept),
    detectable: known(atlas.detectable[concept]),
  };
}

function countBelow({ units, concepts, below }: Analysis, concept: number): number {
  let count = 0;
  for (let row = 0; row < units; row++) count += below[row * concepts + concept] as number;
  return count;
}

/** The statistics over start pictures of one class: computed when asked for, and kept. */
function classAnalysis(context: Context, opened: OpenProject, atlasId: string, className: string): Analysis {
  const names = classNamesOf(opened, atlasId);
  const at = names.indexOf(className);
  if (at === -1) {
    throw new Failure('BAD_INPUT', `There is no class "${className}".`, {
      remedy: `The classes are: ${names.join(', ')}.`,
    });
  }
  return context.cache.get(`${opened.handle} atlas ${atlasId} class ${className}`, () => {
    const { input, classOf } = readStudy(opened.project.artifacts, atlasId);
    const among = Array.from(classOf.keys()).filter((start) => classOf[start] === at);
    if (among.length < 2) {
      throw new Failure(
        'BAD_INPUT',
        `The sweep has ${among.length === 1 ? 'one start picture' : 'no start picture'} of the class ${className}, and a test needs at least 2.`,
        { remedy: 'Sweep more start pictures, and measure that sweep.' },
      );
    }
    return analyse(input, among);
  });
}

/** Per unit its strips, one a start picture; null where one was dropped. */
export function stripsOf(
  context: Context,
  opened: OpenProject,
  atlasId: string,
): ReadonlyMap<number, readonly (PictureRef | null)[]> {
  const sweepId = ancestorOf(opened.project, atlasId, 'sweep');
  const { steps } = opened.project.artifacts.artifact(sweepId).params as { steps: number };
  const strips = new Map<number, readonly (PictureRef | null)[]>();
  for (const { direction, strips: stored } of tableOf(context, opened, sweepId)) {
    if (direction.kind !== 'unit') continue;
    strips.set(
      direction.unit,
      stored.map((hash) => (hash === null ? null : { hash, index: 0, tiles: steps })),
    );
  }
  return strips;
}

/** Which start picture stands for a unit where it was found by a concept, over all classes or in one. */
function typicalOf(
  context: Context,
  opened: OpenProject,
  atlasId: string,
  concept: number,
  className: string | null,
): (ranked: RankedUnit, effect: number) => TypicalStart | null {
  const strips = stripsOf(context, opened, atlasId);
  const names = classNamesOf(opened, atlasId);
  const { changes, classOf } = context.cache.get(`${opened.handle} atlas ${atlasId} changes`, () =>
    readChanges(opened.project.artifacts, atlasId),
  );
  return ({ row, unit }, effect) => {
    const own = strips.get(unit) ?? [];
    const among = Array.from(own.keys()).filter(
      (start) => own[start] !== null && (className === null || names[classOf[start] as number] === className),
    );
    const typical = typicalStart(changes, row, concept, effect, among);
    if (typical === null) return null;
    const { start, change } = typical;
    return { strip: own[start] as PictureRef, start, className: names[classOf[start] as number] as string, change };
  };
}

export interface UnitQuestion {
  readonly project: string;
  readonly atlas?: string | undefined;
  readonly unit: number;
  readonly like: number;
}

export function showUnitAtlas(context: Context, question: UnitQuestion): UnitAtlas {
  const opened = context.projects.get(question.project);
  const atlasId = inputOf(opened.project, 'atlas', question.atlas);
  const atlas = atlasOf(context, opened, atlasId);
  const row = atlas.unit.indexOf(question.unit);
  if (row === -1) {
    throw new Failure('NOT_FOUND', `Unit ${question.unit} is not in this atlas.`, {
      remedy: 'It holds the units of the sweep that was measured; sweep and measure this one too.',
    });
  }
  const effects = atlas.concepts.map((_, concept) => {
    const cell = row * atlas.analysis.concepts + concept;
    return {
      ...conceptEffect(atlas, atlas.analysis, row, concept),
      monotonicity: known(atlas.monotonicity[cell]),
      betweenClasses: known(atlas.betweenClasses[cell]),
    };
  });
  return {
    atlasId,
    unit: question.unit,
    effects: effects.sort((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0)),
    scores: Object.fromEntries(UNIT_SCORES.map((name) => [name, scoreView(atlas.unitScores[name], row)])) as Record<
      UnitScoreName,
      ScoreView
    >,
    group: atlas.group[row] as number,
    like: unitsLike(atlas, row, question.like),
  };
}

/** The newest entry of a name counts; one without a query takes the name away. */
export function listConcepts(context: Context, handle: string): SavedConcept[] {
  const concepts = new Map<string, SavedConcept>();
  for (const { kind, payload, author, at } of context.projects.get(handle).project.journal.list({ kind: CONCEPT })) {
    if (kind !== CONCEPT) continue;
    const { name, query } = payload as { name: string; query: unknown };
    const parsed = querySchema.safeParse(query);
    concepts.delete(name);
    if (parsed.success) concepts.set(name, { name, query: parsed.data, text: writeQuery(parsed.data), author, at });
  }
  return [...concepts.values()];
}

const CONCEPT = 'atlas.concept';

export function saveConcept(
  context: Context,
  { project, name, query }: { readonly project: string; readonly name: string; readonly query: string | Query | null },
): SavedConcept[] {
  const parsed = typeof query === 'string' ? parseQuery(query) : query;
  context.projects.get(project).project.journal.append({
    author: context.settings.get().annotator,
    kind: CONCEPT,
    payload: { name, query: parsed as never },
  });
  context.events.publish('event', { kind: 'journal', project });
  return listConcepts(context, project);
}

export function saveAtlasFile(
  context: Context,
  { project, atlas, to }: { readonly project: string; readonly atlas?: string | undefined; readonly to: string },
): { path: string; rows: number } {
  const opened = context.projects.get(project);
  return exportAtlas(atlasOf(context, opened, inputOf(opened.project, 'atlas', atlas)), to);
}
