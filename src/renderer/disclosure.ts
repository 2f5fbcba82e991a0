import { useSyncExternalStore } from 'react';

/** Whether something of the window is open, told from anywhere: a drawer, a dialog. */
export interface Disclosure {
  open(): void;
  close(): void;
  toggle(): void;
  useIsOpen(): boolean;
}

export function createDisclosure(): Disclosure {
  let isOpen = false;
  const listeners = new Set<() => void>();
  const set = (next: boolean) => {
    isOpen = next;
    for (const listener of listeners) listener();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    open: () => set(true),
    close: () => set(false),
    toggle: () => set(!isOpen),
    useIsOpen: () => useSyncExternalStore(subscribe, () => isOpen),
  };
}
