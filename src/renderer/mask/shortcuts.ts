import type { TextKey } from '#renderer/text.ts';
import { keepValue } from './keptValue.ts';

/** Keys of the canvas: what each does, and the key it has until a person chooses another. */
export const SHORTCUTS = {
  brush: { key: 'b', label: 'annotate.brush' },
  eraser: { key: 'e', label: 'annotate.eraser' },
  contour: { key: 'c', label: 'annotate.contour' },
  polygon: { key: 'p', label: 'annotate.polygon' },
  lasso: { key: 'l', label: 'annotate.lasso' },
  bucket: { key: 'g', label: 'annotate.bucket' },
  wand: { key: 'w', label: 'annotate.wand' },
  refine: { key: 's', label: 'annotate.refine' },
  pan: { key: 'm', label: 'annotate.pan' },
  zoom: { key: 'z', label: 'annotate.zoom' },
  smaller: { key: '[', label: 'annotate.smaller' },
  larger: { key: ']', label: 'annotate.larger' },
  shape: { key: 'q', label: 'annotate.otherShape' },
  onlyBackground: { key: 'o', label: 'annotate.onlyBackground' },
  lock: { key: 'k', label: 'annotate.lockLabel' },
  nextMode: { key: 'f', label: 'annotate.nextMode' },
  hide: { key: 'h', label: 'annotate.hideHeld' },
  compare: { key: 'd', label: 'annotate.compareNext' },
  undo: { key: 'mod+z', label: 'annotate.undo' },
  redo: { key: 'mod+shift+z', label: 'annotate.redo' },
  fit: { key: 'mod+0', label: 'annotate.fit' },
  zoomIn: { key: '+', label: 'annotate.zoomIn' },
  zoomOut: { key: '-', label: 'annotate.zoomOut' },
  propose: { key: 'v', label: 'annotate.showProposal' },
  take: { key: 'a', label: 'annotate.takeActive' },
  done: { key: 'mod+Enter', label: 'annotate.done' },
  next: { key: 'n', label: 'annotate.drawNext' },
  skip: { key: 'x', label: 'annotate.skip' },
  following: { key: 'j', label: 'annotate.following' },
  preceding: { key: 'shift+j', label: 'annotate.preceding' },
} as const satisfies Record<string, { readonly key: string; readonly label: TextKey }>;

export type ShortcutName = keyof typeof SHORTCUTS;
export const SHORTCUT_NAMES = Object.keys(SHORTCUTS) as readonly ShortcutName[];

export type Keys = Readonly<Record<ShortcutName, string>>;

const kept = keepValue<Partial<Record<ShortcutName, string>>>('unitloom.keys', {});

export function keysOf(chosen: Partial<Record<ShortcutName, string>>): Keys {
  return Object.fromEntries(SHORTCUT_NAMES.map((name) => [name, chosen[name] ?? SHORTCUTS[name].key])) as Keys;
}

export function useKeys(): Keys {
  return keysOf(kept.use());
}

/** Gives an action a key. Another action that has it takes the old one in exchange, so that no two share a key. */
export function withKey(keys: Keys, name: ShortcutName, key: string): Keys {
  const other = SHORTCUT_NAMES.find((each) => each !== name && keys[each] === key);
  return { ...keys, ...(other === undefined ? {} : { [other]: keys[name] }), [name]: key };
}

export function chooseKey(name: ShortcutName, key: string): void {
  const keys = withKey(keysOf(kept.get()), name, key);
  const changed = SHORTCUT_NAMES.filter((each) => keys[each] !== SHORTCUTS[each].key);
  kept.set(Object.fromEntries(changed.map((each) => [each, keys[each]])));
}

export function resetKeys(): void {
  kept.set({});
}
