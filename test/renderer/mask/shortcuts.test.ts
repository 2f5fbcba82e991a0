import { expect, it } from 'vitest';
import { matchesKey, shortcutOf } from '#renderer/keys.ts';
import { keysOf, SHORTCUT_NAMES, withKey } from '#renderer/mask/shortcuts.ts';

const press = { code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

it('no two actions share a key at first', () => {
  const keys = Object.values(keysOf({}));
  expect(new Set(keys).size).toBe(SHORTCUT_NAMES.length);
});

it('a key that is taken changes places, whichever keys are chosen in turn', () => {
  let keys = keysOf({});
  for (const [name, key] of [
    ['brush', 'e'],
    ['wand', 'e'],
    ['undo', 'b'],
    ['fit', 'F4'],
  ] as const) {
    keys = withKey(keys, name, key);
    expect(keys[name]).toBe(key);
    expect(new Set(Object.values(keys)).size).toBe(SHORTCUT_NAMES.length);
  }
});

it.each([
  [{ ...press, key: 'B' }, 'b'],
  [{ ...press, key: 'Z', ctrlKey: true, shiftKey: true }, 'mod+shift+z'],
  [{ ...press, key: '?', shiftKey: true }, '?'],
  [{ ...press, key: 'F4' }, 'F4'],
  [{ ...press, key: 'Shift', shiftKey: true }, null],
])('%j is the shortcut %s, and matches it', (event, shortcut) => {
  expect(shortcutOf(event, false)).toBe(shortcut);
  if (shortcut !== null) expect(matchesKey(event, shortcut, false)).toBe(true);
});
