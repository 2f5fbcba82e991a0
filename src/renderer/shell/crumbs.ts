import { useEffect, useSyncExternalStore } from 'react';

let crumbs: readonly string[] = [];
const listeners = new Set<() => void>();

function publish(next: readonly string[]): void {
  crumbs = next;
  for (const listener of listeners) listener();
}

/** Says in the top bar what is open within the screen, e.g. `useCrumbs(['149'])` after "Units". */
export function useCrumbs(names: readonly string[]): void {
  const text = JSON.stringify(names);
  useEffect(() => {
    publish(JSON.parse(text) as string[]);
    return () => publish([]);
  }, [text]);
}

export function useShownCrumbs(): readonly string[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => crumbs,
  );
}
