import { describe, expect, it } from 'vitest';
import { joinPath } from '#renderer/projects/choosePath.ts';
import { fileStem } from '#renderer/projects/fileStem.ts';

describe('files of projects', () => {
  it.each([
    ['Ear study, two annotators', 'ear-study-two-annotators'],
    ['Über-Żaba 3', 'uber-zaba-3'],
    ['  ../../etc  ', 'etc'],
    ['!!!', 'project'],
  ])('%j is kept as %s', (title, stem) => {
    expect(fileStem(title)).toBe(stem);
  });

  it.each([
    ['/home/a', '/home/a/x'],
    ['/', '/x'],
    ['C:\\Users', 'C:\\Users\\x'],
  ])('joins %s as its host does', (folder, path) => {
    expect(joinPath(folder, 'x')).toBe(path);
  });
});
