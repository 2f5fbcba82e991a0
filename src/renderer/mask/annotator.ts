import { useGuest, useSettings } from '#renderer/client.tsx';
import { keepValue } from './keptValue.ts';

/** Who draws in this browser. On a shared server several people have one backend, so the name is kept here, not there. */
const kept = keepValue<{ readonly name: string | null }>('unitloom.annotator', { name: null });

/** The name given in this browser, else the one of the settings; empty when neither is there, null while that is not known. */
export function useAnnotator(): string | null {
  const guest = useGuest();
  const { name } = kept.use();
  const settings = useSettings();
  if (guest === undefined) return null;
  return guest?.name ?? name ?? settings?.annotator.trim() ?? null;
}

export function setAnnotator(name: string): void {
  kept.set({ name: name.trim() === '' ? null : name.trim() });
}
