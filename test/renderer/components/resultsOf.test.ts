import { expect, test } from 'vitest';
import type { Artifact } from '#core/artifact.ts';
import type { ArtifactNode } from '#core/views/project.ts';
import { resultsOf } from '#renderer/components/resultsOf.ts';

function node(id: string, stage: Artifact['stage'], inputs: readonly string[]): ArtifactNode {
  const artifact: Artifact = {
    id,
    stage,
    params: {},
    inputs: inputs.map((input) => ({ role: 'input', id: input })),
    version: 1,
    state: 'sealed',
    digest: null,
    summary: null,
    device: null,
    libraries: {},
    createdAt: '2026-01-01T00:00:00.000Z',
    sealedAt: null,
    elapsedMs: 0,
    sizeBytes: 0,
  };
  return { artifact, title: id, line: '', pictures: [], stale: false, isDefault: false };
}

const study = [
  node('aux', 'pair', []),
  node('plain', 'pair', []),
  node('samples', 'samples', ['aux']),
  node('other samples', 'samples', ['plain']),
  node('ridge', 'linker', ['samples']),
  node('sweep', 'sweep', ['ridge', 'samples']),
];

test('finds what was made from an artifact, also through others', () => {
  expect(resultsOf(study, 'aux').map(({ title }) => title)).toEqual(['samples', 'ridge', 'sweep']);
  expect(resultsOf(study, 'ridge').map(({ title }) => title)).toEqual(['sweep']);
});

test('nothing hangs on the last one', () => {
  expect(resultsOf(study, 'sweep')).toEqual([]);
});
