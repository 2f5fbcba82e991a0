import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { projectFile } from '#headless/projectFile.ts';

test('the ending of a project may be left out, and a file of just that name goes first', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unitloom-names-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [name, whole] = [join(folder, 'dogs'), join(folder, 'dogs.unitloom')];
  expect(projectFile(name)).toBe(name);
  writeFileSync(whole, '');
  expect(projectFile(name)).toBe(whole);
  expect(projectFile(whole)).toBe(whole);
  writeFileSync(name, '');
  expect(projectFile(name)).toBe(name);
});
