import { expect, test } from 'vitest';
import { besides, fillProject, temporaryProject } from './temporaryProject.ts';

/** Every way round the API that the file itself refuses. */
test.each([
  ["UPDATE artifact SET summary = 'null' WHERE state = 'sealed'", 'A sealed artifact is never changed.'],
  ["UPDATE artifact SET state = 'building', digest = NULL, sealed_at = NULL", 'A sealed artifact is never changed.'],
  ["UPDATE artifact SET params = '{}' WHERE state = 'building'", 'The recipe of an artifact is never changed.'],
  ["UPDATE artifact_input SET role = 'other'", 'The inputs of an artifact are never changed.'],
  ['DELETE FROM artifact_input', 'The inputs of an artifact are never changed.'],
  ["INSERT INTO artifact_input VALUES (2, 1, 'more', 1)", 'A sealed artifact is never changed.'],
  ['DELETE FROM artifact_part', 'A sealed artifact is never changed.'],
  ['UPDATE artifact_part SET ordinal = ordinal + 10', 'The place of a part is never changed.'],
  ['INSERT OR REPLACE INTO artifact_part VALUES (2, 0, 2)', 'A sealed artifact is never changed.'],
  ['DELETE FROM artifact_array', 'A sealed artifact is never changed.'],
  ["UPDATE artifact_array SET shape = '[6]'", 'An array is replaced, never changed.'],
  ["UPDATE part SET key = '{}'", 'A part is never changed.'],
  ["UPDATE part_array SET data = x'00'", 'A part is never changed.'],
  ['DELETE FROM part_array', 'A part is never changed.'],
  ["INSERT INTO part_array VALUES (1, 'more', 'uint8', '[1]', x'00')", 'A part is never changed.'],
  ['UPDATE image SET tiles = 1', 'A picture is never changed.'],
  ["UPDATE image_bytes SET bytes = x'00'", 'A picture is never changed.'],
  ['DELETE FROM image_bytes', 'A picture is never changed.'],
  ["UPDATE blob SET hash = 'x'", 'A blob is never changed.'],
  ["UPDATE blob_chunk SET data = x'00'", 'A blob is never changed.'],
  ['DELETE FROM blob_chunk', 'A blob is never changed.'],
  ["UPDATE journal SET author = 'x'", 'The journal is only ever added to.'],
  ['DELETE FROM journal', 'The journal is only ever added to.'],
  ["INSERT OR REPLACE INTO journal VALUES (1, 'now', 'x', 'y', 'null')", 'The journal is only ever added to.'],
  ['DELETE FROM part', 'FOREIGN KEY constraint failed'],
  ['DELETE FROM image', 'FOREIGN KEY constraint failed'],
  ['DELETE FROM blob', 'FOREIGN KEY constraint failed'],
  ["DELETE FROM artifact WHERE stage = 'pair'", 'FOREIGN KEY constraint failed'],
  ["UPDATE artifact SET state = 'sealed' WHERE state = 'building'", 'CHECK constraint failed'],
  ["INSERT INTO journal (at, author, kind, payload) VALUES ('', '', '', 'no json')", 'CHECK constraint failed'],
])('%s is refused', (sql, sentence) => {
  const project = temporaryProject();
  fillProject(project);
  project.artifacts.begin({ stage: 'linker', params: null, inputs: [] });
  project.journal.append({ author: 'Ann', kind: 'unit.note', payload: { unit: 1 } });
  expect(() => besides(project.path).db.run(sql)).toThrow(sentence);
});

test('a call that only reads runs no statement that writes', () => {
  const project = temporaryProject();
  const { db } = besides(project.path);
  expect(() => db.one("INSERT INTO meta VALUES ('a', 'b') RETURNING key")).toThrow('a reading call was given');
});
