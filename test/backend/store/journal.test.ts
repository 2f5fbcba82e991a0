import { expect, test } from 'vitest';
import { openProject } from '#backend/store/project.ts';
import { temporaryProject } from './temporaryProject.ts';

test('the journal keeps every entry in its order and can be asked for what is new', () => {
  const project = temporaryProject();
  const { journal } = project;
  const pinned = journal.append({ author: 'Ann', kind: 'unit.pinned', payload: { unit: 3, value: true } });
  journal.append({ author: 'Bob', kind: 'unit.note', payload: { unit: 3, value: 'snout' } });
  const unpinned = journal.append({ author: 'Ann', kind: 'unit.pinned', payload: { unit: 3, value: false } });
  expect(pinned).toMatchObject({ author: 'Ann', kind: 'unit.pinned', payload: { unit: 3, value: true } });
  project.close();

  const again = openProject(project.path);
  expect(again.journal.list().map(({ author }) => author)).toEqual(['Ann', 'Bob', 'Ann']);
  expect(again.journal.list({ kind: 'unit.pinned' })).toEqual([pinned, unpinned]);
  expect(again.journal.list({ kind: undefined, after: pinned.id })).toHaveLength(2);
  expect(again.journal.list({ kind: 'unit.pinned', after: pinned.id })).toEqual([unpinned]);
  again.close();
});
