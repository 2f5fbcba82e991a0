import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readWindowState, type WindowState, writeWindowState } from '#main/windowState.ts';

const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
const path = () => join(mkdtempSync(join(tmpdir(), 'unitloom-window-')), 'window.json');

test('what was written is read again', () => {
  const file = path();
  const state: WindowState = { bounds: { x: 30, y: 40, width: 1200, height: 800 }, isMaximized: true };
  writeWindowState(file, state);
  expect(readWindowState(file, screens)).toEqual(state);
});

test('a window on a screen that is gone is forgotten', () => {
  const file = path();
  writeWindowState(file, { bounds: { x: 1900, y: 0, width: 1200, height: 800 }, isMaximized: false });
  expect(readWindowState(file, screens)).toBeNull();
  expect(readWindowState(file, [...screens, { x: 1920, y: 0, width: 1920, height: 1080 }])).not.toBeNull();
});

test.each(['', '{', '{"bounds":{"x":0,"y":0,"width":-4,"height":9},"isMaximized":false}', '{"bounds":null}'])(
  'a file that reads %j is ignored',
  (text) => {
    const file = path();
    writeFileSync(file, text);
    expect(readWindowState(file, screens)).toBeNull();
  },
);

test('a folder that cannot be written is no reason to fail', () => {
  writeWindowState('/nowhere/at/all/window.json', { bounds: { x: 0, y: 0, width: 1, height: 1 }, isMaximized: false });
  expect(readWindowState('/nowhere/at/all/window.json', screens)).toBeNull();
});
