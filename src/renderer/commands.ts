import type { Icon } from '@tabler/icons-react';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { matchesKey } from './keys.ts';

/**
 * An action of a screen or of the window. Saying it once binds its key, lists it in the palette (Ctrl+K) and in the help (?).
 */
export interface Command {
  /** Unique among what is on screen, e.g. `units.pin`. */
  readonly id: string;
  readonly label: string;
  readonly group: string;
  /** As in keys.ts; several are alternatives. */
  readonly keys?: readonly string[];
  readonly icon?: Icon;
  /** Movement and the like: bound and in the help, but not in the palette. */
  readonly isKeyOnly?: boolean;
  run(): void;
}

type Registration = { readonly commands: readonly Command[] };

let registrations: readonly Registration[] = [];
let all: readonly Command[] = [];
const listeners = new Set<() => void>();

function publish(next: readonly Registration[]): void {
  registrations = next;
  all = registrations.flatMap(({ commands }) => commands);
  for (const listener of listeners) listener();
}

/** Offers commands while the calling component is on screen. What was offered last wins a key. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const signature = JSON.stringify(commands.map(({ id, label, group, keys }) => [id, label, group, keys]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for what can be seen of the commands
  useEffect(() => {
    const registration: Registration = {
      commands: commands.map((command) => ({
        ...command,
        run: () => latest.current.find(({ id }) => id === command.id)?.run(),
      })),
    };
    publish([...registrations, registration]);
    return () => publish(registrations.filter((other) => other !== registration));
  }, [signature]);
}

export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(subscribe, () => all);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Runs the command of a pressed key, unless a control that has the focus needs the key itself. */
export function dispatchKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isClaimed(event)) return;
  const found = all.findLast(({ keys }) => keys?.some((key) => matchesKey(event, key)));
  if (found === undefined) return;
  event.preventDefault();
  found.run();
}

const TEXT_INPUT = 'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true]';

function isClaimed(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element)) return false;
  if (event.target.closest('[role=dialog], [role=menu], [role=listbox]') !== null) return true;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!isPlain) return false;
  if (event.target.matches(TEXT_INPUT)) return event.key !== 'Escape';
  if (event.target.matches('[role=slider], [type=radio]')) return event.key.startsWith('Arrow');
  return (event.key === 'Enter' || event.key === ' ') && event.target.closest('button, a[href], summary') !== null;
}
