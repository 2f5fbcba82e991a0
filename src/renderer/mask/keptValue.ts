import { useSyncExternalStore } from 'react';

/** A value that the browser keeps from one visit to the next, shared by all that show it. */
export interface KeptValue<T> {
  get(): T;
  set(next: T): void;
  use(): T;
}

/**
 * @param name   where it is kept
 * @param initial what it is at first; what was kept is read as changes to it, so that a new member has its value
 */
export function keepValue<T extends object>(name: string, initial: T): KeptValue<T> {
  let value = read(name, initial);
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const get = () => value;
  return {
    get,
    set(next) {
      value = next;
      write(name, next);
      for (const listener of listeners) listener();
    },
    use: () => useSyncExternalStore(subscribe, get),
  };
}

function read<T extends object>(name: string, initial: T): T {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name) ?? '{}');
    return { ...initial, ...(kept as Partial<T>) };
  } catch {
    return initial;
  }
}

/** A full or forbidden store costs a person their choice of brush, no more. */
function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // The value holds until the window is closed.
  }
}
