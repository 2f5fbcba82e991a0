import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createProject, openProject } from '#backend/store/project.ts';
import { fillProject, startChild, temporaryFolder, temporaryProject } from './temporaryProject.ts';

function codeOf(act: () => unknown): string {
  try {
    act();
    return 'open';
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
}

test('a project is opened once in a process', () => {
  const project = temporaryProject();
  expect(codeOf(() => openProject(project.path))).toBe('PROJECT_IN_USE');
  expect(() => openProject(project.path)).toThrow('study.unitloom is open in another Unitloom.');
  project.close();
  const again = openProject(project.path);
  again.close();
});

test('a project that another process has open is refused, and the other one loses nothing', async () => {
  const project = temporaryProject();
  fillProject(project);
  expect(await startChild('owner.ts', project.path).line()).toBe('PROJECT_IN_USE');
  project.artifacts.begin({ stage: 'linker', params: null, inputs: [] });
  project.close();
  const child = startChild('owner.ts', project.path);
  expect(await child.line()).toBe('open');
  expect(codeOf(() => openProject(project.path))).toBe('PROJECT_IN_USE');
  expect(codeOf(() => createProject(project.path, 'X'))).toBe('PROJECT_IN_USE');
  const reader = openProject(project.path, { readOnly: true });
  expect(reader.counts().artifacts).toBe(3);
  reader.close();
  await child.kill();
});

test('the lock of a killed process is gone with it', async () => {
  const folder = temporaryFolder();
  const project = temporaryProject(folder);
  project.close();
  for (let round = 0; round < 3; round++) {
    const child = startChild('owner.ts', project.path);
    expect(await child.line()).toBe('open');
    await child.kill();
    expect(existsSync(`${project.path}-lock`)).toBe(true);
    const again = openProject(project.path);
    again.close();
    expect(readdirSync(folder)).toEqual(['study.unitloom']);
  }
});

test('of many processes that open a project at once one gets it', async () => {
  const path = temporaryProject().path;
  const folder = temporaryFolder();
  const shared = createProject(join(folder, 'shared.unitloom'), 'Shared');
  shared.close();
  const answers = await Promise.all(Array.from({ length: 4 }, () => startChild('owner.ts', shared.path).line()));
  expect(answers.filter((answer) => answer === 'open')).toHaveLength(1);
  expect(answers.filter((answer) => answer === 'PROJECT_IN_USE')).toHaveLength(3);
  expect(codeOf(() => openProject(path))).toBe('PROJECT_IN_USE');
});

test('processes that take turns never have a project at the same time', async () => {
  const project = temporaryProject();
  project.close();
  const contenders = Array.from({ length: 3 }, () => startChild('contender.ts', project.path, '4000'));
  const reports = await Promise.all(
    contenders.map(async (child) => JSON.parse(await child.line()) as { owned: number; troubles: string[] }),
  );
  expect(reports.flatMap(({ troubles }) => troubles)).toEqual([]);
  expect(reports.reduce((sum, { owned }) => sum + owned, 0)).toBeGreaterThan(1);
});
