import { describe, expect, it } from 'vitest';
import { type KeyPress, keyLabel, matchesKey } from '#renderer/keys.ts';

const idle: KeyPress = { key: '', code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const press = (part: Partial<KeyPress>): KeyPress => ({ ...idle, ...part });

describe('shortcuts', () => {
  it.each([
    ['mod+k', press({ key: 'k', ctrlKey: true }), true],
    ['mod+k', press({ key: 'K', ctrlKey: true, shiftKey: true }), false],
    ['mod+k', press({ key: 'k' }), false],
    ['p', press({ key: 'p' }), true],
    ['p', press({ key: 'p', ctrlKey: true }), false],
    ['p', press({ key: 'P', shiftKey: true }), false],
    ['shift+ArrowDown', press({ key: 'ArrowDown', shiftKey: true }), true],
    ['?', press({ key: '?', shiftKey: true }), true],
    ['?', press({ key: '?' }), true],
    ['/', press({ key: '/', shiftKey: true }), true],
    ['Space', press({ key: ' ' }), true],
    ['alt+2', press({ key: '™', code: 'Digit2', altKey: true }), true],
    ['alt+2', press({ key: '3', code: 'Digit3', altKey: true }), false],
  ])('%s against %o', (shortcut, event, matches) => {
    expect(matchesKey(event, shortcut, false)).toBe(matches);
  });

  it('takes the command key on a Mac', () => {
    expect(matchesKey(press({ key: 'k', metaKey: true }), 'mod+k', true)).toBe(true);
    expect(matchesKey(press({ key: 'k', ctrlKey: true }), 'mod+k', true)).toBe(false);
  });

  it('prints them as they stand on keys', () => {
    expect(['mod+k', 'alt+1', 'shift+ArrowDown', 'p', 'mod+Enter'].map((keys) => keyLabel(keys, false))).toEqual([
      'Ctrl K',
      'Alt 1',
      'Shift ↓',
      'P',
      'Ctrl Enter',
    ]);
  });
});

it('takes the plus sign for a key of its own', () => {
  const plus = { key: '+', code: 'Equal', ctrlKey: false, metaKey: false, altKey: false, shiftKey: true };
  expect(matchesKey(plus, '+', false)).toBe(true);
  expect(matchesKey({ ...plus, key: '-' }, '+', false)).toBe(false);
  expect(keyLabel('+', false)).toBe('+');
});
