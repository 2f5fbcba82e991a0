/**
 * Shortcuts as text: `mod+k` (Ctrl, on a Mac the command key), `alt+1`, `shift+ArrowDown`, `?`, `Enter`, `Space`.
 * For a sign such as `?` or `/` the shift key does not count, because keyboards differ in where they keep it.
 */
const IS_MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

export function matchesKey(press: KeyPress, shortcut: string, isMac = IS_MAC): boolean {
  const parts = partsOf(shortcut);
  const key = parts.at(-1) ?? '';
  const wanted = new Set(parts.slice(0, -1));
  const mod = isMac ? press.metaKey : press.ctrlKey;
  const otherMod = isMac ? press.ctrlKey : press.metaKey;
  if (mod !== wanted.has('mod') || otherMod || press.altKey !== wanted.has('alt')) return false;
  const isSign = key.length === 1 && !/[\p{L}\p{N}]/u.test(key);
  if (!isSign && press.shiftKey !== wanted.has('shift')) return false;
  return pressedKey(press, key) === key.toLowerCase();
}

/** The plus sign joins keys, and is one itself. */
function partsOf(shortcut: string): string[] {
  return shortcut === '+' ? ['+'] : shortcut.split('+');
}

/** With Alt, a digit's `key` may be another sign; the physical key tells. */
function pressedKey(press: KeyPress, wanted: string): string {
  if (press.key === ' ') return 'space';
  if (press.altKey && /^\d$/.test(wanted) && press.code === `Digit${wanted}`) return wanted;
  return press.key.toLowerCase();
}

/** A key press as a shortcut; null for a modifier alone. */
export function shortcutOf(press: KeyPress, isMac = IS_MAC): string | null {
  if (['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'Dead'].includes(press.key)) return null;
  const key = press.key === ' ' ? 'Space' : press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const isSign = key.length === 1 && !/[\p{L}\p{N}]/u.test(key);
  const parts = [
    ...((isMac ? press.metaKey : press.ctrlKey) ? ['mod'] : []),
    ...(press.altKey ? ['alt'] : []),
    ...(press.shiftKey && !isSign ? ['shift'] : []),
    key,
  ];
  return parts.join('+');
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** `mod+k` as it is printed on a key: `Ctrl K`, `⌘ K`. */
export function keyLabel(shortcut: string, isMac = IS_MAC): string {
  return partsOf(shortcut)
    .map((part) => {
      if (part === 'mod') return isMac ? '⌘' : 'Ctrl';
      if (part === 'alt') return isMac ? '⌥' : 'Alt';
      if (part === 'shift') return 'Shift';
      return NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part);
    })
    .join(' ');
}
