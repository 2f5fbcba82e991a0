import { describe, expect, it } from 'vitest';
import type { StageName } from '#core/pipeline.ts';
import { PIPELINE } from '#core/pipeline.ts';
import type { Job, JobState } from '#core/views/job.ts';
import type { ArtifactNode } from '#core/views/project.ts';
import { cardsOf, differencesOf, flattenParams } from '#renderer/views/overview/study.ts';

function node(id: string, stage: StageName, part: { isSealed?: boolean; stale?: boolean } = {}): ArtifactNode {
  const { isSealed = true, stale = false } = part;
  return {
    artifact: {
      id,
      stage,
      version: 1,
      params: {},
      inputs: [],
      state: isSealed ? 'sealed' : 'building',
      digest: null,
      summary: null,
      device: null,
      libraries: {},
      createdAt: '2026-11-19T12:00:00Z',
      sealedAt: null,
      elapsedMs: 0,
      sizeBytes: 0,
    },
    title: id,
    line: '',
    pictures: [],
    stale,
    isDefault: true,
  };
}

function job(artifactId: string, state: JobState): Job {
  return {
    id: `job of ${artifactId}`,
    project: 'p',
    projectName: 'P',
    stage: 'samples',
    title: '',
    state,
    artifactId,
    done: 30,
    total: 120,
    item: 'samples',
    rate: null,
    etaMs: null,
    activity: null,
    attempts: 1,
    createdAt: '2026-11-19T12:00:00Z',
    startedAt: null,
    finishedAt: null,
    failure: null,
  };
}

describe('cards', () => {
  it('adds an empty card for every stage that has nothing, each after those it is made from', () => {
    const cards = cardsOf([node('a', 'pair')], []);
    const idOf = (stage: string) => (stage === 'pair' ? 'a' : stage);
    expect(cards.map(({ id, inputs }) => [id, ...inputs])).toEqual(
      PIPELINE.map(({ name, from }) => [idOf(name), ...from.map(idOf)]),
    );
  });

  it.each([
    ['running', 'running', 0.25],
    ['waiting', 'running', 0.25],
    ['failed', 'failed', null],
    ['stopped', 'empty', null],
    ['interrupted', 'empty', null],
  ] as const)('a building artifact whose job is %s is %s', (jobState, state, progress) => {
    const cards = cardsOf([node('b', 'samples', { isSealed: false })], [job('b', jobState)]);
    expect(cards.find(({ id }) => id === 'b')).toMatchObject({ state, progress });
  });

  it('a sealed one is done or stale, whatever its job says', () => {
    const cards = cardsOf([node('a', 'pair'), node('b', 'samples', { stale: true })], [job('b', 'done')]);
    expect(cards.slice(0, 2).map(({ state }) => state)).toEqual(['done', 'stale']);
  });
});

describe('parameters', () => {
  it('become rows of words', () => {
    expect(flattenParams({ maxDrawsPerSample: 20, range: { kind: 'percentile' }, units: [1, 2] })).toEqual([
      ['max draws per sample', '20'],
      ['range kind', 'percentile'],
      ['units', '1, 2'],
    ]);
  });

  it('differ in what is different, also where one lacks a name', () => {
    expect(
      differencesOf(
        [
          ['penalty', '1'],
          ['seed', '0'],
        ],
        [
          ['penalty', '10'],
          ['seed', '0'],
          ['method', 'ridge'],
        ],
      ),
    ).toEqual([
      { name: 'penalty', first: '1', second: '10' },
      { name: 'method', first: null, second: 'ridge' },
    ]);
  });
});
