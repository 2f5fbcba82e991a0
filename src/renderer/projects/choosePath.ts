import { useSyncExternalStore } from 'react';

/** What a person is asked to point at. */
export type PathWish =
  | { readonly kind: 'project' | 'folder' | 'manifest' | 'model' | 'linker' }
  | { readonly kind: 'newFile'; readonly suggestedName: string; readonly of: 'project' | 'report' | 'any' };

/** A wish that waits for the dialog of this window. */
export interface OpenWish {
  readonly wish: PathWish;
  answer(path: string | null): void;
}

let openWish: OpenWish | null = null;
const listeners = new Set<() => void>();

function publish(next: OpenWish | null): void {
  openWish = next;
  for (const listener of listeners) listener();
}

/** Asks for a path: by the system's dialog in Electron, by a dialog over the host's folders in a browser. Null when the person changed their mind. */
export function choosePath(wish: PathWish): Promise<string | null> {
  const bridge = window.unitloom;
  if (bridge === undefined) return askHere(wish);
  switch (wish.kind) {
    case 'project':
      return bridge.chooseProject();
    case 'folder':
      return bridge.chooseFolder();
    case 'manifest':
      return bridge.chooseManifest();
    case 'model':
      return bridge.chooseModel();
    case 'linker':
      return bridge.chooseLinker();
    case 'newFile':
      return bridge.chooseNewFile({ suggestedName: wish.suggestedName, kind: wish.of });
  }
}

function askHere(wish: PathWish): Promise<string | null> {
  openWish?.answer(null);
  return new Promise((resolve) => {
    publish({
      wish,
      answer(path) {
        publish(null);
        resolve(path);
      },
    });
  });
}

export function useOpenWish(): OpenWish | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => openWish,
  );
}

/** Joins in the manner of the host, which may be another system than the browser's. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}
